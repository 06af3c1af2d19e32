"""Every command as a person meets it: its help, its answers, its mistakes, its exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from regia.checkup.record import Records
from regia.checkup.stages import tables
from regia.cli import app
from regia.judgement.answers import AnswerLog
from regia.snapshot.store import Store
from tests.checkup.made import add, company, environment, regia, sqlite, started
from tests.cli.running import MAIL, checked, run
from tests.snapshot.made import readable

OWN = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
COMMANDS = [*sorted(OWN), "snapshots list", "snapshots compare", "snapshots prune"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(params=["it", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(base: Path, language: str) -> Path:
    """A company checked up, in each language; tests that change it take a copy of their own."""
    folder = base / f"of-{language}"
    folder.mkdir(exist_ok=True)
    return checked(folder, language)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A company of the test's own, in Italian."""
    path = sqlite(tmp_path / "crm.sqlite", {"people": [(1, MAIL), (2, "Ada"), (3, "Eva")]})
    return company(tmp_path / "c", {"crm": str(path)})


def test_every_command_has_help_with_an_example_in_both_languages() -> None:
    code = (
        "import sys, regia.cli as c\n"
        f"for name in {COMMANDS!r}:\n"
        "    print('###', name)\n"
        "    try: c.app([*name.split(), '--help'])\n"
        "    except SystemExit as ended: assert not ended.code\n"
    )
    pages = {}
    for spoken in ("it", "en"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=environment(REGIA_LANGUAGE=spoken),
            check=True,
        )
        pages[spoken] = done.stdout.split("###")[1:]
    assert len(pages["it"]) == len(COMMANDS)
    for it, en in zip(pages["it"], pages["en"], strict=True):
        assert it != en
        for page in (it, en):
            name = page.split("\n")[0].strip()
            assert max(map(len, page.splitlines())) <= 80, name
            assert f"regia {name}" in page.split("\n", 2)[2] or name.startswith("snapshots"), name
    assert all("Esemp" in it for it in pages["it"] if "snapshots" not in it.split("\n")[0])


@pytest.mark.parametrize("arguments", [[], ["snapshots"]])
def test_without_a_command_the_help_is_shown(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code in (0, 2)
    assert "checkup" in done.said or "prune" in done.said


class TestCheckup:
    @pytest.mark.usefixtures("few_stages")
    def test_the_summary_says_what_a_manager_asks(self, own: Path, language: str) -> None:
        toml = (own / "regia.toml").read_text()
        (own / "regia.toml").write_text(toml.replace('"it"', f'"{language}"'))
        done = run("checkup", own)
        assert done.code == 0
        words = {
            "it": ["Ho letto 1 sistema: 1 archivio, 2 campi, 3 record", "CRM", "Vendite", "letto", "Rilievi"],
            "en": ["Read 1 system: 1 dataset, 2 fields, 3 records", "CRM", "Vendite", "read", "Findings"],
        }
        assert [word for word in words[language] if word not in done.out] == []
        assert "Prova S.p.A." in done.out
        add(own.parent / "crm.sqlite", "people", [(4, "Ida")])
        again = run("checkup", own)
        assert (
            "record in più o in meno in 1 archivi" if language == "it" else "more or fewer records in 1"
        ) in again.out

    def test_what_could_not_be_read_is_told_with_exit_code_1(self, place: Path, language: str) -> None:
        done = run("checkup", place)
        assert done.code == 1
        assert ("non riesco a leggere" if language == "it" else "cannot read") in done.out
        assert "missing.sqlite" in done.out
        assert MAIL not in done.said

    def test_json_is_one_object_and_nothing_else(self, place: Path) -> None:
        done = run("checkup", place, "--json")
        found = json.loads(done.out)
        assert found["nothing_changed"] is True
        assert {each["system"]: each["status"] for each in found["systems"]} == {
            "crm": "read", "erp": "read", "web": "failed"}  # fmt: skip
        assert {run["failure"] for run in found["checkup"]["stages"]} == {""}
        assert done.err == ""

    def test_dry_run_of_a_source_that_does_not_answer_is_no_success(self, tmp_path: Path) -> None:
        (tmp_path / "regia.toml").write_text(
            '[company]\nname = "x"\n[systems.a]\nname = "a"\nsource = "postgresql://u@127.0.0.1:1/x"\n', "utf-8"
        )
        done = run("checkup", tmp_path, "--dry-run")
        assert done.code == 1
        assert "127.0.0.1:1" in done.err

    def test_dry_run_reads_nothing(self, own: Path, language: str) -> None:
        done = run("checkup", own, "--dry-run", REGIA_LANGUAGE=language)
        assert done.code == 0
        assert ("Nessun dato è stato letto" if language == "it" else "No data was read") in " ".join(done.out.split())
        assert "people" in " ".join(done.out.split())
        assert not (own / ".regia").exists()
        found = json.loads(run("checkup", own, "--dry-run", "--json").out)
        assert [(each["system"], each["datasets"][0]["action"]) for each in found] == [("crm", "read")]

    @pytest.mark.usefixtures("few_stages")
    def test_one_is_counted_as_one(self, tmp_path: Path, language: str) -> None:
        sqlite(tmp_path / "crm.sqlite", {"people": [(1, "x")]})
        run("init", tmp_path / "one", "--name", "One", "--language", language, "--from", tmp_path / "crm.sqlite")
        planned = run("checkup", tmp_path / "one", "--dry-run").out
        assert ("1 connessione, 1 lettura;" if language == "it" else "1 connection, 1 read;") in planned
        assert ("In tutto: 1 archivio," if language == "it" else "In all: 1 dataset,") in planned
        read = run("checkup", tmp_path / "one").out
        assert "1 record." in read

    def test_only_and_until(self, own: Path) -> None:
        done = run("checkup", own, "--only", "crm", "--until", "profile")
        assert done.code == 0
        assert [each.stage for each in Records(own).latest().stages] == ["profile"]
        assert "Rilievi" not in done.out
        told = run("findings", "-c", own)
        assert (told.code, "--until" in told.err) == (2, True)

    def test_not_a_terminal_no_bars(self, own: Path) -> None:
        done = regia("checkup", own)
        assert (done.returncode, done.stderr) == (0, "")
        assert "\x1b" not in done.stdout

    def test_a_file_with_a_name_that_rules_terminals_is_only_shown(self, place: Path) -> None:
        for arguments in (["checkup", place], ["show", "datasets", "-c", place], ["show", "fields", "-c", place],
                          ["findings", "-c", place], ["snapshots", "compare", "-c", place]):  # fmt: skip
            done = run(*arguments)
            assert done.code in (0, 1, 2)
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.said)
            assert "\U0001f4a3" not in done.said
        assert "a[/b]\\" in run("show", "datasets", "-c", place, "--columns", "dataset").out


class TestMistakes:
    """A person's mistake: a sentence, what to do, an exit code; never a traceback."""

    @pytest.mark.parametrize(
        ("arguments", "code", "says"),
        [
            (["checkup", "{tmp}/nowhere"], 2, "nowhere"),
            (["checkup", "{tmp}"], 2, "regia.toml"),
            (["checkup", "{c}", "--only", "crn"], 2, "crn"),
            (["checkup", "{c}", "--until", "dream"], 2, "dream"),
            (["sources", "{c}", "--only", "crn"], 2, "crn"),
            (["show", "nothing", "-c", "{c}"], 2, "nothing"),
            (["show", "datasets", "-c", "{c}"], 2, "regia checkup"),
            (["show", "datasets", "-c", "{c}", "--format", "xml"], 2, "xml"),
            (["show", "datasets", "-c", "{c}", "--limit", "-1"], 2, "--limit"),
            (["tables", "nothing"], 2, "nothing"),
            (["findings", "-c", "{c}"], 2, "regia checkup"),
            (["findings", "-c", "{c}", "--system", "crn"], 2, "crn"),
            (["findings", "-c", "{c}", "--severity", "9"], 2, "--severity"),
            (["snapshots", "compare", "-c", "{c}"], 2, ""),
            (["snapshots", "compare", "20200101T000000Z", "20200102T000000Z", "-c", "{c}"], 2, "20200101T000000Z"),
            (["snapshots", "prune", "-c", "{c}", "--keep", "0"], 2, "--keep"),
            (["forget", "x", "-c", "{c}"], 2, "--why"),
            (["forget", " ", "--why", "art. 17", "-c", "{c}"], 2, ""),
            (["nonsense"], 2, "nonsense"),
            (["checkup", "{c}", "--nonsense"], 2, "--nonsense"),
        ],
    )
    def test_each_is_told(self, own: Path, arguments: list[str], code: int, says: str) -> None:
        given = [each.replace("{c}", str(own)).replace("{tmp}", str(own.parent)) for each in arguments]
        done = run(*given)
        assert done.code == code, done.said
        assert says in done.said or says in re.sub("[\\s│]", "", done.said)  # typer folds words at the box's edge
        assert done.said.strip()
        assert "difetto" not in done.said
        assert "defect" not in done.said

    @pytest.mark.parametrize(
        ("toml", "says"),
        [
            ("[company\n", "1"),
            ('[company]\nnam = "x"\n', "name"),
            ('[company]\nname = "x"\n[systems.a]\nsource = 5\n', "source"),
            ('[company]\nname = "x"\n[systems.a]\nsource = "postgresql://u:s3gr3t0@h/d"\n', "password"),
            ("", "name"),
            ("\x00\x01", ""),
        ],
    )
    def test_a_wrong_regia_toml(self, tmp_path: Path, toml: str, says: str) -> None:
        (tmp_path / "regia.toml").write_text(toml)
        for command in (["checkup", tmp_path], ["sources", tmp_path], ["findings", "-c", tmp_path]):
            done = run(*command)
            assert done.code == 2
            assert says in done.said
            assert "s3gr3t0" not in done.said

    def test_a_company_without_systems(self, tmp_path: Path) -> None:
        (tmp_path / "regia.toml").write_text('[company]\nname = "x"\n')
        done = run("checkup", tmp_path)
        assert done.code == 0
        assert run("sources", tmp_path).code == 0
        assert run("findings", "-c", tmp_path).code == 0

    @pytest.mark.usefixtures("few_stages")
    def test_a_missing_secret(self, own: Path, language: str) -> None:
        toml = (own / "regia.toml").read_text()
        (own / "regia.toml").write_text(toml.replace("source =", 'password = "env:NOT_SET_ANYWHERE"\nsource ='))
        done = run("checkup", own, REGIA_LANGUAGE=language)
        assert done.code == 1
        assert "NOT_SET_ANYWHERE" in done.said
        assert run("checkup", own, "--dry-run").code in (0, 1, 3)
        assert run("sources", own).code == 3


class TestShow:
    @pytest.mark.parametrize("name", list(tables()))
    def test_every_table_fits_eighty_columns(self, place: Path, name: str) -> None:
        done = run("show", name, "-c", place)
        assert done.code == 0
        assert max(map(len, done.out.splitlines()), default=0) <= 80 or "--columns" in done.out.splitlines()[-1]
        assert all(len(line) <= 80 for line in done.out.splitlines()[:-1])

    def test_formats(self, place: Path) -> None:
        rows = [json.loads(line) for line in run("show", "datasets", "-c", place, "-f", "json").out.splitlines()]
        assert {row["dataset"] for row in rows} == {"people", "empty", "a[/b]\\", "orders"}
        assert len(run("show", "datasets", "-c", place, "-f", "csv").out.splitlines()) == 5
        raw: list[bytes] = []
        run("show", "datasets", "-c", place, "-f", "parquet", raw=raw)
        import io

        assert pq.read_table(io.BytesIO(raw[0])).num_rows == 4
        assert run("show", "datasets", "-c", place, "-f", "json", "--limit", "0").out == ""

    def test_where_columns_and_limit(self, place: Path) -> None:
        where = ["show", "datasets", "-c", place, "-f", "json", "--where"]
        assert len(run(*where, "records >= 20").out.splitlines()) == 2
        assert len(run(*where, "records >= 20 -- the large ones").out.splitlines()) == 2
        assert len(run(*where, "system = 'crm' OR true", "--limit", "3").out.splitlines()) == 3
        assert run(*where, "records = 41", "--columns", "dataset").out == '{"dataset":"people"}\n'
        assert run("show", "skipped", "-c", place, "-f", "json", "--where", "reason = 'nothing'").out == ""

    @pytest.mark.parametrize(
        "where",
        [
            "",
            ")",
            "nothing = 1",
            "1=1) ; DROP TABLE datasets; SELECT (1",
            "1=1); SELECT * FROM datasets WHERE (1=1",
            "1=0) UNION ALL SELECT * FROM datasets WHERE (1=1); SELECT (1",
            "1=1); COPY datasets TO '{tmp}/out.csv' --",
            "1=1); ATTACH '{tmp}/x.duckdb'; SELECT (1",
            "(SELECT count(*) FROM read_text('/etc/passwd')) > 0",
            "(SELECT count(*) FROM '{tmp}/regia.toml') > 0",
            "(SELECT count(*) FROM glob('/etc/*')) > 0",
            "(SELECT count(*) FROM fields) > 0",
            "1=1); SET enable_external_access = true; SELECT (1",
            "pragma_version()",
            "dataset",
        ],
    )
    def test_a_condition_reaches_nothing_else(self, place: Path, where: str) -> None:
        files = sorted(place.rglob("*"))
        done = run("show", "datasets", "-c", place, "--where", where.replace("{tmp}", str(place)))
        assert done.code == 2, done.out
        assert ("La condizione" in done.err) or ("The condition" in done.err)
        assert "root:" not in done.said
        assert sorted(place.rglob("*")) == files

    def test_values_are_masked_and_cannot_be_asked_for(self, place: Path) -> None:
        shown = run("show", "fields", "-c", place, "-f", "csv").out
        assert MAIL not in shown
        assert "m••••" in shown
        for where in (f"maximum = '{MAIL}'", "maximum LIKE '%mario%'", "minimum LIKE 'name 0'"):
            assert run("show", "fields", "-c", place, "-f", "json", "--where", where).out == ""

    @pytest.mark.usefixtures("few_stages")
    def test_unmasking_is_asked_for_and_logged_without_the_value(self, own: Path, language: str) -> None:
        assert run("checkup", own).code == 0
        done = run("show", "fields", "-c", own, "-f", "json", "--where", f"maximum = '{MAIL}'", "--unmask", "DPO\tx",
                   REGIA_LANGUAGE=language)  # fmt: skip
        assert MAIL in done.out
        assert ("registrato" if language == "it" else "logged") in done.err
        log = own / ".regia" / "unmasked.log"
        (line,) = log.read_text().splitlines()
        assert len(line.split("\t")) == 5
        assert "fields" in line
        assert "DPO x" in line
        assert MAIL not in line
        assert log.stat().st_mode & 0o077 == 0
        assert run("show", "fields", "-c", own, "-f", "json", "--unmask").code == 2  # a reason is needed

    @pytest.mark.usefixtures("few_stages")
    def test_a_formula_is_harmless_in_a_spreadsheet(self, tmp_path: Path) -> None:
        starts = ["=", "+", "-", "@", "\t", "\r"]
        path = sqlite(tmp_path / "crm.sqlite", {f"{start}cmd|calc": [(1, "x")] for start in starts})
        folder = company(tmp_path / "c", {"crm": str(path)})
        assert run("checkup", folder).code == 0
        shown = run("show", "datasets", "-c", folder, "-f", "csv", "--columns", "dataset").out
        assert shown.count("cmd|calc") == len(starts)
        assert [start for start in starts if f"'{start}cmd" not in shown.replace('"', "")] == []

    @pytest.mark.usefixtures("few_stages")
    def test_a_reader_that_goes_away_is_no_error(self, own: Path) -> None:
        columns = ", ".join(f"column_{number} TEXT" for number in range(1500))
        sqlite(own.parent / "crm.sqlite", {"wide": []}, columns=columns)
        assert run("checkup", own).code == 0
        process = started("show", "fields", "-c", own, "-f", "csv")
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        process.stderr.close()
        process.wait(timeout=60)
        assert errors == ""


def _unfolded(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for each in tree for row in (each, *_unfolded(each["followers"]))]


class TestFindings:
    def test_each_tells_what_both_sides_do(self, place: Path, language: str) -> None:
        done = run("findings", "-c", place)
        assert done.code == 0
        assert "IT" in done.out
        assert "business" in done.out
        assert ("non ha un responsabile" if language == "it" else "no owner") in done.out

    def test_filters(self, place: Path) -> None:
        every = _unfolded(json.loads(run("findings", "-c", place, "--json").out))
        some = json.loads(run("findings", "-c", place, "--json", "--rule", "unowned_system").out)
        assert {row["rule"] for row in some} == {"unowned_system"}
        assert len(some) < len(every)
        assert run("findings", "-c", place, "--rule", "nothing").code == 2
        assert sorted(row["position"] for row in every) == list(range(1, len(every) + 1))

    def test_every_filter_of_evidence_gives_its_rows(self, place: Path) -> None:
        for row in _unfolded(json.loads(run("findings", "-c", place, "--json").out)):
            table, where = row["evidence_table"], row["evidence_filter"]
            shown = run("show", table, "-c", place, "-f", "json", "--where", where)
            assert shown.code == 0, (row["rule"], shown.err)
            assert shown.out, row["rule"]


class TestFollowingUp:
    """On a folder of their own: they write."""

    @pytest.fixture
    def ours(self, own: Path, few_stages: None) -> Path:
        assert run("checkup", own).code == 0
        return own

    def _first(self, own: Path, *more: str) -> list[dict[str, Any]]:
        return json.loads(run("findings", "-c", own, "--json", *more).out)  # type: ignore[no-any-return]

    def test_what_is_accepted_leaves_the_list_until_its_day(self, ours: Path) -> None:
        name = self._first(ours)[0]["finding"]
        asked = ["findings", name[:8], "-c", ours, "--accept", "--person", "anna@b.it"]
        assert run(*asked, "--until", "2999-01-31").code == 2
        assert run(*asked, "--why", "so", "--until", "2001-01-31").code == 2
        assert run(*asked, "--why", "so").code == 2
        done = run(*asked, "--why", "so", "--until", "2999-01-31", "--json")
        assert done.code == 0
        told = json.loads(done.out)
        assert (told["state"], told["due"], told["said_by"], told["why"]) == (
            "accepted",
            "2999-01-31",
            "anna@b.it",
            "so",
        )
        assert name not in {row["finding"] for row in self._first(ours)}
        assert [row["finding"] for row in self._first(ours, "--state", "accepted")] == [name]
        assert "--all" in run("findings", "-c", ours).out
        assert run("findings", name, "-c", ours, "--reopen").code == 0
        assert name in {row["finding"] for row in self._first(ours)}

    def test_given_to_a_person_it_is_found_by_them(self, ours: Path) -> None:
        name = self._first(ours)[0]["finding"]
        done = run(
            "findings", name, "-c", ours, "--assign", "ugo@b.it", "--until", "2999-01-31", "--why", "tocca a lui"
        )
        assert done.code == 0
        assert "affidato a ugo@b.it" in done.out
        assert "tocca a lui" in done.out
        assert [row["finding"] for row in self._first(ours, "--assigned", "ugo@b.it")] == [name]
        run("findings", name, "-c", ours, "--assign", "")
        assert self._first(ours, "--assigned", "ugo@b.it") == []

    @pytest.mark.parametrize(
        "asked",
        [["--fixed"], ["zzz", "--fixed"], ["zzz"], ["", "--fixed"], ["zzz", "--fixed", "--false"], ["a", "--why", "x"]],
    )
    def test_what_cannot_be_said_is_not_noted(self, own: Path, asked: list[str]) -> None:
        assert run("findings", *asked, "-c", own).code == 2
        assert not (own / "verdicts.jsonl").exists()


@pytest.mark.usefixtures("few_stages")
class TestSnapshots:
    def test_list_compare_prune(self, own: Path, language: str) -> None:
        said = {"REGIA_LANGUAGE": language}
        assert run("snapshots", "list", "-c", own, **said).code == 0
        run("checkup", own)
        add(own.parent / "crm.sqlite", "people", [(9, "z")])
        sqlite(own.parent / "crm.sqlite", {"more": []})
        run("checkup", own)
        first, second = Store(own).ids()
        listed = run("snapshots", "list", "-c", own, **said).out
        assert [line.split()[0] for line in listed.splitlines()[1:]] == [second, first]
        assert len(json.loads(run("snapshots", "list", "-c", own, "--json").out)) == 2
        changes = run("snapshots", "compare", "-c", own, **said).out
        assert "crm.more" in changes
        assert ("archivio nuovo" if language == "it" else "new dataset") in changes
        found = json.loads(run("snapshots", "compare", first, second, "-c", own, "--json").out)
        assert sorted(each["kind"] for each in found) == ["dataset_added", "records_changed"]
        assert run("snapshots", "prune", "-c", own, "--keep", "1", "--dry-run").out.splitlines()[0] == f"· {first}"
        assert len(Store(own).ids()) == 2
        assert run("snapshots", "prune", "-c", own, "--keep", "1", **said).code == 0
        assert Store(own).ids() == [second]

    def test_a_damaged_one_does_not_hide_the_others(self, own: Path) -> None:
        run("checkup", own)
        first = Store(own).ids()[0]
        add(own.parent / "crm.sqlite", "people", [(9, "z")])
        run("checkup", own)
        (own / ".regia" / "snapshots" / f"{first}.json").write_text("{")
        listed = run("snapshots", "list", "-c", own)
        assert (listed.code, first in listed.err, Store(own).ids()[1] in listed.out) == (0, True, True)
        assert run("checkup", own).code == 0
        assert run("snapshots", "prune", "-c", own, "--keep", "1").code == 0
        assert first not in Store(own).ids()


class TestForget:
    def test_a_person_is_gone_from_every_byte(self, own: Path) -> None:
        run("checkup", own)
        run("show", "fields", "-c", own, "--where", f"maximum = '{MAIL}'", "--unmask", "check")
        assert MAIL in readable(own / ".regia")
        for language, asks in (("it", "[s/N]"), ("en", "[y/N]")):
            refused = run("forget", MAIL, "--why", "art. 17", "-c", own, stdin="n\n", REGIA_LANGUAGE=language)
            assert refused.code != 0
            assert asks in refused.err
            assert MAIL in readable(own / ".regia")
        done = run("forget", "-", "--why", "art. 17", "-c", own, "--yes", stdin=f" {MAIL.upper()} \n")
        assert done.code == 0, done.err
        assert "crm.people: 1 record" in done.out
        assert MAIL not in done.said
        assert MAIL not in readable(own / ".regia").lower()
        rows = [json.loads(line) for line in run("show", "datasets", "-c", own, "-f", "json").out.splitlines()]
        assert [row["records"] for row in rows] == [2]
        tombstones = Store(own).latest().tombstones  # type: ignore[union-attr]
        assert [(each.dataset, each.records, each.why) for each in tombstones] == [("people", 1, "art. 17")]
        assert {run.failure for run in Records(own).latest().stages} == {""}

    @pytest.mark.usefixtures("few_stages")
    def test_what_is_unchanged_stays_without_the_person(self, own: Path) -> None:
        run("checkup", own)
        assert run("forget", MAIL, "--why", "art. 17", "-c", own, stdin="sì\n").code == 0
        assert run("checkup", own).code == 0
        assert MAIL not in readable(own / ".regia")
        sqlite(own.parent / "crm.sqlite", {"more": []})  # the file changed: the source still holds the person
        assert run("checkup", own).code == 0
        assert MAIL in readable(own / ".regia")

    @pytest.mark.usefixtures("few_stages")
    @pytest.mark.parametrize("step", ["Records.remove", "Store.replace", "Store.remove", "Records.commit"])
    def test_a_kill_in_between_is_finished_by_a_second_call(
        self, own: Path, step: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run("checkup", own)
        owner, name = step.split(".")

        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr({"Records": Records, "Store": Store}[owner], name, killed)
            assert run("forget", MAIL, "--why", "art. 17", "-c", own, "--yes").code in (1, 130)
        assert len(Store(own).ids()) == 1
        assert run("forget", MAIL, "--why", "art. 17", "-c", own, "--yes").code == 0
        assert MAIL not in readable(own / ".regia")
        assert run("checkup", own).code == 0
        assert MAIL not in readable(own / ".regia")

    @pytest.mark.usefixtures("few_stages")
    def test_a_damaged_snapshot_does_not_stop_it(self, own: Path, language: str) -> None:
        run("checkup", own)
        [name] = Store(own).ids()
        path = own / ".regia" / "snapshots" / f"{name}.json"
        path.write_text("{")
        done = run("forget", MAIL, "--why", "art. 17", "-c", own, "--yes", REGIA_LANGUAGE=language)
        assert done.code == 0, done.err
        assert {"it": "danneggiate", "en": "Damaged"}[language] in done.err
        assert name in done.err
        assert MAIL not in readable(own / ".regia")

    @pytest.mark.usefixtures("few_stages")
    def test_answers_are_cut_from_who_gave_them(self, own: Path, language: str) -> None:
        run("checkup", own)
        log = AnswerLog(own)
        log.record("it", MAIL, {"trust": 2})
        log.close()
        refused = run("forget", MAIL, "--only-answers", "--why", "art. 17", "-c", own, stdin="n\n")
        assert refused.code != 0
        assert log.knows(MAIL)
        done = run("forget", MAIL, "--only-answers", "--why", "art. 17", "-c", own, "--yes", REGIA_LANGUAGE=language)
        assert "CTO Radar" in done.out
        assert not log.knows(MAIL)
        assert MAIL in readable(own / ".regia")  # snapshots were not asked for
        assert run("forget", MAIL, "--only-answers", "--why", "art. 17", "-c", own).code == 0
        log.record("it", MAIL, {"trust": 3})
        assert run("forget", MAIL, "--why", "art. 17", "-c", own, "--yes").code == 0
        assert not log.knows(MAIL)
        assert MAIL not in readable(own / ".regia")

    @pytest.mark.usefixtures("few_stages")
    def test_nobody_found(self, own: Path) -> None:
        run("checkup", own)
        done = run("forget", "nobody@nowhere.it", "--why", "art. 17", "-c", own)
        assert (done.code, "Nessuna" in done.out) == (0, True)


def test_tables_are_explained(language: str) -> None:
    said = {"REGIA_LANGUAGE": language}
    listed = run("tables", **said)
    assert [name for name in tables() if name not in listed.out] == []
    for name in tables():
        assert run("tables", name, **said).code == 0
    facts = json.loads(run("tables", "--json").out)
    assert {each["table"] for each in facts} == set(tables())


def test_sources_tell_what_is_wrong_with_each(place: Path, language: str) -> None:
    done = run("sources", place)
    assert done.code == 3
    assert "missing.sqlite" in done.out
    found = json.loads(run("sources", place, "--json").out)
    assert {each["system"]: each["usable"] for each in found} == {"crm": True, "erp": True, "web": False}
    one = run("sources", place, "--only", "crm")
    assert (one.code, ("2 archivi, 2 leggibili" if language == "it" else "2 datasets, 2 readable") in one.out) == (
        0,
        True,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_made(shell: str) -> None:
    done = run(_REGIA_COMPLETE=f"source_{shell}")
    assert done.code == 0
    assert "_REGIA_COMPLETE" in done.out


def test_a_defect_is_told_as_ours_without_traceback_or_secret(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from regia.cli import checkup

    def broken(*_: object) -> None:
        raise RuntimeError("[/red] postgresql://u:s3gr3t0@h/d")

    monkeypatch.setattr(checkup, "run_checkup", broken)
    done = run("checkup", own)
    assert done.code == 70
    assert "REGIA_DEBUG" in done.err
    assert "[/red]" in done.err
    assert "s3gr3t0" not in done.said
    with pytest.raises(RuntimeError):
        run("checkup", own, REGIA_DEBUG="1")


def test_two_languages_at_once(place: Path, language: str) -> None:
    other = "en" if language == "it" else "it"
    said = run("snapshots", "list", "-c", place, REGIA_LANGUAGE=other).out
    assert ("taken" if other == "en" else "presa il") in said
