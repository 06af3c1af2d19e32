"""Lists that managers keep: projects under way, requests to IT, objectives, budgets, contracts."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta

from regia.demo.company_file import contract_end
from regia.demo.evidence.story import Story

_PROJECTS = (
    ("Nuovo portale clienti", "customer_care", 85_000),
    ("Migrazione in cloud del gestionale", "administration", 140_000),
    ("Anagrafica clienti unica", "sales", 60_000), ("Cruscotti di direzione", "administration", 32_000),
    ("Fatturazione elettronica estera", "administration", 18_000), ("App per la rete vendita", "sales", 48_000),
    ("Tracciamento spedizioni", "operations", 27_000), ("Automazione marketing", "marketing", 39_000),
)  # fmt: skip
_REQUESTS = ("Estrazione clienti", "Correggere anagrafica", "Nuovo report", "Accesso utente", "Errore di stampa",
             "Allineare i prezzi", "Campo nuovo a video", "Importare elenco fiera")  # fmt: skip
_OBJECTIVES = (
    ("Ridurre il tempo dall'ordine alla consegna", "giorni medi di consegna", "-20%"),
    ("Un solo indirizzo per cliente", "clienti con indirizzi discordi", "< 2%"),
    ("Rispondere ai contatti entro un giorno", "contatti richiamati entro 8 ore", "> 90%"),
    ("Meno errori di fatturazione", "note di credito su fatture", "< 1%"),
    ("Crescere online", "quota di ordini dal web", "+30%"),
)  # fmt: skip


def write_papers(story: Story) -> None:
    """Write the lists as CSV, as people keep them."""
    _write(story, "projects.csv", _projects(story))
    _write(story, "it_requests.csv", _requests(story))
    _write(story, "objectives.csv", _objectives(story))
    _write(story, "budgets.csv", _budgets(story))
    _write(story, "contracts.csv", _contracts(story))


def _write(story: Story, name: str, rows: Iterable[tuple[object, ...]]) -> None:
    with story.file(f"papers/{name}").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def _projects(story: Story) -> Iterable[tuple[object, ...]]:
    draw = story.draw
    yield ("project", "name", "department", "systems", "started", "due", "budget_eur", "spent_eur", "status",
           "priority_changes", "requirements_complete")  # fmt: skip
    names = [system.system for system in story.systems]
    for number, (name, wanted, budget) in enumerate(draw.sample(_PROJECTS, 6), 1):
        department = wanted if wanted in story.departments else draw.pick(story.departments)
        started = story.until - timedelta(days=draw.randrange(30, 500))
        spent = int(budget * draw.uniform(0.1, 1.25))
        yield (f"PRJ{number:02}", name, department, " ".join(draw.sample(names, 2)), started,
               started + timedelta(days=draw.randrange(120, 420)), budget, spent,
               draw.choice(("in corso", "in corso", "sospeso", "da avviare")), draw.count(1.4),
               draw.choice(("sì", "no", "in parte")))  # fmt: skip


def _requests(story: Story) -> Iterable[tuple[object, ...]]:
    draw = story.draw
    yield ("request", "opened", "closed", "department", "system", "text", "priority", "priority_at_closing")
    for number in range(1, 181):
        opened = story.until - timedelta(days=draw.randrange(540))
        closed: date | str = opened + timedelta(days=int(draw.around(9, 1.0)))
        priority = draw.choice(("alta", "media", "media", "bassa"))
        still_open = isinstance(closed, date) and closed > story.until
        yield (f"IT{number:05}", opened, "" if still_open else closed, draw.pick(story.departments),
               draw.pick(story.systems).system, draw.pick(_REQUESTS), priority,
               draw.choice((priority, priority, "alta")))  # fmt: skip


def _objectives(story: Story) -> Iterable[tuple[object, ...]]:
    yield ("objective", "name", "kpi", "target", "due", "owner", "source")
    for number, (name, kpi, target) in enumerate(_OBJECTIVES, 1):
        due = date(story.until.year + 1, 12, 31)
        yield (f"OB{number}", name, kpi, target, due, story.draw.pick(story.departments), "piano industriale")


def _budgets(story: Story) -> Iterable[tuple[object, ...]]:
    yield ("year", "department", "item", "system", "eur")
    for year in (story.until.year - 1, story.until.year):
        for system in story.systems:
            planned = int((system.cost_eur_year or 0) * story.draw.uniform(0.9, 1.2))
            yield (year, system.department, "licenze e canoni", system.system, planned)
        yield (year, "it", "consulenze", "", story.draw.randrange(20, 60) * 1000)


def _contracts(story: Story) -> Iterable[tuple[object, ...]]:
    yield ("system", "vendor", "ends", "eur_year", "renews_by_itself", "notice_days")
    for system in story.systems:
        if system.contract_months is not None:
            yield (system.system, system.vendor or "", contract_end(system, story.until), system.cost_eur_year,
                   story.draw.choice(("sì", "no")), story.draw.choice((30, 60, 90)))  # fmt: skip
