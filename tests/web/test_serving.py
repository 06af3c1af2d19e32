"""`regia serve`: nothing beyond this machine in clear, a database wherever it is, and all of it in two copies."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from regia.errors.web import DatabaseUrlWrong, PlainHttpRefused, PortTaken, ProxyWrong
from regia.web import proxy, serving
from regia.web.database import database
from tests.checkup.made import environment, regia
from tests.cli.running import run
from tests.servers.postgresql_cluster import Scratch


class TestBeyondThisMachine:
    @pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
    def test_plain_http_is_refused(self, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("REGIA_TRUSTED_PROXY", raising=False)
        with pytest.raises(PlainHttpRefused):
            serving.check(host, 0)

    def test_a_trusted_proxy_speaks_https(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REGIA_TRUSTED_PROXY", "https://regia.example.com")
        proxy.check_host("0.0.0.0")
        assert "regia.example.com" in proxy.allowed_hosts()
        for wrong in ("http://regia.example.com", "regia.example.com", "https://regia.example.com/path"):
            monkeypatch.setenv("REGIA_TRUSTED_PROXY", wrong)
            with pytest.raises(ProxyWrong):
                proxy.check_host("0.0.0.0")

    def test_behind_it_cookies_travel_in_https_only(self, tmp_path: Path) -> None:
        told = _settings(
            "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_SSL_REDIRECT",
            REGIA_TRUSTED_PROXY="https://regia.example.com",
            REGIA_HOME=str(tmp_path),
        )
        assert told == "(True, True, True)"

    def test_the_command_says_what_to_do(self, tmp_path: Path) -> None:
        done = run("serve", "--host", "0.0.0.0", REGIA_HOME=str(tmp_path / "home"), REGIA_LANGUAGE="en")
        assert done.code == 2
        assert "REGIA_TRUSTED_PROXY" in done.err
        assert not (tmp_path / "home").exists()

    def test_a_port_that_is_taken_is_told(self) -> None:
        import socket

        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            with pytest.raises(PortTaken):
                serving.check("127.0.0.1", other.getsockname()[1])


class TestDatabase:
    def test_it_is_a_file_by_default(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        assert database(tmp_path)["NAME"] == tmp_path / "workspace.sqlite3"

    def test_it_is_a_server_by_its_address(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://anna:se%2Fgreto@db.example.com:6543/regia?sslmode=require")
        found = database(tmp_path)
        assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
            "anna",
            "se/greto",
            "db.example.com",
            "6543",
            "regia",
        )
        assert found["OPTIONS"] == {"sslmode": "require"}
        monkeypatch.setenv("DATABASE_URL", "mongodb://db.example.com/regia")
        with pytest.raises(DatabaseUrlWrong):
            database(tmp_path)

    @pytest.mark.server
    @pytest.mark.slow
    def test_postgresql_is_made_ready(self, postgresql_database: Scratch, tmp_path: Path) -> None:
        where = postgresql_database.admin.info
        done = regia(
            "link",
            "nobody@example.com",
            REGIA_HOME=str(tmp_path),
            DATABASE_URL=f"postgresql://{where.user}:{quote(where.password)}@{where.host}:{where.port}/{where.dbname}",
            REGIA_LANGUAGE="en",
        )
        assert done.returncode == 2
        assert "Nobody has the e-mail" in done.stderr
        assert not (tmp_path / "workspace.sqlite3").exists()


@pytest.mark.slow
def test_what_is_backed_up_can_be_restored(tmp_path: Path, checked: Path) -> None:
    """The commands of docs/how-to/back-up.md themselves, in other places, with everything lost in between."""
    backup, restore = _commands_of("back-up.md", tmp_path)
    home, companies = tmp_path / "home", tmp_path / "companies"
    (tmp_path / "backup").mkdir()
    shutil.copytree(checked, companies / "acme")
    register = f"from regia.web.people.registration import register; register(Path({str(companies / 'acme')!r}))"
    _in_django(home, f"Person.objects.create_user('anna@example.com', 'una frase lunga 42'); {register}")
    key = (home / "secret-key").read_text()
    _bash(backup, REGIA_HOME=str(home))
    shutil.rmtree(home)
    shutil.rmtree(companies)
    _bash(restore)
    told = _in_django(
        home,
        "from regia.web.people.models import Company; from regia.web.evidence.reader import Evidence; "
        "print(Person.objects.get(email='anna@example.com').check_password('una frase lunga 42'), "
        "[len(Evidence.current(each.path).figures('SELECT system FROM {systems}')) for each in Company.objects.all()])",
    )
    assert told == "True [3]"
    assert (home / "secret-key").read_text() == key
    assert home.stat().st_mode & 0o777 == 0o700


def _commands_of(page: str, place: Path) -> list[str]:
    """Return the commands of each block of a how-to, in a place of their own; the server is started otherwise."""
    text = (Path(__file__).parents[2] / "docs" / "how-to" / page).read_text("utf-8")
    for stated, here in (("/var/lib/regia", "home"), ("/srv/regia", "companies"), ("/backup", "backup")):
        text = text.replace(stated, str(place / here))
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [
        "\n".join(line.removeprefix("$ ") for line in block.splitlines() if "regia serve" not in line)
        for block in blocks
    ]


def _bash(commands: str, **more: str) -> None:
    done = subprocess.run(
        ["bash", "-euc", commands], capture_output=True, text=True, env=environment(**more), check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_home_is_private(tmp_path: Path) -> None:
    _settings("DEBUG", REGIA_HOME=str(tmp_path / "home"))
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_other_commands_do_not_load_django() -> None:
    code = "import sys, regia.cli; print([name for name in ('django', 'granian', 'allauth') if name in sys.modules])"
    assert _python(code) == "[]"


def _in_django(home: Path, statement: str) -> str:
    code = (
        "from regia.web import serving; serving._start_whole(); "
        f"from pathlib import Path; from regia.web.people.models import Person; {statement}"
    )
    return _python(code, REGIA_HOME=str(home))


def _settings(names: str, **more: str) -> str:
    return _python(f"from regia.web.settings import {names}; print(({names}))", **more)


def _python(code: str, **more: str) -> str:
    env = environment(**more)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_variable_of_the_tests_leaks_into_a_process() -> None:
    assert "REGIA_HOME" in os.environ
    assert "REGIA_HOME" not in environment()
