import os
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from regia.errors.company import CompanyFileMissing, CompanyFileUnreadable, CompanyFileWrong, CompanyFolderMissing
from regia.workspace import load
from regia.workspace.company import (
    Assumptions,
    Capability,
    Company,
    Department,
    Direction,
    GuidanceCost,
    Limits,
    Objective,
    Project,
    Responsibility,
    Source,
    System,
    WorkingTime,
)
from regia.workspace.reading import NOT_UTF8, parse

WHOLE = """\
[company]
name = "Società Acme"
language = "en"
made_up = true
keep_snapshots = 3
keep_days = 90

[capabilities]
campaigns = "Campagne"

[departments.marketing]
name = "Marketing"
capabilities = ["campaigns"]

[systems.crm]
name = "CRM"
department = "marketing"
kind = "crm"
vendor = "Acme Software"
owner = "Anna Rossi"
cost_eur_year = 12_000.50
contract_end = 2026-12-31
criticality = "Alta"
users = 25
serves = ["growth"]
source = "postgresql://reader@db/crm"
password = "env:CRM"
source_kind = "postgresql"
include = ["sales_*"]
exclude = ["log_*"]
read_views = true
limits = { statement_seconds = 10, minutes = 20, rows_per_dataset = 30, rows = 40, gigabytes = 1.5 }
[systems.crm.options]
sslmode = "require"
port = 3
fast = true

[direction]
vision = '''
One customer.

One truth.'''
principles = ["Typed once"]

[objectives.growth]
name = "Sell more"
kpi = "New customers a month"
baseline = "40"
target = "60"
due = 2027-06-30
owner = "Head of sales"

[projects.portal]
name = "Customer portal"
serves = ["growth"]
systems = ["crm"]
owner = "Head of sales"
due = 2027-03-31
budget_eur = 60_000.50

[responsibilities.vision]
accountable = "Managing director"
responsible = ["IT manager", "Acme", "Acme"]
consulted = "Heads"
[responsibilities.data]
accountable = []

[guidance.interim]
cost_eur_year_low = 90000
cost_eur_year_high = 120000

[working_time]
weekdays = ["Lunedì", "sat", "tue"]
opens = 08:30:00
closes = "17.30"
timezone = "Europe/London"
holidays = "none"
closures = [2026-12-24, [2026-08-10, 2026-08-21]]

[assumptions]
hour_cost_eur = 40
minutes_per_conflict = 0
confirmed = true
"""


def test_everything_is_read(folder):
    place = folder(WHOLE)
    assert load(place) == Company(
        folder=place,
        name="Società Acme",
        language="en",
        made_up=True,
        keep_snapshots=3,
        keep_days=90,
        capabilities=(Capability("campaigns", "Campagne"),),
        departments=(Department("marketing", "Marketing", ("campaigns",)),),
        systems=(
            System(
                "crm",
                "CRM",
                department="marketing",
                kind="crm",
                vendor="Acme Software",
                owner="Anna Rossi",
                cost_eur_year=Decimal("12000.50"),
                contract_end=date(2026, 12, 31),
                criticality="high",
                users=25,
                serves=("growth",),
                source=Source(
                    "crm",
                    "postgresql://reader@db/crm",
                    kind="postgresql",
                    password="env:CRM",
                    include=("sales_*",),
                    exclude=("log_*",),
                    read_views=True,
                    limits=Limits(10, 20, 30, 40, 1.5),
                    options={"sslmode": "require", "port": "3", "fast": "true"},
                    folder=place,
                ),
            ),
        ),
        direction=Direction("One customer.\n\nOne truth.", ("Typed once",)),
        objectives=(
            Objective("growth", "Sell more", "New customers a month", "40", "60", date(2027, 6, 30), "Head of sales"),
        ),
        projects=(
            Project(
                "portal",
                "Customer portal",
                ("growth",),
                ("crm",),
                "Head of sales",
                date(2027, 3, 31),
                Decimal("60000.50"),
            ),
        ),
        responsibilities=(
            Responsibility("vision", ("Managing director",), ("IT manager", "Acme"), ("Heads",)),
            Responsibility("data"),
        ),
        guidance=(GuidanceCost("interim", Decimal(90_000), Decimal(120_000)),),
        working_time=WorkingTime(
            (0, 1, 5),
            time(8, 30),
            time(17, 30),
            "Europe/London",
            None,
            ((date(2026, 12, 24), date(2026, 12, 24)), (date(2026, 8, 10), date(2026, 8, 21))),
        ),
        assumptions=Assumptions(hour_cost_eur=Decimal(40), minutes_per_conflict=Decimal(0), confirmed=True),
    )


def test_a_name_is_enough(folder):
    place = folder('company.name = "Acme"')
    assert load(place) == Company(place, "Acme")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_file_lacks_a_name(folder, text):
    with pytest.raises(CompanyFileWrong) as caught:
        load(folder(text))
    assert [(mistake.line, mistake.key) for mistake in caught.value.mistakes] == [(1, "company.name")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_is_read_as_editors_save_it(folder, encoding, line_end):
    company = load(folder(WHOLE.replace("\n", line_end).encode(encoding)))
    assert company.name == "Società Acme"
    assert company.remarks == ((NOT_UTF8,) if encoding == "cp1252" else ())


def test_lines_are_counted_in_a_windows_file(folder):
    with pytest.raises(CompanyFileWrong, match="line 3"):
        load(folder('[company]\r\nname = "A"\r\nlanguage = "xx"\r\n'))


def test_bytes_that_are_no_text_are_told(folder):
    with pytest.raises(CompanyFileUnreadable):
        load(folder(b'[company]\nname = "\x81\x8d"'))


def test_a_folder_without_a_file_tells_of_init(tmp_path):
    with pytest.raises(CompanyFileMissing) as caught:
        load(tmp_path)
    assert f"regia init {tmp_path}" in caught.value.advice("it")
    with pytest.raises(CompanyFolderMissing):
        load(tmp_path / "nowhere")
    (tmp_path / "regia.toml").mkdir()
    with pytest.raises(CompanyFileUnreadable):
        load(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(folder):
    place = folder(WHOLE)
    (place / "regia.toml").chmod(0)
    with pytest.raises(CompanyFileUnreadable):
        load(place)


MANY = """\
[company]
nmae = "Acme"
language = "fr"
keep_days = 0

[departements.marketing]
name = "Marketing"

[systems.crm]
department = "marketing"
cost_eur_year = 12.345
contract_end = 31/12/2026
criticality = "hihg"
owner = "a
users = -1
"""


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(mistakes):
    assert [(mistake.line, mistake.key, mistake.nearest) for mistake in mistakes(MANY)] == [
        (2, "company.nmae", "name"),
        (3, "company.language", None),
        (4, "company.keep_days", None),
        (6, "departements", "departments"),
        (11, "systems.crm.cost_eur_year", None),
        (12, "contract_end", None),
        (13, "systems.crm.criticality", "high"),
        (14, "owner", None),
        (15, "systems.crm.users", None),
    ]


def test_a_mistake_is_told_in_both_languages(folder):
    with pytest.raises(CompanyFileWrong) as caught:
        load(folder('[company]\nname = "A"\n[systems.a]\ndepartement = "x"\n'))
    path = folder('[company]\nname = "A"') / "regia.toml"
    assert caught.value.what("it") == (
        f"Errori in {path}: 1.\n  riga 4: systems.a.departement: chiave sconosciuta; volevi dire «department»?"
    )
    assert caught.value.what("en").endswith("unknown key; did you mean 'department'?")


HEAD = '[company]\nname = "A"\n'


@pytest.mark.parametrize(
    ("text", "line", "key", "nearest"),
    [
        ('[systems.a]\nreparto = "x"', 4, "systems.a.reparto", "department"),
        ('[sistemi.a]\nname = "x"', 3, "sistemi", "systems"),
        ('[system.a]\nname = "x"', 3, "system", "systems"),
        ("xyzzy = 1", 3, "company.xyzzy", None),
        ('[departments.sales]\n[systems.a]\ndepartment = "sale"', 5, "systems.a.department", "sales"),
        ('[systems.a]\ndepartment = "sales"', 4, "systems.a.department", None),
        ("[systems.crm]\n[systems.CRM]", 4, "systems.CRM", None),
        ("[departments.a]\n[departments.A]", 4, "departments.A", None),
        ('[systems."a.b"]', 3, "systems.a.b", "a-b"),
        ('[systems."società"]', 3, "systems.società", "societa"),
        ('[systems."../x"]', 3, "systems.../x", "x"),
        ('[systems.""]', 3, "systems.", None),
        (f"[systems.{'a' * 64}]", 3, f"systems.{'a' * 64}", "a" * 63),
        ("[systems]\na = 1", 4, "systems.a", None),
        ("[[systems]]\na = 1", 3, "systems", None),
        ("[systems.a]\ncost_eur_year = -1", 4, "systems.a.cost_eur_year", None),
        ("[systems.a]\ncost_eur_year = 12.345", 4, "systems.a.cost_eur_year", None),
        ("[systems.a]\ncost_eur_year = nan", 4, "systems.a.cost_eur_year", None),
        ("[systems.a]\ncost_eur_year = inf", 4, "systems.a.cost_eur_year", None),
        ('[systems.a]\ncost_eur_year = "1200"', 4, "systems.a.cost_eur_year", None),
        ("[systems.a]\ncost_eur_year = true", 4, "systems.a.cost_eur_year", None),
        ('[systems.a]\ncontract_end = "31/12/2026"', 4, "systems.a.contract_end", None),
        ("[systems.a]\ncontract_end = 2026-12-31T10:00:00", 4, "systems.a.contract_end", None),
        ("[systems.a]\nusers = 2.5", 4, "systems.a.users", None),
        ("[systems.a]\nusers = true", 4, "systems.a.users", None),
        ("[systems.a]\nowner = 3", 4, "systems.a.owner", None),
        ('[systems.a]\nowner = "  "', 4, "systems.a.owner", None),
        ('[systems.a]\nowner = """a\nb"""', 4, "systems.a.owner", None),
        ('[systems.a]\nowner = "\\u001b[31m"', 4, "systems.a.owner", None),
        ('[systems.a]\ncriticality = "altissima"', 4, "systems.a.criticality", "alta"),
        ('[systems.a]\nsource = "x"\ninclude = "y"', 5, "systems.a.include", None),
        ('[systems.a]\nsource = "x"\ninclude = [\n"y",\n3]', 7, "systems.a.include.1", None),
        ('[systems.a]\nsource = "x"\nread_views = "yes"', 5, "systems.a.read_views", None),
        ('[systems.a]\nsource = "x"\n[systems.a.limits]\nminute = 3', 6, "systems.a.limits.minute", "minutes"),
        ('[systems.a]\nsource = "x"\n[systems.a.limits]\nrows = 0', 6, "systems.a.limits.rows", None),
        ('[systems.a]\nsource = "x"\n[systems.a.limits]\ngigabytes = 0', 6, "systems.a.limits.gigabytes", None),
        ('[systems.a]\nsource = "x"\noptions = { tls = [1] }', 5, "systems.a.options.tls", None),
        ('[systems.a]\npassword = "env:X"', 4, "systems.a.password", None),
        ('[systems.a]\nexclude = ["x"]', 4, "systems.a.exclude", None),
        ('[working_time]\nweekdays = ["lun", "marte"]', 4, "working_time.weekdays.1", "martedì"),
        ('[working_time]\nopens = "25:00"', 4, "working_time.opens", None),
        ("[working_time]\nopens = 9", 4, "working_time.opens", None),
        ('[working_time]\ncloses = "08:00"', 4, "working_time.closes", None),
        ('[working_time]\nopens = "19:00"', 4, "working_time.opens", None),
        ('[working_time]\ntimezone = "Europe/Roma"', 4, "working_time.timezone", "Europe/Rome"),
        ('[working_time]\nholidays = "Italia"', 4, "working_time.holidays", "IT"),
        ("[working_time]\nclosures = [[2026-08-21, 2026-08-10]]", 4, "working_time.closures.0", None),
        ("[working_time]\nclosures = [2026-01-01,\n2026-01-01T10:00:00]", 5, "working_time.closures.1", None),
        ("[working_time]\nclosures = 2026-01-01", 4, "working_time.closures", None),
        ("[assumptions]\nhour_cost = 3", 4, "assumptions.hour_cost", "hour_cost_eur"),
        ("[assumptions]\nhour_cost_eur = -3", 4, "assumptions.hour_cost_eur", None),
        ('[capabilities]\na = "A"\n[departments.d]\ncapabilities = ["b"]', 6, "departments.d.capabilities.0", None),
        ('[capabilities]\n"a b" = "A"', 4, "capabilities.a b", "a-b"),
        ("working_time = 3", 3, "company.working_time", None),
        ('[objectives.growth]\n[systems.a]\nserves = ["growht"]', 5, "systems.a.serves.0", "growth"),
        ('[objectives.growth]\n[projects.a]\nserves = ["growht"]', 5, "projects.a.serves.0", "growth"),
        ('[systems.crm]\n[projects.a]\nsystems = ["crmm"]', 5, "projects.a.systems.0", "crm"),
        ('[objectives.growth]\nowners = "x"', 4, "objectives.growth.owners", "owner"),
        ('[objectives.growth]\ndue = "2027"', 4, "objectives.growth.due", None),
        ('[direction]\nvision = "  "', 4, "direction.vision", None),
        ('[direction]\nvision = "a\\u001bb"', 4, "direction.vision", None),
        ('[direction]\nprinciples = "x"', 4, "direction.principles", None),
        ("[responsibilities.architettura]", 3, "responsibilities.architettura", "architecture"),
        ('[responsibilities.data]\naccountabel = "x"', 4, "responsibilities.data.accountabel", "accountable"),
        ("[responsibilities.data]\naccountable = 3", 4, "responsibilities.data.accountable", None),
        ("[guidance.cto]\n", 3, "guidance.cto", None),
        ("[guidance.interim]\ncost_eur_year_low = 2", 3, "guidance.interim.cost_eur_year_high", None),
        (
            "[guidance.interim]\ncost_eur_year_low = 2\ncost_eur_year_high = 1",
            5,
            "guidance.interim.cost_eur_year_high",
            None,
        ),
    ],
)
def test_a_mistake_names_line_key_and_nearest_word(mistakes, text, line, key, nearest):
    [mistake] = mistakes(HEAD + text)
    assert (mistake.line, mistake.key, mistake.nearest) == (line, key, nearest)


@pytest.mark.parametrize(
    "text",
    [
        'source = "postgresql://u:hunter2@db/x"',
        'source = "postgresql://db/x?password=hunter2"',
        'source = "Server=db;Password=hunter2"',
        'source = "x"\npassword = "hunter2"',
        'source = "x"\npasword = "hunter2"',
        'source = "x"\npassword = hunter2',
        'source = "x"\npassword = "hunter2',
        'source = "x"\npassword = ["hunter2"]',
        'source = "x"\n[systems.a.options]\npassword = "hunter2"',
        'source = "x"\n[systems.a.options]\nsslpassword = "hunter2"',
        'source = "x"\nlimits = "hunter2"',
        'criticality = "hunter2"',
        'department = "hunter2"',
    ],
)
def test_a_password_in_clear_is_refused_and_never_repeated(mistakes, text):
    found = mistakes(f"{HEAD}[systems.a]\n{text}\n")
    assert found
    for mistake in found:
        assert "hunter2" not in repr(mistake) + mistake.tell("it") + mistake.tell("en")


def test_a_list_of_capabilities_names_them(mistakes):
    text = 'capabilities = ["Vendere", "Comprare"]\n[company]\nname = "A"\n[departments.a]\ncapabilities = ["Vendere"]'
    assert parse(text, Path()).capabilities == (Capability("Vendere", "Vendere"), Capability("Comprare", "Comprare"))
    [mistake] = mistakes(text.replace('["Vendere"]', '["Venedre"]'))
    assert mistake.nearest == "Vendere"


def test_capabilities_that_only_departments_name_are_known():
    text = HEAD + '[departments.a]\ncapabilities = ["x"]\n[departments.b]\ncapabilities = ["y", "x"]'
    assert [capability.capability for capability in parse(text, Path()).capabilities] == ["x", "y"]


def test_declared_correspondences_are_read_and_their_mistakes_told():
    systems = "[systems.crm]\n[systems.erp]\n"
    good = '[[correspondences]]\nleft = "crm.a.b"\nright = "erp.x.v1.y"\nsame = false\nnote = "z"\n'
    read = parse(HEAD + systems + good, Path()).correspondences
    assert [(each.left, each.right, each.same, each.note) for each in read] == [("crm.a.b", "erp.x.v1.y", False, "z")]
    bad = "".join(
        f'[[correspondences]]\nleft = "crm.a.b"\nright = "{right}"\n' for right in ("erp.y", "erq.x.y", "crm.c.d")
    )
    with pytest.raises(CompanyFileWrong) as caught:
        parse(HEAD + systems + bad, Path("x"))
    assert [(each.key, each.nearest) for each in caught.value.mistakes] == [
        ("correspondences.0.right", None),
        ("correspondences.1.right", "erp"),
        ("correspondences.2.right", None),
    ]


def test_every_mistake_about_interfaces_is_told_at_its_line():
    text = """[company]
name = "Acme"
[systems.crm]
[systems.shop]
[[interfaces]]
from = "crm"
to = "shopp"
[[interfaces]]
from = "crm"
to = "crm"
[[interfaces]]
from = "shop"
to = "crm"
mode = "nightly"
"""
    with pytest.raises(CompanyFileWrong) as caught:
        parse(text, Path("x"))
    assert [(each.line, each.key, each.nearest) for each in caught.value.mistakes] == [
        (7, "interfaces.0.to", "shop"),
        (10, "interfaces.1.to", None),
        (14, "interfaces.2.mode", None),
    ]
