"""What the pages of findings show."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from regia.checkup.followed import last_seen, said_of
from regia.checkup.record import Records
from regia.checkup.stages import tables
from regia.errors import Text
from regia.findings.follow_up import NOT_FOLLOWED, FollowUp, State
from regia.findings.tables import FINDINGS, RULES
from regia.model.table import Table
from regia.web.evidence.followed import FOLLOWED, standing, with_followers
from regia.web.evidence.grid import Grid, GridColumn, GridFilter, GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.findings.following import Said, forms_for, members, told
from regia.web.findings.forms import SayForm
from regia.web.findings.states import STATE_TAGS
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Bar, bars
from regia.web.people.roles import Permission
from regia.web.severity import SEVERITY_TAGS
from regia.web.visit import Visit
from regia.wording import money, number

_MONEY_AND_SHARES = {"money": "money", "share": "percent", "probability": "percent", "date": "moment", "time": "moment"}
_MOST_VERIFIED = 20
_NUMBERS = frozenset({"integer", "number", "hours", "days"})


@dataclass(frozen=True)
class Counts:
    """How many findings ask for something, and what they cost a year where that could be computed.

    `settled` are those on which nothing more is to be done: accepted, or no problem.
    """

    findings: int
    serious: int
    critical: int
    newest: int
    settled: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Closed:
    """A finding that is no longer found, as it was told last."""

    says: str
    tag: Tag
    url: str
    since: datetime | None


@dataclass(frozen=True)
class FindingsPage:
    """All findings."""

    counts: Counts
    figures: tuple[Figure, ...]
    by_rule: list[Bar]
    failed: list[Row]
    grid: GridPage
    verified: tuple[Closed, ...]


@dataclass(frozen=True)
class FindingPage:
    """One finding: what it says, where it stands, what each side does next, and the rows that prove it.

    There is no `grid` where this role sees no rows, or where it is no longer found.
    """

    finding: Row
    says: str
    tag: Tag
    money: str | None
    it_does: str
    business_does: str
    title: str
    places: tuple[tuple[str, str], ...]
    cause: Row | None
    grid: GridPage | None
    table: str
    standing: FollowUp
    state: Tag
    is_found: bool
    assigned_to: str
    history: tuple[Said, ...]
    followers: GridPage | None
    forms: tuple[SayForm, ...]


def counts(evidence: Evidence) -> Counts:
    """Return how many findings there are; euro of findings that follow from another are not counted twice."""
    [row] = evidence.figures(
        "SELECT count(*) FILTER (NOT settled) AS findings, count(*) FILTER (severity >= 3 AND NOT settled) AS serious, "
        "count(*) FILTER (severity >= 4 AND NOT settled) AS critical, count(*) FILTER (settled) AS settled, "
        "count(*) FILTER (first_seen = (SELECT max(first_seen) FROM {findings}) "
        "AND first_seen > (SELECT min(first_seen) FROM {findings})) AS newest, "
        "sum(eur_year_low) FILTER (cause IS NULL AND NOT settled) AS low, "
        "sum(eur_year_high) FILTER (cause IS NULL AND NOT settled) AS high "
        "FROM {findings}"
    )
    return Counts(**row)  # type: ignore[arg-type]


def findings_page(visit: Visit, asked: QueryDict) -> FindingsPage:
    """Return all findings."""
    evidence = with_followers(visit.evidence)
    found = counts(evidence)
    return FindingsPage(
        counts=found,
        figures=_figures(visit, found),
        by_rule=_by_rule(evidence, found),
        failed=[
            {**row, "title": row[f"title_{spoken()}"]}
            for row in evidence.rows(RULES, Where("failure IS NOT NULL"), order=("rule",))
        ],
        grid=_grid(visit, priced=found.high is not None).read(evidence, asked),
        verified=_verified(visit),
    )


def finding_row(visit: Visit, finding: str) -> tuple[Row, bool]:
    """Return a finding, and whether the newest check-up has it: else as the last one that had it told it.

    Raises:
        Http404: no check-up that is kept has such a finding.
    """
    row = visit.evidence.one(FINDINGS, equal(finding=finding))
    if row is not None:
        return row, True
    known = standing(visit.evidence, visit.today)
    gone = last_seen(Records(visit.company.path), finding) if finding in known else None
    if gone is None:
        raise Http404
    return gone[1], False


def finding_page(visit: Visit, asked: QueryDict, finding: str, refused: SayForm | None = None) -> FindingPage:
    """Return one finding; `refused` is a form about it that was not understood.

    Raises:
        Http404: no check-up that is kept has such a finding.
    """
    evidence = visit.evidence
    row, is_found = finding_row(visit, finding)
    known = standing(evidence, visit.today).get(finding, NOT_FOLLOWED)
    people = members(visit)
    rule = evidence.one(RULES, equal(rule=row["rule"])) or {}
    language = spoken()
    return FindingPage(
        finding=row,
        says=str(row[f"text_{language}"]),
        tag=SEVERITY_TAGS[row["severity"]],
        money=euro(row),
        it_does=str(rule.get(f"it_does_{language}") or ""),
        business_does=str(rule.get(f"business_does_{language}") or ""),
        title=str(rule.get(f"title_{language}") or row["rule"]),
        places=tuple(_places(visit, row)),
        cause=_cause(evidence, row),
        grid=_proof(visit, asked, row) if is_found and visit.may(Permission.SEE_ROWS) else None,
        table=str(row["evidence_table"]),
        standing=known,
        state=STATE_TAGS[known.state.value],
        is_found=is_found,
        assigned_to=people.get(known.assigned_to.casefold(), known.assigned_to),
        history=tuple(told(each, people) for each in said_of(visit.company.path, finding)),
        followers=_followers(visit, asked, finding) if is_found else None,
        forms=forms_for(visit, known, refused) if visit.may(Permission.JUDGE) else (),
    )


def _verified(visit: Visit) -> tuple[Closed, ...]:
    """Return the findings that were said to be fixed and are, the last ones first."""
    known = standing(visit.evidence, visit.today)
    done = [finding for finding, each in known.items() if each.state == State.VERIFIED]
    done.sort(key=lambda finding: str(known[finding].since), reverse=True)
    records, found = Records(visit.company.path), []
    for finding in done[:_MOST_VERIFIED]:
        if gone := last_seen(records, finding):
            row, tag = gone[1], STATE_TAGS[State.VERIFIED.value]
            found.append(Closed(str(row[f"text_{spoken()}"]), tag, finding_url(visit, row), known[finding].since))
    return tuple(found)


def _followers(visit: Visit, asked: QueryDict, finding: str) -> GridPage | None:
    """Return the findings that follow from one; None where none does."""
    evidence = with_followers(visit.evidence)
    where = equal(cause=finding)
    if not evidence.count(FOLLOWED, where):
        return None
    grid = Grid(
        name="followers",
        title=Text("I rilievi che ne discendono", "The findings that follow from it"),
        table=FOLLOWED,
        columns=_columns(visit)[:4],
        order=("settled", "position"),
        prefix="f-",
    )
    return grid.read(evidence, asked, where)


def euro(row: Row) -> str | None:
    """Return what a finding costs a year, as a range; None where it could not be computed."""
    low, high = row["eur_year_low"], row["eur_year_high"]
    if high is None:
        return None
    told = [money(float(str(each or 0)), spoken()) for each in (low, high)]
    return Text(f"da {told[0]} a {told[1]} l'anno", f"{told[0]} to {told[1]} a year").say(spoken())


def _columns(visit: Visit) -> tuple[GridColumn, ...]:
    people = {email: Text(name, name) for email, name in members(visit).items()}
    return (
        GridColumn("severity", Text("Gravità", "Severity"), "tag", tags=SEVERITY_TAGS),
        GridColumn("text_*", Text("Rilievo", "Finding"), "sentence", link=lambda row: finding_url(visit, row)),
        GridColumn("state", Text("Stato", "State"), "tag", tags=STATE_TAGS),
        GridColumn("assigned_to", Text("Affidato a", "Assigned to"), words=people),
    )


def _grid(visit: Visit, *, priced: bool) -> Grid:
    people = {email: Text(name, name) for email, name in members(visit).items()}
    mine = visit.person.email
    people[mine] = Text(f"me ({visit.person})", f"me ({visit.person})")
    return Grid(
        name="findings",
        title=Text("I rilievi", "The findings"),
        table=FOLLOWED,
        columns=(
            *_columns(visit),
            GridColumn("due", Text("Fino al", "Until"), "moment"),
            GridColumn("system", Text("Sistema", "System")),
            GridColumn("records", Text("Righe", "Records"), "number"),
            GridColumn(
                "followers",
                Text("Ne discendono", "Follow from it"),
                "number",
                link=lambda row: f"{finding_url(visit, row)}#followers" if row["followers"] else None,
            ),
            *((GridColumn("eur_year_high", Text("Fino a, l'anno", "Up to, a year"), "money"),) if priced else ()),
        ),
        search=("text_*", "dataset", "field"),
        filters=(
            GridFilter("state", Text("Stato", "State"), {str(key): tag.word for key, tag in STATE_TAGS.items()}),
            GridFilter("assigned_to", Text("Affidato a", "Assigned to"), people),
            GridFilter("severity", Text("Gravità", "Severity"), {str(k): tag.word for k, tag in SEVERITY_TAGS.items()}),
            GridFilter("system", Text("Sistema", "System")),
            GridFilter("rule", Text("Regola", "Rule"), _rules(visit.evidence)),
        ),
        order=("settled", "position"),
        none=Text("Nessun rilievo.", "No finding."),
        fold="cause",
    )


def finding_url(visit: Visit, row: Row) -> str:
    """Return the page of a finding."""
    return reverse("finding", args=[visit.company.slug, row["finding"]])


def _rules(evidence: Evidence) -> dict[str, Text]:
    rows = evidence.rows(RULES)
    return {str(row["rule"]): Text(str(row["title_it"]), str(row["title_en"])) for row in rows}


def _figures(visit: Visit, found: Counts) -> tuple[Figure, ...]:
    language = spoken()
    mine, returned = Where("assigned_to = ? AND NOT settled", (visit.person.email,)), equal(state=State.RETURNED.value)
    cost = "—" if found.high is None else f"{money(found.low or 0, language)} – {money(found.high, language)}"
    return (
        Figure(
            number(found.findings, language),
            Text("rilievi da affrontare", "findings to face"),
            _ASIDE.fill(settled=found.settled, returned=visit.evidence.count(FOLLOWED, returned)),
            "?",
        ),
        Figure(number(found.serious, language), Text("importanti o critici", "major or critical"), url="?severity=3"),
        Figure(
            number(visit.evidence.count(FOLLOWED, mine), language),
            Text("affidati a te", "assigned to you"),
            url="?" + urlencode({"assigned_to": visit.person.email}),
        ),
        Figure(
            cost,
            Text("costo stimato l'anno", "estimated cost a year"),
            Text("nessun rilievo ha ancora un prezzo", "no finding has a price yet") if found.high is None else None,
            "?sort=-eur_year_high" if found.high is not None else None,
        ),
    )


_ASIDE = Text("{returned} tornati, {settled} già decisi", "{returned} came back, {settled} settled")


def _by_rule(evidence: Evidence, found: Counts) -> list[Bar]:
    rows = evidence.figures(
        f"SELECT title_{spoken()} AS title, hits FROM {{rules}} WHERE hits > 0 ORDER BY hits DESC, rule LIMIT 10"  # noqa: S608 a language
    )
    return bars([(str(row["title"]), int(str(row["hits"])) / max(found.findings, 1)) for row in rows])


def _places(visit: Visit, row: Row) -> list[tuple[str, str]]:
    """Return the pages of the system, dataset and field that a finding names."""
    names, places = [], []
    for page in ("system", "dataset", "field"):
        if not row[page]:
            break
        names.append(str(row[page]))
        if page != "field" or visit.may(Permission.SEE_ROWS):
            places.append((names[-1], reverse(page, args=[visit.company.slug, *names])))
    return places


def _cause(evidence: Evidence, row: Row) -> Row | None:
    cause = evidence.one(FINDINGS, equal(finding=row["cause"])) if row["cause"] else None
    return None if cause is None else {**cause, "says": cause[f"text_{spoken()}"]}


def _proof(visit: Visit, asked: QueryDict, row: Row) -> GridPage | None:
    """Return the rows that a finding was found in, by the filter that its rule wrote."""
    table = tables().get(str(row["evidence_table"]))
    if table is None or not visit.evidence.has(table):
        return None
    return _plain(table).read(visit.evidence, asked, Where(f"({row['evidence_filter']})"))


def _plain(table: Table) -> Grid:
    """Return a grid of all columns of a table but those of the other language."""
    other = "_en" if spoken() == "it" else "_it"
    names = {column.name for column in table.columns}
    twins = {name for name in names if name.endswith(other) and name.removesuffix(other) + f"_{spoken()}" in names}
    return Grid(
        name="proof",
        title=Text("Le righe che lo provano", "The rows that prove it"),
        table=table,
        columns=tuple(
            GridColumn(column.name, Text(column.name, column.name), _form(column.type))  # type: ignore[arg-type]
            for column in table.columns
            if column.name not in twins
        ),
        order=table.key,
        page_rows=25,
    )


def _form(kind: str) -> str:
    return "number" if kind in _NUMBERS else _MONEY_AND_SHARES.get(kind, "code" if kind == "text" else "text")
