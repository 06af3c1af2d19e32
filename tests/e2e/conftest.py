"""A workspace served as a person would serve it, and Debian's chromium looking at it."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.checkup.made import company, environment, regia, sqlite
from tests.cli.running import run

START_SECONDS = 180
LINE = re.compile(r"^  (?P<who>.+) \((?P<role>.+)\): (?P<url>http\S+)$", re.M)


@dataclass
class Watched:
    """A page, and all that went wrong on it."""

    page: Page
    base: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a page and wait until it is ready."""
        self.page.goto(self.base + path)
        self.ready()

    def ready(self) -> None:
        """Wait until the page says that it is ready: the policy forbids to wait for a function."""
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser complains about, a breach of the policy above all."""
        if message.type in ("error", "warning"):
            self.wrong.append(f"{self.page.url}: {message.text}")


@dataclass(frozen=True)
class Workspace:
    """A running workspace: its address, and a one-time link for each role of the made-up company."""

    base: str
    slug: str
    links: dict[str, str]
    first: str
    home: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; the tests skip where there is none, but in CI they must run."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REGIA_REQUIRE_SERVERS"):
            pytest.fail("chromium must be installed")
        pytest.skip("no chromium: `bash .ci/browser` installs it")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def serving(folder: Path, home: Path) -> Iterator[Workspace]:
    """Run `regia serve` on a company folder until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = home.parent / f"{home.name}.log"
    command = [sys.executable, "-m", "regia", "serve", str(folder), "--port", str(port)]
    with said.open("w") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env=environment(REGIA_HOME=str(home), REGIA_LANGUAGE="en")
        )
    try:
        _await(server, port, said)
        text = said.read_text("utf-8")
        links = {found["role"]: found["url"] for found in LINE.finditer(text)}
        first = re.search(r"http\S+/join/\S+", text)
        yield Workspace(f"http://127.0.0.1:{port}", _slug(folder), links, first[0] if first else "", home)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def _await(server: subprocess.Popen[bytes], port: int, said: Path) -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, said.read_text("utf-8")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(said.read_text("utf-8"))


def _slug(folder: Path) -> str:
    return folder.name.lower().replace(" ", "-")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A small made-up company, checked up once, and served."""
    place = tmp_path_factory.mktemp("e2e")
    people = [(n, f"persona{n % 7}@esempio.it") for n in range(60)]
    crm = sqlite(place / "crm.sqlite", {"people": people}, columns="id INTEGER PRIMARY KEY, email TEXT")
    erp = sqlite(place / "erp.sqlite", {"orders": [(n, f"order {n}") for n in range(30)], "empty": []})
    folder = company(place / "prova", {"crm": str(crm), "erp": str(erp)})
    toml = folder / "regia.toml"
    toml.write_text(toml.read_text("utf-8").replace("[company]\n", "[company]\nmade_up = true\n"), "utf-8")
    assert regia("checkup", folder).returncode == 0
    with serving(folder, place / "home") as served:
        yield served


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made-up company with all its troubles and two snapshots, to be copied; all processes of the
    tests make one.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-up"
    folder, whole = shared / "furniture", shared / "whole"
    with FileLock(f"{shared}.lock"):
        if not whole.exists():
            shutil.rmtree(shared, ignore_errors=True)
            _make_up(folder)
            whole.touch()
    return folder


def _make_up(folder: Path) -> None:
    assert run("demo", folder, "--scale", "0.05").code == 0
    with closing(sqlite3.connect(folder / "systems" / "crm" / "crm.sqlite")) as crm:
        crm.execute("CREATE TABLE Survey (Id INTEGER PRIMARY KEY, Mark INTEGER)")
        crm.execute("UPDATE Account SET BillingCity = 'Torino' WHERE rowid % 7 = 0")
        crm.commit()
    assert run("checkup", folder).code == 0


@contextmanager
def visiting(browser: Browser, base: str, *, width: int = 1280, height: int = 900) -> Iterator[Watched]:
    """Open a browser of its own, and make sure at the end that nothing went wrong in it."""
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=base, locale="en-GB")
    context.set_default_timeout(60_000)
    watched = Watched(context.new_page(), base)
    watched.page.on("console", watched.heard)
    watched.page.on("pageerror", lambda error: watched.wrong.append(f"{watched.page.url}: {error}"))
    try:
        yield watched
        assert watched.wrong == []
    finally:
        context.close()


def entered(watched: Watched, link: str) -> None:
    """Come in by a one-time link."""
    watched.page.goto(link)
    watched.page.click("main button")
    watched.ready()


def let_in(watched: Watched, served: Workspace, role: str = "administrator") -> None:
    """Come in as one of the made-up people; a link works once, so each one is made in the terminal."""
    email = f"{role}@{served.slug}.example"
    said = regia("link", email, "--port", served.base.rsplit(":", 1)[1], REGIA_HOME=str(served.home))
    assert said.returncode == 0, said.stderr
    entered(watched, said.stdout.strip())
