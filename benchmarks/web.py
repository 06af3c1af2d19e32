"""The workspace under twenty people at once: how long a page takes, beside a bare Django page; memory; first load.

uv run --group benchmark python benchmarks/web.py --json
uv run --group benchmark python benchmarks/web.py --people 20 --pause 2 --seconds 60

The company is made up for it: 2,000 systems, 20,000 datasets, 100,000 fields, 100,000 findings, 10,000 interfaces,
20,000 correspondences. Each person opens a page, reads it for `pause` seconds (between half and one and a half times
as many), and opens the next. The peer is one Django page without database or evidence, on the same server with as
many threads, under the same people. Times are what the browser waits for, on loopback, server and people on one
machine.
"""

import argparse
import gzip
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psutil
from measuring import print_line, verdict

from regia.checkup.record import Checkup, Records, StageRun
from regia.checkup.stages import STAGES

SYSTEMS, DATASETS, FIELDS, FINDINGS, INTERFACES, PAIRS, CONCEPTS = 2_000, 10, 5, 100_000, 10_000, 20_000, 120
PEOPLE, PAUSE, SECONDS = 20, 2.0, 60
TARGET_MS = 150
ALONE = 10
FIRST_LOAD_KB = 150
Serve = Callable[[], AbstractContextManager[tuple[int, str, int]]]
DEPARTMENTS = ("marketing", "sales", "operations", "customer_care", "administration", "it")
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
PAGES = {
    "today": "",
    "map": "map",
    "map, a department": "map?open=sales",
    "map, a system": "map?open=sales&chosen=s1",
    "systems": "systems",
    "systems, searched": "systems?q=sistema+19",
    "system": "systems/s7",
    "dataset": "systems/s7/dataset_3",
    "field": "systems/s7/dataset_3/field_2",
    "findings": "findings",
    "findings, filtered": "findings?severity=3&system=s7&sort=-records",
    "finding": "findings/f77",
    "correspondences": "correspondences",
    "questions": "questions",
    "shared model": "model",
    "concept": "model/c3",
    "search": "search?q=field_2",
}
BARE = """
import sys
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_I18N=False,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
import django
from django.http import HttpResponse
from django.template import engines
from django.urls import path
django.setup()
source = "<!doctype html><title>{{ name }}</title><ul>{% for n in many %}<li>{{ n }}{% endfor %}</ul>"
page = engines["django"].from_string(source)
urlpatterns = [path("", lambda request: HttpResponse(page.render({"name": "bare", "many": range(50)})))]
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
"""


def main() -> None:
    """Make the company, serve it, let people look at it; then the same people look at a bare page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--pause", type=float, default=PAUSE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = make(Path(place) / "grande")
        bare = under(asked, lambda: serving_bare(Path(place)), {"bare": "/"})
        home = f"/c/{folder.name}/"
        paths = {page: home + path for page, path in PAGES.items()}
        ours = under(asked, lambda: serving(folder, Path(place) / "home"), paths, first=home)
    load = round(os.getloadavg()[0], 1)
    floor = percentile(bare.times["bare"], 0.95)
    for page, times in ours.times.items():
        p95 = percentile(times, 0.95)
        line = {
            "page": page,
            "requests": len(times),
            "p50_ms": percentile(times, 0.5),
            "p95_ms": p95,
            "cpu_ms": ours.cpu_ms[page],
            "bytes": ours.sizes[page],
            "bare_p95_ms": floor,
            "verdict": verdict(reached=p95 <= TARGET_MS),
        }
        print_line(line, as_json=asked.json)
    every = [each for times in ours.times.values() for each in times]
    p95 = percentile(every, 0.95)
    whole = {
        "page": "all",
        "requests": len(every),
        "failed": ours.failed,
        "p50_ms": percentile(every, 0.5),
        "p95_ms": p95,
        "cpu_ms": sum(ours.cpu_ms.values()) / len(ours.cpu_ms),
        "bare_cpu_ms": bare.cpu_ms["bare"],
        "bare_p50_ms": percentile(bare.times["bare"], 0.5),
        "bare_p95_ms": floor,
        "memory_mb": ours.memory_mb,
        "bare_memory_mb": bare.memory_mb,
        "first_load_kb": ours.first_load_kb,
        "cores": os.cpu_count(),
        "load_average": load,
        "verdict": verdict(reached=p95 <= TARGET_MS and ours.first_load_kb <= FIRST_LOAD_KB and not ours.failed),
    }
    print_line(whole, as_json=asked.json)


class Seen:
    """What people saw: milliseconds, CPU and bytes by page, how many answers were no page, memory of the server."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self.cpu_ms: dict[str, float] = {}
        self.sizes: dict[str, int] = {}
        self.failed = 0
        self.memory_mb = 0
        self.first_load_kb = 0.0
        self._lock = threading.Lock()

    def keep(self, page: str, status: int, milliseconds: float) -> None:
        with self._lock:
            self.times.setdefault(page, []).append(milliseconds)
            self.failed += status != 200


def under(asked: argparse.Namespace, serve: Serve, paths: Mapping[str, str], *, first: str = "") -> Seen:
    """Serve, and let people look at pages for a while; each page was opened a few times before, alone."""
    seen = Seen()
    with serve() as (port, cookie, pid):
        for page, path in paths.items():
            status, _, body = get(port, path, cookie)
            assert status == 200, (page, status)
            seen.sizes[page] = len(body)
            before = cpu_seconds(pid)
            for _ in range(ALONE):
                get(port, path, cookie)
            seen.cpu_ms[page] = (cpu_seconds(pid) - before) / ALONE * 1000
        seen.first_load_kb = first_load(port, first, cookie) if first else 0.0
        until = time.monotonic() + asked.seconds
        people = [Person(number, port, paths, cookie, asked.pause, until) for number in range(asked.people)]
        threads = [threading.Thread(target=person.look, args=(seen,)) for person in people]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            seen.memory_mb = max(seen.memory_mb, memory_mb(pid))
            time.sleep(0.5)
    return seen


@dataclass(frozen=True)
class Person:
    """One of the people: what they may open, how long they read, until when they stay."""

    number: int
    port: int
    paths: Mapping[str, str]
    cookie: str
    pause: float
    until: float

    def look(self, seen: Seen) -> None:
        """Open pages one after another, in an order of one's own, with time to read each."""
        draw, names = random.Random(self.number), list(self.paths)
        while time.monotonic() < self.until:
            time.sleep(self.pause * draw.uniform(0.5, 1.5))
            page = draw.choice(names)
            status, milliseconds, _ = get(self.port, self.paths[page], self.cookie)
            seen.keep(page, status, milliseconds)


def get(port: int, path: str, cookie: str) -> tuple[int, float, bytes]:
    """Return the status of a page, how long it took in milliseconds, and what came over the line."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    return answer.status, round(took, 1), body


def first_load(port: int, path: str, cookie: str) -> float:
    """Return how many kB the first page brings, with its styles and scripts, as they travel; fonts apart."""
    _, _, body = get(port, path, cookie)
    text = gzip.decompress(body).decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', text))
    return round((len(body) + sum(len(get(port, part, cookie)[2]) for part in parts)) / 1000, 1)


def cpu_seconds(pid: int) -> float:
    """Return the CPU that a server with its children has taken: what a page costs, whatever else the machine does."""
    process = psutil.Process(pid)
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


def memory_mb(pid: int) -> int:
    """Return the resident memory of a server with its children."""
    process = psutil.Process(pid)
    total = 0
    for each in (process, *process.children(recursive=True)):
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return round(total / 1e6)


def percentile(times: Sequence[float], part: float) -> float:
    """Return a percentile by nearest rank."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0


@contextmanager
def serving(folder: Path, home: Path) -> Iterator[tuple[int, str, int]]:
    """Serve the company as `regia serve` does; give the port, the cookie of somebody who signed in, and the process."""
    port = free_port()
    env = {**os.environ, "REGIA_HOME": str(home), "REGIA_LANGUAGE": "en"}
    command = [sys.executable, "-m", "regia", "serve", str(folder), "--port", str(port)]
    with process(command, port, env) as pid:
        link = [sys.executable, "-m", "regia", "link", f"it@{folder.name}.example", "--port", str(port)]
        said = subprocess.run(link, env=env, capture_output=True, text=True, check=True)
        path = re.search(r"/enter/\S+", said.stdout)
        assert path is not None, said.stdout
        yield port, sign_in(port, path[0]), pid


def sign_in(port: int, path: str) -> str:
    """Use a one-time link and return the cookies that it gives."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    text, given = answer.read().decode(), _cookies(answer)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    body = f"csrfmiddlewaretoken={token[1]}"
    headers = {"Cookie": "; ".join(given), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return "; ".join([*given, *_cookies(answer)])


def _cookies(answer: http.client.HTTPResponse) -> list[str]:
    return [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]


@contextmanager
def serving_bare(place: Path) -> Iterator[tuple[int, str, int]]:
    """Serve one bare Django page on the same server, with as many threads."""
    (place / "bare_page.py").write_text(BARE, "utf-8")
    port = free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "8", "--no-log"]
    command = [sys.executable, "-m", "granian", *options, "bare_page:application"]
    with process(command, port, {**os.environ, "PYTHONPATH": str(place)}, cwd=place) as pid:
        yield port, "", pid


@contextmanager
def process(command: Sequence[str], port: int, env: Mapping[str, str], cwd: Path | None = None) -> Iterator[int]:
    """Run a server until the block ends; it is ready when its port answers."""
    server = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1_200):
            assert server.poll() is None, command
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def make(folder: Path) -> Path:
    """Make the company: its regia.toml, and the tables of one check-up, written as a check-up writes them."""
    folder.mkdir(parents=True)
    (folder / "regia.toml").write_text(_toml(), "utf-8")
    made = _tables(random.Random(1))
    records = Records(folder)
    records.prepare()
    runs = []
    for stage in STAGES:
        tables = {table.name: table.from_rows(made.get(table.name, [])) for table in stage.writes}
        records.write(stage.name, "made", tables)
        runs.append(StageRun(stage.name, "made", 1.0, False, {name: each.num_rows for name, each in tables.items()}))
    records.commit(Checkup("20261102T080000Z", "20261102T080000Z", "Grande", "0", NOW, NOW, tuple(runs)))
    return folder


def _toml() -> str:
    departments = "".join(f'\n[departments.{each}]\nname = "{each.title()}"\n' for each in DEPARTMENTS)
    return f'[company]\nname = "Grande S.p.A."\nlanguage = "it"\nmade_up = true\n{departments}'


def _tables(draw: random.Random) -> dict[str, list[dict[str, object]]]:
    places = [(f"s{s}", f"dataset_{d}") for s in range(SYSTEMS) for d in range(DATASETS)]
    return {
        "systems": [_system(s, draw) for s in range(SYSTEMS)],
        "datasets": [_dataset(place, draw) for place in places],
        "fields": [_field(place, f) for place in places for f in range(FIELDS)],
        "findings": [_finding(n, draw) for n in range(FINDINGS)],
        "rules": [_rule(n) for n in range(40)],
        "interfaces": [_interface(n, draw) for n in range(INTERFACES)],
        "correspondences": _pairs(draw),
        "concepts": [_concept(n) for n in range(CONCEPTS)],
        "concept_datasets": [
            {"concept": f"c{n % CONCEPTS}", "system": s, "dataset": d, "probability": 0.9, "records": 1_000}
            for n, (s, d) in enumerate(places)
        ],
        "attributes": [_attribute(n, place, f) for n, place in enumerate(places) for f in range(FIELDS)],
    }


def _system(s: int, draw: random.Random) -> dict[str, object]:
    return {
        "system": f"s{s}",
        "name": f"Sistema {s}",
        "department": DEPARTMENTS[s % len(DEPARTMENTS)],
        "kind": draw.choice(("crm", "erp", "ecommerce", "spreadsheet")),
        "owner": draw.choice((None, "Ufficio vendite", "Ufficio IT")),
        "cost_eur_year": Decimal(draw.randrange(1_000, 90_000)) if s % 3 else None,
        "datasets": DATASETS,
        "records": DATASETS * 1_000,
        "read_at": NOW,
        "status": "read",
    }


def _dataset(place: tuple[str, str], draw: random.Random) -> dict[str, object]:
    return {
        "system": place[0],
        "dataset": place[1],
        "kind": "entity",
        "source_kind": "table",
        "records": 1_000,
        "fields": FIELDS,
        "last_change_at": NOW - timedelta(days=draw.randrange(400)),
        "read_at": NOW,
        "sampled_share": 1.0,
        "status": "read",
    }


def _field(place: tuple[str, str], f: int) -> dict[str, object]:
    return {
        "system": place[0],
        "dataset": place[1],
        "field": f"field_{f}",
        "position": f + 1,
        "source_type": "VARCHAR",
        "type": "text",
        "in_key": f == 0,
        "null_share": 0.1,
        "blank_share": 0.0,
        "distinct_count": 900,
        "distinct_exact": True,
        "semantic_type": "email" if f == 2 else None,
        "semantic_share": 0.99 if f == 2 else None,
        "personal_data": "contact" if f == 2 else "none",
    }


def _finding(n: int, draw: random.Random) -> dict[str, object]:
    system, severity = f"s{n % SYSTEMS}", draw.choice((1, 1, 2, 2, 2, 3, 4))
    return {
        "finding": f"f{n}",
        "rule": f"rule-{n % 40}",
        "severity": severity,
        "system": system,
        "dataset": f"dataset_{n % DATASETS}",
        "field": f"field_{n % FIELDS}",
        "subject": f"{system}.{n}",
        "text_it": f"In {system} circa {n % 977} righe non hanno un valore valido, e nessuno se ne occupa.",
        "text_en": f"In {system} about {n % 977} records have no valid value, and nobody looks after them.",
        "records": n % 977,
        "eur_year_high": Decimal(n % 5_000),
        "eur_year_low": Decimal(0),
        "eur_pool": "hours",
        "probability": 0.9,
        "evidence_table": "fields",
        "evidence_filter": f"system = '{system}'",
        "first_seen": date(2026, 1 + n % 10, 1),
        "position": n + 1,
    }


def _rule(n: int) -> dict[str, object]:
    return {"rule": f"rule-{n}", "title_it": f"Regola {n}", "title_en": f"Rule {n}", "severity": 2, "hits": 2_500}


def _interface(n: int, draw: random.Random) -> dict[str, object]:
    source, target = draw.sample(range(SYSTEMS), 2)
    return {
        "interface": f"s{source}>s{target}:c{n}",
        "from_system": f"s{source}",
        "to_system": f"s{target}",
        "concept": f"c{n % CONCEPTS}",
        "mode": draw.choice(("realtime", "batch", "manual")),
        "status": draw.choice(("declared", "observed", "inferred")),
        "probability": 0.9,
        "declared": True,
        "observed": False,
        "inferred": True,
        "lag_p50_hours": 4.0,
        "records_per_month": 500.0,
        "reasons": "sql",
        "reasons_it": "scritta in uno script",
        "reasons_en": "written in a script",
    }


def _pairs(draw: random.Random) -> list[dict[str, object]]:
    found: dict[tuple[str, ...], dict[str, object]] = {}
    while len(found) < PAIRS:
        left, right = sorted(draw.sample(range(SYSTEMS), 2))
        names = (f"s{left}", f"dataset_{draw.randrange(DATASETS)}", f"field_{draw.randrange(FIELDS)}")
        others = (f"s{right}", f"dataset_{draw.randrange(DATASETS)}", f"field_{draw.randrange(FIELDS)}")
        found[names + others] = _pair(names, others, len(found), draw.random())
    return list(found.values())


def _pair(left: tuple[str, ...], right: tuple[str, ...], n: int, probability: float) -> dict[str, object]:
    parts = ("system", "dataset", "field")
    sides = {
        f"{side}_{part}": each
        for side, name in (("left", left), ("right", right))
        for part, each in zip(parts, name, strict=True)
    }
    return {
        **sides,
        "probability": probability,
        "band": "accept" if probability > 0.6 else "review",
        "origin": "inferred",
        "concept": f"c{n % CONCEPTS}",
        "attribute": f"a{n % 9}",
        "reasons": "words:email",
        "reasons_it": "i nomi vogliono dire «e-mail»; i due archivi parlano di «cliente»",
        "reasons_en": "the names mean 'e-mail'; the two datasets are about 'customer'",
    }


def _concept(n: int) -> dict[str, object]:
    return {
        "concept": f"c{n}",
        "name_it": f"concetto {n}",
        "name_en": f"concept {n}",
        "known": n < 30,
        "systems": SYSTEMS // 12,
        "datasets": SYSTEMS * DATASETS // CONCEPTS,
        "records": 100_000,
    }


def _attribute(n: int, place: tuple[str, str], f: int) -> dict[str, object]:
    return {
        "concept": f"c{n % CONCEPTS}",
        "attribute": f"a{f}",
        "name_it": f"attributo {f}",
        "name_en": f"attribute {f}",
        "system": place[0],
        "dataset": place[1],
        "field": f"field_{f}",
        "probability": 0.95,
        "in_key": f == 0,
    }


if __name__ == "__main__":
    main()
