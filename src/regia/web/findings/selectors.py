"""What the pages of findings show."""

from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse

from regia.checkup.stages import tables
from regia.errors import Text
from regia.findings.tables import FINDINGS, RULES
from regia.model.table import Table
from regia.web.evidence.grid import Grid, GridColumn, GridFilter, GridPage
from regia.web.evidence.reader import Evidence, Row
from regia.web.evidence.where import Where, equal
from regia.web.frame.cell import Tag
from regia.web.frame.figures import Figure
from regia.web.frame.language import spoken
from regia.web.frame.pictures import Bar, bars
from regia.web.people.roles import Permission
from regia.web.severity import SEVERITY_TAGS
from regia.web.visit import Visit
from regia.wording import money, number

_MONEY_AND_SHARES = {"money": "money", "share": "percent", "probability": "percent", "date": "moment", "time": "moment"}
_NUMBERS = frozenset({"integer", "number", "hours", "days"})


@dataclass(frozen=True)
class Counts:
    """How many findings there are, and what they cost a year where that could be computed."""

    findings: int
    serious: int
    newest: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class FindingsPage:
    """All findings."""

    counts: Counts
    figures: tuple[Figure, ...]
    by_rule: list[Bar]
    failed: list[Row]
    grid: GridPage


@dataclass(frozen=True)
class FindingPage:
    """One finding: what it says, what each side does next, and the rows that prove it (None: not for this role)."""

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


def counts(evidence: Evidence) -> Counts:
    """Return how many findings there are; euro of findings that follow from another are not counted twice."""
    [row] = evidence.figures(
        "SELECT count(*) AS findings, count(*) FILTER (severity >= 3) AS serious, "
        "count(*) FILTER (first_seen = (SELECT max(first_seen) FROM {findings}) "
        "AND first_seen > (SELECT min(first_seen) FROM {findings})) AS newest, "
        "sum(eur_year_low) FILTER (cause IS NULL) AS low, sum(eur_year_high) FILTER (cause IS NULL) AS high "
        "FROM {findings}"
    )
    return Counts(**row)  # type: ignore[arg-type]


def findings_page(visit: Visit, asked: QueryDict) -> FindingsPage:
    """Return all findings."""
    evidence = visit.evidence
    found = counts(evidence)
    return FindingsPage(
        counts=found,
        figures=_figures(found),
        by_rule=_by_rule(evidence, found),
        failed=[
            {**row, "title": row[f"title_{spoken()}"]}
            for row in evidence.rows(RULES, Where("failure IS NOT NULL"), order=("rule",))
        ],
        grid=_grid(visit, priced=found.high is not None).read(evidence, asked),
    )


def finding_page(visit: Visit, asked: QueryDict, finding: str) -> FindingPage:
    """Return one finding.

    Raises:
        Http404: the newest check-up has no such finding.
    """
    evidence = visit.evidence
    row = evidence.one(FINDINGS, equal(finding=finding))
    if row is None:
        raise Http404
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
        grid=_proof(visit, asked, row) if visit.may(Permission.SEE_ROWS) else None,
        table=str(row["evidence_table"]),
    )


def euro(row: Row) -> str | None:
    """Return what a finding costs a year, as a range; None where it could not be computed."""
    low, high = row["eur_year_low"], row["eur_year_high"]
    if high is None:
        return None
    told = [money(float(str(each or 0)), spoken()) for each in (low, high)]
    return Text(f"da {told[0]} a {told[1]} l'anno", f"{told[0]} to {told[1]} a year").say(spoken())


def _grid(visit: Visit, *, priced: bool) -> Grid:
    return Grid(
        name="findings",
        title=Text("I rilievi", "The findings"),
        table=FINDINGS,
        columns=(
            GridColumn("severity", Text("Gravità", "Severity"), "tag", tags=SEVERITY_TAGS),
            GridColumn("text_*", Text("Rilievo", "Finding"), "sentence", link=lambda row: finding_url(visit, row)),
            GridColumn("system", Text("Sistema", "System")),
            GridColumn("records", Text("Righe", "Records"), "number"),
            *((GridColumn("eur_year_high", Text("Fino a, l'anno", "Up to, a year"), "money"),) if priced else ()),
            GridColumn("first_seen", Text("Visto dal", "Seen since"), "moment"),
        ),
        search=("text_*", "dataset", "field"),
        filters=(
            GridFilter("severity", Text("Gravità", "Severity"), {str(k): tag.word for k, tag in SEVERITY_TAGS.items()}),
            GridFilter("system", Text("Sistema", "System")),
            GridFilter("rule", Text("Regola", "Rule"), _rules(visit.evidence)),
        ),
        order=("position",),
        none=Text("Nessun rilievo.", "No finding."),
    )


def finding_url(visit: Visit, row: Row) -> str:
    """Return the page of a finding."""
    return reverse("finding", args=[visit.company.slug, row["finding"]])


def _rules(evidence: Evidence) -> dict[str, Text]:
    rows = evidence.rows(RULES)
    return {str(row["rule"]): Text(str(row["title_it"]), str(row["title_en"])) for row in rows}


def _figures(found: Counts) -> tuple[Figure, ...]:
    language = spoken()
    cost = "—" if found.high is None else f"{money(found.low or 0, language)} – {money(found.high, language)}"
    return (
        Figure(number(found.findings, language), Text("rilievi", "findings"), url="?"),
        Figure(number(found.serious, language), Text("importanti o critici", "major or critical"), url="?severity=3"),
        Figure(
            cost,
            Text("costo stimato l'anno", "estimated cost a year"),
            Text("nessun rilievo ha ancora un prezzo", "no finding has a price yet") if found.high is None else None,
            "?sort=-eur_year_high" if found.high is not None else None,
        ),
    )


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
