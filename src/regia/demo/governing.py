"""How a made-up company is led: how well each matter stands in truth, who decides what, what it wants to reach.

What the simulation itself does decides where it can: hand-typed copies, duplicates, changes that never travel, systems
without an owner, a slow team. The rest is drawn, with two weak areas.
"""

from dataclasses import dataclass

from regia.demo.draw import Draw
from regia.demo.industry import Plan
from regia.demo.options import DemoOptions
from regia.demo.spec import SystemSpec
from regia.demo.truth import Truth

#: What people are asked, by area: the names that answers and truth share with who reads them.
ASKED: dict[str, tuple[str, ...]] = {
    "communication": ("business_understood", "technology_understood", "clear_requests", "shared_words"),
    "value": ("value_measured", "service_speed", "costs_known", "goals_measured"),
    "governance": ("priorities_hold", "who_decides", "one_budget", "suppliers_led"),
    "partnership": ("vision_shared", "plan_together", "trust", "sponsor"),
    "architecture": ("data_once", "systems_connected", "map_known", "change_ready"),
    "skills": ("right_skills", "knowledge_spread", "tools_mastered", "room_to_try"),
}
_MATTERS = ("vision", "roadmap", "architecture", "stack", "data", "integration", "suppliers", "delivery", "kpi",
            "security", "operations", "budget", "people")  # fmt: skip
_ROLES = ("Amministratore delegato", "Responsabile IT", "Direttore operativo", "Direttore commerciale", "CFO")
_GOALS = (
    ("consegne", "Consegnare più in fretta", "Giorni dall'ordine alla consegna", "18", "12", "Direttore operativo"),
    ("anagrafica", "Un solo indirizzo per cliente", "Clienti con indirizzi discordi", "9 %", "2 %", "Responsabile IT"),
    ("risposte", "Rispondere in giornata", "Contatti richiamati in giornata", "55 %", "90 %", "Direttore commerciale"),
    ("online", "Crescere online", "Quota di ordini dal web", "12 %", "20 %", "Direttore commerciale"),
)  # fmt: skip


_PROJECTS = (
    ("anagrafica_unica", "Anagrafica clienti unica", "anagrafica", 60_000, "Responsabile IT"),
    ("negozio_nuovo", "Nuovo negozio online", "online", 85_000, "Direttore commerciale"),
    ("spedizioni", "Tracciamento spedizioni", "consegne", 27_000, "Direttore operativo"),
    ("intranet", "Nuova intranet", None, 35_000, "CFO"),
    ("cruscotti", "Cruscotti di direzione", None, 32_000, "Amministratore delegato"),
)  # fmt: skip


@dataclass(frozen=True)
class Governing:
    """The truth about leading: the level of each item, 1 to 5, how much better IT sees each area than the business
    does, and what regia.toml says of direction.
    """

    levels: dict[str, float]
    optimism: dict[str, float]
    lines: tuple[str, ...]
    serves: dict[str, str]

    def area(self, area: str) -> float:
        """Return the mean level of an area."""
        return sum(self.levels[item] for item in ASKED[area]) / len(ASKED[area])

    @property
    def worst(self) -> list[str]:
        """The two areas that stand lowest."""
        return sorted(ASKED, key=self.area)[:2]


def governing(options: DemoOptions, plan: Plan, truth: Truth) -> Governing:
    """Return how a company is led, and write the truth of it down."""
    draw = Draw(options.industry, options.seed, "governing")
    levels = _levels(draw, plan)
    optimism = {area: draw.gauss(0.4, 0.35) for area in ASKED}
    projects, helped = _projects(Draw(options.industry, options.seed, "projects"), plan, truth)
    goals, serves = _goals(draw, plan, levels, truth, helped)
    lines = (*_direction(), *goals, *projects, *_deciders(draw, plan, levels, truth), *_costs())
    made = Governing(levels, optimism, lines, serves)
    _write(made, truth)
    return made


def _levels(draw: Draw, plan: Plan) -> dict[str, float]:
    weak = set(draw.sample([area for area in ASKED if area != "architecture"], 2))
    facts = _facts(plan)
    levels = {}
    for area, names in ASKED.items():
        drawn = draw.uniform(1.4, 1.9) if area in weak else draw.uniform(3.0, 3.8)
        for name in names:
            level = drawn + draw.uniform(-0.3, 0.3)
            share = 1.0 if area == "architecture" else 0.4
            levels[name] = _scaled(share * facts[name] + (1 - share) * level if name in facts else level)
    return levels


def _facts(plan: Plan) -> dict[str, float]:
    """Return the level of what the simulation itself decides."""
    copies, systems = plan.copies, plan.systems
    by_hand = _share([copy.mode == "manual" for copy in copies])
    stale = _share([not copy.updates for copy in copies])
    unwritten = _share([copy.declared != "declared" for copy in copies])
    unowned = _share([system.owner is None for system in systems])
    return {
        "systems_connected": 5 - 6 * by_hand,
        "data_once": 4.8 - 45 * plan.duplicates,
        "shared_words": 4.6 - 4 * stale,
        "map_known": 4.8 - 2.5 * unowned - 2 * unwritten,
        "service_speed": 2.0 if plan.bottleneck else 4.0,
        "costs_known": 5 - 4 * _share([system.cost_eur_year is None for system in systems]),
        "suppliers_led": 5 - 4 * _share([system.contract_months is None or not system.owner for system in systems]),
    }


def _share(marks: list[bool]) -> float:
    return sum(marks) / len(marks) if marks else 0.0


def _scaled(level: float) -> float:
    return min(max(level, 1.0), 5.0)


def _direction() -> list[str]:
    return [
        "",
        "[direction]",
        'vision = "Un solo quadro di clienti, prodotti e ordini per tutti i reparti, senza ricopiare nulla."',
        'principles = ["Ogni dato nasce una volta", "Prima comprare, poi costruire", "Nulla senza responsabile"]',
    ]


def _projects(draw: Draw, plan: Plan, truth: Truth) -> tuple[list[str], set[str]]:
    """Return what regia.toml says of projects, and the objectives that they serve."""
    lines: list[str] = []
    chosen = draw.sample(list(_PROJECTS), 3)
    names = [system.system for system in plan.systems if not system.dead]
    for name, says, serves, budget, owner in chosen:
        touched = ", ".join(f'"{each}"' for each in draw.sample(names, min(2, len(names))))
        lines += ["", f"[projects.{name}]", f'name = "{says}"', f"systems = [{touched}]"]
        lines += [f'owner = "{owner}"', f"budget_eur = {budget}"]
        if serves:
            lines.append(f'serves = ["{serves}"]')
        else:
            truth.plant("project_without_objective", "", subject=name)
    return lines, {serves for _, _, serves, _, _ in chosen if serves}


def _goals(
    draw: Draw, plan: Plan, levels: dict[str, float], truth: Truth, helped: set[str]
) -> tuple[list[str], dict[str, str]]:
    lines: list[str] = []
    vague = (5 - levels["goals_measured"]) / 8
    names = [goal[0] for goal in _GOALS]
    serves = {system.system: draw.pick(names) for system in plan.systems if not system.dead and draw.chance(0.75)}
    for name, says, kpi, baseline, target, owner in _GOALS:
        lines += ["", f"[objectives.{name}]", f'name = "{says}"', f'baseline = "{baseline}"']
        if draw.chance(vague):
            truth.plant("objective_without_kpi", "", subject=name)
        else:
            lines += [f'kpi = "{kpi}"', f'target = "{target}"']
        if draw.chance(vague):
            truth.plant("objective_without_owner", "", subject=name)
        else:
            lines.append(f'owner = "{owner}"')
        if name not in serves.values() and name not in helped:
            truth.plant("objective_unserved", "", subject=name)
    for system in plan.systems:
        if serves and system.system not in serves:
            truth.plant("system_without_objective", system.system, subject=system.system)
    return lines, serves


def _deciders(draw: Draw, plan: Plan, levels: dict[str, float], truth: Truth) -> list[str]:
    lines: list[str] = []
    unclear = (5 - levels["who_decides"]) / 8
    vendors = [system.vendor for system in plan.systems if system.vendor]
    for matter in _MATTERS:
        role = draw.pick(_ROLES)
        accountable, found = [role], ""
        if draw.chance(unclear):
            found = draw.pick(("nobody", "nobody", "supplier", "several"))
            accountable = {
                "nobody": [],
                "supplier": [draw.pick(vendors)],
                "several": [role, draw.pick([each for each in _ROLES if each != role])],
            }[found]
            truth.plant(f"decided_by_{found}", "", subject=matter)
        listed = ", ".join(f'"{each}"' for each in accountable)
        lines += ["", f"[responsibilities.{matter}]", f"accountable = [{listed}]", 'responsible = ["Responsabile IT"]']
    return lines


def _costs() -> list[str]:
    costs = (("fractional_cto", 30_000, 60_000), ("interim", 90_000, 150_000), ("full_time_cto", 110_000, 170_000))
    return [
        line
        for option, low, high in costs
        for line in ("", f"[guidance.{option}]", f"cost_eur_year_low = {low}", f"cost_eur_year_high = {high}")
    ]


def _write(made: Governing, truth: Truth) -> None:
    for area, names in ASKED.items():
        for side, sign in (("it", 0.5), ("business", -0.5)):
            score = _scaled(made.area(area) + sign * made.optimism[area])
            truth.add("radar", area, side, score, area in made.worst)
        for name in names:
            truth.add("radar_items", name, area, made.levels[name])


def served(system: SystemSpec, made: Governing) -> list[str]:
    """Return what regia.toml says of the objective that a system serves."""
    objective = made.serves.get(system.system)
    return [f'serves = ["{objective}"]'] if objective else []
