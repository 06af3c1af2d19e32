"""A finding is given, accepted, called false, said fixed in the workspace: kept as the terminal keeps it, by role."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.findings.tables import FINDINGS
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, finding_subject
from regia.model.progress import Silent
from regia.web.people.audit import Event
from regia.web.people.models import AuditEntry, Company, Membership, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.workspace import load
from tests.checkup.made import add, company, sqlite
from tests.cli.running import run

BrowserOf = Callable[[Role], Client]
Row = dict[str, object]

# A field is empty in a dataset and in its old copy: what is wrong in the copy follows from its being one.
ROWS = [(n, f"persona{n}@esempio.it", "Roma", None) for n in range(60)]
FIELDS = "id INTEGER PRIMARY KEY, email TEXT, citta TEXT, vuoto TEXT"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with an empty dataset, a forgotten copy, and a system that nobody owns; checked up."""
    root = tmp_path_factory.mktemp("following")
    tables = {"clienti": ROWS, "clienti_old_2019": ROWS, "resi": []}
    crm = sqlite(root / "crm.sqlite", tables, columns=FIELDS)
    made = company(root / "Seguito", {"crm": str(crm)})
    run_checkup(load(made), Options(), Silent())
    return made


@pytest.fixture
def shown(db: None, folder: Path) -> Company:
    """The company, known to the workspace; what earlier tests said is forgotten."""
    (folder / "verdicts.jsonl").unlink(missing_ok=True)
    return register(folder)


@pytest.fixture
def browser_of(shown: Company) -> BrowserOf:
    """Gives the browser of a person with a role, who reads Italian."""

    def open_(role: Role) -> Client:
        person, _ = Person.objects.get_or_create(email=f"{role.value}@esempio.it", name=role.value, language="it")
        Membership.objects.get_or_create(company=shown, person=person, role=role.value)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return open_


def found(folder: Path, rule: str = "empty_dataset") -> Row:
    records = Records(folder)
    rows: list[Row] = records.load(records.latest(), FINDINGS).to_pylist()
    return next(row for row in rows if row["rule"] == rule)


def get(client: Client, shown: Company, name: str, /, *parts: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=[shown.slug, *parts]), asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode().replace("&#x27;", "'")


def say(client: Client, shown: Company, row: Row, decision: str, **given: str) -> int:
    url = reverse("finding_say", args=[shown.slug, row["finding"], decision])
    return client.post(url, given).status_code


def in_days(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days)).isoformat()


def listed(page: str) -> str:
    return page.split('id="grid-findings"')[1].split("</table>", maxsplit=1)[0]


def test_what_is_said_here_the_terminal_tells_and_the_other_way_round(
    shown: Company, folder: Path, browser_of: BrowserOf
) -> None:
    client, row = browser_of(Role.BUSINESS), found(folder)
    assert say(client, shown, row, "accepted", until=in_days(40), why="si chiude a giugno") == 302
    told = json.loads(run("findings", row["finding"], "-c", folder, "--json").out)
    assert (told["state"], told["due"], told["said_by"]) == ("accepted", in_days(40), "business@esempio.it")
    [kept] = VerdictLog(folder, "").all()
    assert (kept.kind, kept.subject, kept.verdict) == (
        Kind.FINDING,
        finding_subject("empty_dataset", str(row["subject"])),
        Decision.ACCEPTED,
    )
    assert kept.snapshot == Records(folder).latest().snapshot
    assert run("findings", row["finding"], "-c", folder, "--false", "--why", "è vuoto apposta").code == 0
    page = get(client, shown, "finding", row["finding"])
    assert "è vuoto apposta" in page
    assert "si chiude a giugno" in page
    assert "non è un problema" in page


def test_who_said_it_is_in_the_audit_log(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    row = found(folder)
    say(browser_of(Role.IT), shown, row, "fixed")
    [entry] = AuditEntry.objects.filter(kind=Event.FINDING_SAID)
    assert (entry.email, entry.company) == ("it@esempio.it", shown)
    assert str(row["finding"]) in entry.detail
    assert "che cosa si fa di un rilievo" in get(browser_of(Role.ADMINISTRATOR), shown, "audit")


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        (("accepted", {"why": "così", "until": ""}), "Manca il giorno"),
        (("accepted", {"why": "così", "until": "2001-01-01"}), "è già passato"),
        (("accepted", {"why": "", "until": "2999-01-01"}), "Manca il perché."),
        (("false", {"why": " "}), "Manca il perché."),
        (("assigned", {"to": "stranger@esempio.it", "why": "così"}), "stranger@esempio.it"),
        (("assigned", {"to": "guest@esempio.it"}), "guest@esempio.it"),
    ],
)
def test_a_form_that_is_not_understood_says_why_and_keeps_nothing(
    shown: Company, folder: Path, browser_of: BrowserOf, said: tuple[str, dict[str, str]], mistake: str
) -> None:
    browser_of(Role.GUEST)
    decision, given = said
    row, client = found(folder), browser_of(Role.IT)
    url = reverse("finding_say", args=[shown.slug, row["finding"], decision])
    answer = client.post(url, given)
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 200
    assert mistake in page
    assert re.search(r"<details open>", page)
    assert given.get("why", "") in page
    assert VerdictLog(folder, "").all() == []


def test_there_is_nothing_else_to_say(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    row = found(folder)
    assert say(browser_of(Role.IT), shown, row, "confirmed") == 404
    assert say(browser_of(Role.IT), shown, {"finding": "none"}, "fixed") == 404


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.GUEST])
def test_who_may_not_judge_sees_where_it_stands_and_no_form(
    shown: Company, folder: Path, browser_of: BrowserOf, role: Role
) -> None:
    row = found(folder)
    say(browser_of(Role.IT), shown, row, "assigned", to="it@esempio.it")
    page = get(browser_of(role), shown, "finding", row["finding"])
    assert "affidato a it" in page
    assert "<details>" not in page
    assert say(browser_of(role), shown, row, "fixed") == 403


def test_today_tells_what_waits_for_me(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    row, mine, other = found(folder), browser_of(Role.BUSINESS), browser_of(Role.IT)
    assert "affidato a te" not in get(mine, shown, "today")
    say(other, shown, row, "assigned", to="business@esempio.it", until=in_days(3))
    page = get(mine, shown, "today")
    assert "1 rilievo affidato a te" in page
    assert "1 rilievo tuo scade entro due settimane" in page
    assert "affidato a te" not in get(other, shown, "today")
    say(other, shown, row, "assigned", to="business@esempio.it", until=in_days(30))
    assert "scade entro" not in get(mine, shown, "today")


def test_what_came_back_says_so_and_what_is_gone_is_closed(
    shown: Company, folder: Path, browser_of: BrowserOf, tmp_path: Path
) -> None:
    crm = sqlite(tmp_path / "crm.sqlite", {"clienti": ROWS, "resi": []}, columns=FIELDS)
    own = company(tmp_path / "Tornati", {"crm": str(crm)})
    run_checkup(load(own), Options(), Silent())
    place = register(own)
    client = browser_of(Role.IT)
    Membership.objects.create(company=place, person=Person.objects.get(email="it@esempio.it"), role="it")
    row = found(own)
    say(client, place, row, "assigned", to="it@esempio.it")
    say(client, place, row, "fixed", why="svuotato")
    run_checkup(load(own), Options(), Silent())
    assert "1 rilievo tuo è tornato" in get(client, place, "today")
    assert "tornato: si trova ancora" in get(client, place, "finding", row["finding"])
    assert str(row["finding"]) in listed(get(client, place, "findings", state="returned"))
    say(client, place, row, "fixed")
    add(crm, "resi", [(1, "a@b.it", "Bari", None)])
    run_checkup(load(own), Options(), Silent())
    page = get(client, place, "findings")
    assert str(row["finding"]) not in listed(page)
    assert str(row["text_it"]).replace("'", "'") in page.split('id="verified"')[1]
    assert "risolto e verificato" in get(client, place, "finding", row["finding"])
    assert "affidato a te" not in get(client, place, "today")


class TestListing:
    def test_filters_by_state_and_by_person(self, shown: Company, folder: Path, browser_of: BrowserOf) -> None:
        client, row, other = browser_of(Role.IT), found(folder), found(folder, "unowned_system")
        say(client, shown, row, "assigned", to="it@esempio.it")
        say(client, shown, other, "false", why="è di tutti")
        mine = listed(get(client, shown, "findings", assigned_to="it@esempio.it"))
        assert str(row["finding"]) in mine
        assert str(other["finding"]) not in mine
        wrong = listed(get(client, shown, "findings", state="false"))
        assert str(other["finding"]) in wrong
        assert str(row["finding"]) not in wrong

    def test_what_is_settled_comes_last_and_is_not_counted(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        row = min(Records(folder).load(Records(folder).latest(), FINDINGS).to_pylist(), key=lambda row: row["position"])
        before = get(client, shown, "findings")
        say(client, shown, row, "false", why="così")
        after = get(client, shown, "findings")
        assert re.findall(r"/findings/(\w{12})", listed(before))[0] == row["finding"]
        assert re.findall(r"/findings/(\w{12})", listed(after))[-1] == row["finding"]
        counted = [int(re.search(r"Ci sono (\d+) riliev", page)[1]) for page in (before, after)]  # type: ignore[index]
        assert counted[0] - counted[1] == 1

    def test_what_follows_from_another_stands_under_it(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        rows = Records(folder).load(Records(folder).latest(), FINDINGS).to_pylist()
        under = [row for row in rows if row["cause"]]
        assert under, "what is wrong in the copy follows from its being one"
        cause = under[0]["cause"]
        listing = listed(get(client, shown, "findings"))
        assert cause in listing
        assert not any(row["finding"] in listing for row in under)
        assert f"/findings/{cause}#followers" in listing
        folded = get(client, shown, "finding", cause).split('id="grid-followers"')[1]
        assert all(row["finding"] in folded for row in under if row["cause"] == cause)
        apart = listed(get(client, shown, "findings", rule=under[0]["rule"]))
        assert under[0]["finding"] in apart, "its cause is not in the list: it stands for itself"
        tree = json.loads(run("findings", "-c", folder, "--json").out)
        [top] = [each for each in tree if each["finding"] == cause]
        assert {each["finding"] for each in top["followers"]} == {
            row["finding"] for row in under if row["cause"] == cause
        }

    def test_csv_has_them_all_with_where_they_stand(self, shown: Company, folder: Path, browser_of: BrowserOf) -> None:
        client, row = browser_of(Role.IT), found(folder)
        say(client, shown, row, "assigned", to="it@esempio.it")
        answer = client.get(reverse("findings", args=[shown.slug]), {"csv": "findings"})
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))  # type: ignore[attr-defined]
        assert len(rows) == Records(folder).load(Records(folder).latest(), FINDINGS).num_rows
        assert {each["assigned_to"] for each in rows if each["finding"] == row["finding"]} == {"it@esempio.it"}
