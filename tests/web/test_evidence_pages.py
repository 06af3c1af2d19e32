"""The map, the shared model, the correspondences with their questions, the comparison of two snapshots."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from regia.checkup.again import analyse_again
from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.findings.tables import FINDINGS
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Verdict, master_subject, subject_value, value_mark
from regia.match.tables import CORRESPONDENCES
from regia.model.progress import Silent
from regia.resolve.conflicts.tables import CONFLICTS
from regia.resolve.records import Holder, find_records
from regia.resolve.tables import ENTITY_RECORDS
from regia.web.people.audit import Event
from regia.web.people.models import AuditEntry, Company
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.tokens import token
from regia.workspace import load
from tests.checkup.made import add, company, sqlite
from tests.web.readers import BrowserOf, readers_of

CITIES = ("Bari", "Como", "Lecce", "Nuoro", "Pavia", "Roma", "Siena", "Terni")
ROWS = [(n, f"persona{n}@esempio.it", f"Persona {n}", CITIES[n % 8]) for n in range(60)]
MOVED = [(*row[:3], "Torino") for row in ROWS[47:50]]
FIELDS = "id INTEGER PRIMARY KEY, email TEXT, nome TEXT, citta TEXT"
MORE = """
[departments.marketing]
name = "Marketing"

[departments.administration]
name = "Amministrazione"

[systems.paghe]
name = "Paghe <b>& C.</b>"
department = "administration"
cost_eur_year = 12000
owner = "Rossi"

[[interfaces]]
from = "crm"
to = "shop"
mode = "batch"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose systems hold the same people, with two snapshots: a dataset came, and some records."""
    root = tmp_path_factory.mktemp("pages")
    crm = sqlite(root / "crm.sqlite", {"clienti": ROWS}, columns=FIELDS)
    shop = sqlite(root / "shop.sqlite", {"customers": [*ROWS[:47], *(MOVED)]}, columns=FIELDS)
    made = company(root / "Pagine Srl", {"crm": str(crm), "shop": str(shop)}, more=MORE)
    run_checkup(load(made), Options(), Silent())
    add(crm, "clienti", [(n, f"nuova{n}@esempio.it", "Nuova", "Roma") for n in range(100, 107)])
    sqlite(shop, {"sondaggi": [(1, "a@b.it", "x", "Bari")]}, columns=FIELDS)
    run_checkup(load(made), Options(), Silent())
    return made


@pytest.fixture
def shown(db: None, folder: Path) -> Company:
    """The company, known to the workspace; what earlier tests answered is forgotten."""
    (folder / "verdicts.jsonl").unlink(missing_ok=True)
    return register(folder)


@pytest.fixture
def browser_of(shown: Company) -> BrowserOf:
    return readers_of(shown)


def get(client: Client, shown: Company, name: str, /, *parts: str, **asked: str) -> str:
    answer = client.get(reverse(name, args=[shown.slug, *parts]), asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


class TestMap:
    def test_each_department_is_a_lane_in_the_declared_order(self, shown: Company, browser_of: BrowserOf) -> None:
        page = get(browser_of(Role.GUEST), shown, "map")
        assert re.findall(r'class="lane-name">([^<]*)<', page) == ["Vendite", "Amministrazione"]
        assert page.count('class="system ') == 3

    def test_what_a_system_is_called_is_never_markup(self, shown: Company, browser_of: BrowserOf) -> None:
        page = get(browser_of(Role.GUEST), shown, "map")
        assert "Paghe &lt;b&gt;" in page
        assert "<b>&" not in page

    @pytest.mark.parametrize(
        ("view", "sentence", "badge"),
        [
            ("cost", "I sistemi costano almeno 12.000 € l'anno: di 2 non si sa.", "12.000 €"),
            ("owner", "2 sistemi non hanno un responsabile.", "nessuno"),
            ("nonsense", "Nessun sistema ha rilievi importanti.", "non letto"),
        ],
    )
    def test_a_view_tells_its_figure(
        self, shown: Company, browser_of: BrowserOf, view: str, sentence: str, badge: str
    ) -> None:
        page = get(browser_of(Role.GUEST), shown, "map", view=view).replace("&#x27;", "'")
        assert sentence in page
        assert badge in page

    def test_a_chosen_system_tells_what_it_exchanges_and_what_it_shares(
        self, shown: Company, browser_of: BrowserOf
    ) -> None:
        page = get(browser_of(Role.GUEST), shown, "map", chosen="crm")
        told = page.split('id="chosen"')[1].split("</aside>")[0]
        assert "manda a" in told
        assert "a ore fisse" in told
        assert "campi in comune" in told
        assert len(re.findall(r"<use ", page.split('class="lines lit"')[1].split("</g>")[0])) == 1

    def test_its_table_is_downloaded_as_the_picture_tells_it(self, shown: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.BUSINESS)
        page = get(client, shown, "map", view="cost")
        assert 'href="?view=cost&amp;csv=map"' in page
        answer = client.get(reverse("map", args=[shown.slug]), {"view": "cost", "csv": "map"})
        head, *rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))  # type: ignore[attr-defined]
        assert len(rows) == 3
        assert {len(row) for row in rows} == {len(head)}
        assert any("Paghe <b>& C.</b>" in row and any("12.000" in cell for cell in row) for row in rows)
        assert AuditEntry.objects.filter(kind=Event.EXPORTED, detail="map").exists()
        assert browser_of(Role.GUEST).get(reverse("map", args=[shown.slug]), {"csv": "map"}).status_code == 403

    def test_a_system_that_is_not_there_is_not_chosen(self, shown: Company, browser_of: BrowserOf) -> None:
        assert 'id="chosen"' not in get(browser_of(Role.GUEST), shown, "map", chosen="nobody", open="~", page="9")


class TestSharedModel:
    def test_a_concept_tells_who_holds_which_attribute(self, shown: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.BUSINESS)
        cards = get(client, shown, "model")
        address = re.search(r"/model/([^\"]+)\"", cards)
        assert address is not None
        page = get(client, shown, "concept", address[1])
        held = page.split('id="who"')[1].split("</table>")[0]
        assert held.count(">email</a>") == 2

    def test_a_guest_sees_fields_without_their_pages(self, shown: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.GUEST)
        address = re.search(r"/model/([^\"]+)\"", get(client, shown, "model"))
        assert address is not None
        assert "/systems/crm/clienti/" not in get(client, shown, "concept", address[1])

    def test_an_attribute_kept_as_rows_leads_to_its_dataset(self, shown: Company, browser_of: BrowserOf) -> None:
        asked = reverse("field", args=[shown.slug, "crm", "clienti", "value[city]"])
        answer = browser_of(Role.BUSINESS).get(asked)
        assert answer.headers["Location"] == reverse("dataset", args=[shown.slug, "crm", "clienti"])

    def test_a_concept_that_is_not_there_is_not_found(self, shown: Company, browser_of: BrowserOf) -> None:
        answer = browser_of(Role.GUEST).get(reverse("concept", args=[shown.slug, "no"]))
        assert answer.status_code == 404


def _pair(page: str) -> str:
    found = re.search(r'name="pair" value="([^"]+)"', page)
    assert found is not None
    return found[1]


class TestQuestions:
    def _answer(self, client: Client, shown: Company, pair: str, say: str, **more: str) -> None:
        answer = client.post(reverse("answer", args=[shown.slug]), {"pair": pair, "say": say, **more})
        assert answer.status_code == 302

    def _asked(self, folder: Path) -> list[str]:
        return [each.subject for each in VerdictLog(folder, "Prova S.p.A.").standing(Kind.CORRESPONDENCE)]

    def test_an_answer_is_kept_as_the_command_line_keeps_it(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.BUSINESS)
        pair = _pair(get(client, shown, "questions"))
        self._answer(client, shown, pair, "different", why="due cose")
        [kept] = VerdictLog(folder, "Prova S.p.A.").all()
        assert (kept.subject, kept.verdict, kept.person, kept.why) == (
            pair,
            Decision.REJECTED,
            "business@esempio.it",
            "due cose",
        )
        assert kept.snapshot == Records(folder).latest().snapshot

    def test_the_next_question_is_another(self, shown: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.IT)
        first = _pair(get(client, shown, "questions"))
        self._answer(client, shown, first, "same")
        after = get(client, shown, "questions")
        assert f'value="{first}"' not in after

    def test_not_sure_writes_nothing_and_asks_another(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        first = _pair(get(client, shown, "questions"))
        self._answer(client, shown, first, "not_sure")
        assert self._asked(folder) == []
        assert _pair(get(client, shown, "questions")) != first

    def test_undo_takes_back_one_s_own_answer_and_asks_again(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        pair = _pair(get(client, shown, "questions"))
        self._answer(client, shown, pair, "same")
        answer = client.post(reverse("undo_answer", args=[shown.slug]))
        assert self._asked(folder) == []
        assert _pair(client.get(answer["Location"]).content.decode()) == pair

    def test_undo_restores_what_was_said_before(self, shown: Company, folder: Path, browser_of: BrowserOf) -> None:
        client, other = browser_of(Role.IT), browser_of(Role.BUSINESS)
        pair = _pair(get(client, shown, "questions"))
        self._answer(other, shown, pair, "same")
        self._answer(client, shown, pair, "different")
        client.post(reverse("undo_answer", args=[shown.slug]))
        [standing] = VerdictLog(folder, "Prova S.p.A.").standing(Kind.CORRESPONDENCE)
        assert (standing.subject, standing.verdict) == (pair, Decision.CONFIRMED)

    @pytest.mark.parametrize("pair", ["crm/clienti/email = shop/customers/no", "nonsense", "a/b/c = d/e/f = g/h/i"])
    def test_nothing_is_kept_of_a_pair_that_is_not_there(
        self, shown: Company, folder: Path, browser_of: BrowserOf, pair: str
    ) -> None:
        self._answer(browser_of(Role.IT), shown, pair, "same")
        assert self._asked(folder) == []

    def test_who_may_not_judge_is_neither_asked_nor_heard(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.EXECUTIVE)
        row = Records(folder).load(Records(folder).latest(), CORRESPONDENCES).slice(0, 1).to_pylist()[0]
        pair = " = ".join(
            "/".join(row[f"{side}_{part}"] for part in ("system", "dataset", "field")) for side in ("left", "right")
        )
        assert client.get(reverse("questions", args=[shown.slug])).status_code == 403
        for page in ("answer", "undo_answer", "apply_answers"):
            answer = client.post(reverse(page, args=[shown.slug]), {"pair": pair, "say": "same"})
            assert answer.status_code == 403
        assert self._asked(folder) == []

    def test_the_same_things_are_shown_in_both_fields_and_lead_to_their_pages(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        pair = "crm/clienti/email = shop/customers/email"
        page = get(browser_of(Role.BUSINESS), shown, "questions", pair=pair)
        together = page.split('id="together-head"')[1].split("</table>", maxsplit=1)[0]
        entities = set(re.findall(r"/entities/([^\"]+)\"", together))
        rows = Records(folder).load(Records(folder).latest(), ENTITY_RECORDS).to_pylist()
        systems = {each: {row["system"] for row in rows if row["entity"] == each} for each in entities}
        assert len(entities) == 5
        assert set(map(frozenset, systems.values())) == {frozenset({"crm", "shop"})}
        assert "p•" in together
        assert "persona" not in together

    def test_examples_are_masked(self, shown: Company, browser_of: BrowserOf) -> None:
        page = get(browser_of(Role.BUSINESS), shown, "questions", pair="crm/clienti/email = shop/customers/email")
        assert "persona" not in page
        assert "p•" in page


def test_answers_wait_until_they_are_applied(shown: Company, folder: Path, browser_of: BrowserOf) -> None:
    client = browser_of(Role.IT)
    assert "Applica le risposte" not in get(client, shown, "correspondences")
    pair = "crm/clienti/email = shop/customers/email"
    client.post(reverse("answer", args=[shown.slug]), {"pair": pair, "say": "same"})
    assert "Applica le risposte" in get(client, shown, "correspondences")
    analyse_again(load(folder), Silent())
    page = get(client, shown, "correspondences", origin="confirmed")
    assert "Applica le risposte" not in page
    assert "confermata" in page


class TestEntities:
    def _entity(self, folder: Path, email: str) -> str:
        place, record = ("crm", "clienti"), str(next(row[0] for row in ROWS if row[1] == email))
        rows = Records(folder).load(Records(folder).latest(), ENTITY_RECORDS).to_pylist()
        return next(row["entity"] for row in rows if (row["system"], row["dataset"], row["record"]) == (*place, record))

    def test_things_in_more_than_one_system_are_listed_masked(self, shown: Company, browser_of: BrowserOf) -> None:
        page = get(browser_of(Role.BUSINESS), shown, "entities")
        assert "50 stanno in più di un sistema" in page
        assert "Persona" not in page

    def test_one_thing_is_shown_in_every_system_masked(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        page = get(browser_of(Role.BUSINESS), shown, "entity", self._entity(folder, "persona3@esempio.it"))
        assert "Sta in 2 sistemi con 2 record" in page
        beside = page.split('id="all"')[1]
        assert ">CRM</a>" in beside
        assert ">SHOP</a>" in beside
        assert "p•" in beside
        assert "persona3" not in page

    def test_in_clear_it_is_read_as_it_is_and_that_is_logged(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        client.post(reverse("unmask", args=[shown.slug]), {"why": "verifica di un cliente"})
        page = get(client, shown, "entity", self._entity(folder, "persona3@esempio.it"))
        assert "persona3@esempio.it" in page
        assert AuditEntry.objects.filter(kind=Event.SEEN_IN_CLEAR, detail__contains="entities").exists()

    def test_what_is_not_there_is_not_found(self, shown: Company, browser_of: BrowserOf) -> None:
        assert browser_of(Role.IT).get(reverse("entity", args=[shown.slug, "no"])).status_code == 404


def test_some_records_are_found_by_their_ids(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"k": ["1", "1", "2'", "3.1"], "n": ["a", "b", "c", "d"]}), path)
    holder = Holder("thing", "s", "d", 1.0, 4, path, ("k",), {"name": "n"}, ("k", "n"))
    found = find_records(holder, ["1.2", "2'", "3.1", "9"])

    assert {row["record"]: row["name"] for row in found} == {"1.2": "b", "2'": "c", "3.1": "d"}


def test_a_search_finds_a_concept_in_either_language(shown: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.GUEST)
    for query in ("cliente", "customer"):
        assert re.search(r'href="[^"]+/model/customer"', get(client, shown, "search", q=query))


class TestConflicts:
    def _made(self, folder: Path) -> list[dict[str, object]]:
        return Records(folder).load(Records(folder).latest(), CONFLICTS).to_pylist()

    def test_a_value_stands_beside_the_one_held_to_be_right(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        against = [row for row in self._made(folder) if row["kind"] not in ("missing", "format")]
        assert against, "the two systems write one city in two ways on purpose"
        page = get(browser_of(Role.BUSINESS), shown, "conflicts")
        assert f"{len(against)} valor" in page
        assert "Ritenuto giusto" in page
        assert "Torino" not in page

    def test_the_map_counts_them_by_system(self, shown: Company, folder: Path, browser_of: BrowserOf) -> None:
        against = [row["system"] for row in self._made(folder) if row["kind"] not in ("missing", "format")]
        page = get(browser_of(Role.GUEST), shown, "map", view="conflicts")
        for system in set(against):
            assert f"{against.count(system)} diversi" in page


class TestSayingWhatIsRight:
    def _card(self, page: str) -> str:
        return page.split('class="cards conflicts"')[1].split("</li>", maxsplit=1)[0]

    def _say(self, client: Client, shown: Company, page: str, /, **given: str) -> None:
        assert client.post(reverse(page, args=[shown.slug]), given).status_code == 302

    def _one(self, folder: Path) -> Verdict:
        [kept] = VerdictLog(folder, "Prova S.p.A.").all()
        return kept

    def test_a_value_is_confirmed_as_the_terminal_does(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.BUSINESS)
        card = self._card(get(client, shown, "conflicts"))
        confirmed = re.search(r'name="value" value="([^"]+)"', card)
        assert confirmed is not None
        self._say(client, shown, "value_say", value=confirmed[1], say="right", why="sentito al telefono")
        kept = self._one(folder)
        assert (kept.kind, token(kept.subject), kept.verdict) == (Kind.VALUE, confirmed[1], Decision.CONFIRMED)
        record, attribute = subject_value(kept.subject)
        city = {str(row[0]): row[3] for row in (ROWS if record[0] == "crm" else [*ROWS[:47], *MOVED])}[record[2]]
        assert kept.of == value_mark(record, attribute, city)
        page = get(client, shown, "conflicts")
        assert "business@esempio.it: giusto in" in self._card(page)
        assert "sentito al telefono" in page
        assert "Applica 1 risposta" in page
        self._say(client, shown, "value_say", value=confirmed[1], say="undo")
        assert VerdictLog(folder, "").standing(Kind.VALUE) == []

    def test_another_value_can_be_the_right_one_and_counts_once_applied(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        card = self._card(get(client, shown, "conflicts"))
        other = re.search(r'type="radio" name="value" value="([^"]+)"', card)
        assert other is not None
        self._say(client, shown, "value_say", value=other[1], say="right")
        analyse_again(load(folder), Silent())
        (system, _, record), _ = subject_value(self._one(folder).subject)
        made = Records(folder).load(Records(folder).latest(), CONFLICTS).to_pylist()
        assert [row for row in made if row["reason"] == "person"], "the other record now contradicts what a person said"
        assert not [
            row for row in made if (row["system"], row["record"]) == (system, record) and row["kind"] == "stale"
        ]

    def test_a_golden_value_is_masked_by_the_field_it_comes_from(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        page = get(browser_of(Role.BUSINESS), shown, "conflicts")
        assert not any(city in page.split('id="grid-conflicts"')[0] for city in (*CITIES, "Torino"))

    def test_a_master_is_confirmed_rejected_or_another_one(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        client = browser_of(Role.IT)
        page = get(client, shown, "conflicts").split('id="masters"')[1]
        concept = re.search(r'name="concept" value="([^"]+)"', page)[1]  # type: ignore[index]
        other = re.search(r'type="radio" name="system" value="([^"]+)"', page)[1]  # type: ignore[index]
        self._say(client, shown, "master_say", concept=concept, system=other, say="right")
        assert self._one(folder).subject == master_subject(concept, "*", other)
        analyse_again(load(folder), Silent())
        page = get(client, shown, "conflicts").split('id="masters"')[1]
        assert "deciso" in page
        assert "Annulla la scelta" in page

    @pytest.mark.parametrize(
        ("page", "given"),
        [
            ("value_say", {"value": "crm/clienti/no = city", "say": "right"}),
            ("value_say", {"value": "nonsense", "say": "right"}),
            ("value_say", {"value": "crm/clienti/1 = city", "say": "perhaps"}),
            ("master_say", {"concept": "no", "system": "crm", "say": "right"}),
            ("master_say", {"concept": "customer", "system": "no", "say": "right"}),
        ],
    )
    def test_nothing_is_kept_of_what_is_not_there(
        self, shown: Company, folder: Path, browser_of: BrowserOf, page: str, given: dict[str, str]
    ) -> None:
        self._say(browser_of(Role.IT), shown, page, **given)
        assert VerdictLog(folder, "").all() == []

    def test_who_may_not_judge_sees_the_cards_without_buttons(self, shown: Company, browser_of: BrowserOf) -> None:
        card = self._card(get(browser_of(Role.EXECUTIVE), shown, "conflicts"))
        assert "<button" not in card


class TestComparison:
    def test_it_tells_what_came_and_what_grew(self, shown: Company, browser_of: BrowserOf) -> None:
        page = get(browser_of(Role.GUEST), shown, "comparison")
        assert "shop.sondaggi: archivio nuovo" in page
        assert "crm.clienti: da 60 a 67 record" in page
        assert "+8" not in page  # the seven records of a dataset that was there; a new dataset is not growth
        assert "+7" in page

    def test_it_tells_what_the_analyses_found_and_did_not_find(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        records = Records(folder)
        last = {each.snapshot: each for each in records.all()}
        before, after = (
            {row["finding"] for row in records.load(last[name], FINDINGS).to_pylist()} for name in sorted(last)
        )
        page = get(browser_of(Role.BUSINESS), shown, "comparison")
        told = page.split('aria-labelledby="findings"')[1].split("</section>", maxsplit=1)[0]
        assert all(f"/findings/{finding}" in told for finding in after - before)
        assert f"+{len(after - before)} −{len(before - after)}" in page
        assert 'id="conflicts"' in page
        assert 'id="pairs"' in page
        assert 'id="files"' in page
        assert 'id="conflicts"' not in get(browser_of(Role.GUEST), shown, "comparison")

    def test_the_older_one_comes_first_whichever_way_round(
        self, shown: Company, folder: Path, browser_of: BrowserOf
    ) -> None:
        old, new = sorted({each.snapshot for each in Records(folder).all()})
        page = get(browser_of(Role.GUEST), shown, "comparison", **{"from": new, "to": old})
        assert "archivio nuovo" in page
