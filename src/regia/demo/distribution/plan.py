"""What varies from one wholesaler to the next: drawn once from the seed, then fixed and readable."""

from dataclasses import dataclass, replace

from regia.demo.cell import Bottleneck, TeamPlan
from regia.demo.copies import CopyPlan, Mode, declared_or_not
from regia.demo.distribution import desks, erp, fronts, warehouse
from regia.demo.draw import Draw
from regia.demo.mistakes import Care
from regia.demo.options import DemoOptions
from regia.demo.spec import SystemSpec
from regia.demo.traps import Homes, shift_clock

TRAPS = ("overwritten_status", "truncated_history", "future_dates", "created_is_updated", "bulk_import")
HOMES = Homes(
    loads=(
        ("sfa", "t_customer", "created_at"), ("portal", "kunden", "angelegt_am"), ("service", "persons", "created_on"),
        ("erp", "KNA1", "ERDAT"),
    ),
    clocks=(("service", "cases", "first_action_on"), ("service", "cases", "closed_on")),
    changes=(("portal", "bestellungen", "geaendert_am"), ("sfa", "t_customer", "synced_at")),
    logs=(("erp", "CDHDR"), ("portal", "anmeldungen"), ("loyalty", "mailings")),
)  # fmt: skip
TEAMS = (
    TeamPlan("offers", "sales", 3, 0.6, 900),
    TeamPlan("order_desk", "sales", 3, 0.62, 1300),
    TeamPlan("credit", "administration", 2, 0.58, 1950),
    TeamPlan("picking", "logistics", 8, 0.66, 1900),
    TeamPlan("packing", "logistics", 4, 0.6, 1900),
    TeamPlan("desk", "customer_care", 3, 0.6, 420),
    TeamPlan("typists", "administration", 3, 0.3, 2500),
)
WAITS = {
    "offers": ("offer_requested", "offer_sent"),
    "order_desk": ("offer_accepted", "order_entered"),
    "credit": ("order_entered", "credit_released"),
    "picking": ("job_received", "order_picked"),
    "packing": ("order_picked", "order_packed"),
    "desk": ("case_opened", "case_answered"),
}
SEASON = (0.95, 1.0, 1.04, 1.03, 1.06, 1.06, 1.0, 0.55, 1.08, 1.1, 1.08, 0.9)
STRONG_SEASON = (0.7, 0.8, 1.0, 1.15, 1.35, 1.4, 1.2, 0.5, 1.1, 1.1, 0.95, 0.75)


@dataclass(frozen=True)
class Plan:
    """One wholesaler."""

    systems: tuple[SystemSpec, ...]
    customer_lead: str
    copies: tuple[CopyPlan, ...]
    dead_copies: tuple[tuple[str, str, str], ...]
    teams: tuple[TeamPlan, ...]
    bottleneck: Bottleneck | None
    traps: frozenset[str]
    care: tuple[tuple[str, Care], ...]
    season: tuple[float, ...]
    duplicates: float
    tells: float
    routes: tuple[tuple[str, float], ...]

    def has(self, system: str) -> bool:
        """Return whether the company has a system."""
        return any(spec.system == system for spec in self.systems)

    def careful(self, system: str) -> Care:
        """Return how carefully people work in a system."""
        return dict(self.care)[system]


def plan(options: DemoOptions) -> Plan:
    """Return the plan of a seed; variants change only what they are about."""
    draw = Draw("distribution", options.seed, "plan")
    drawn = frozenset(draw.sample(TRAPS, 3))
    systems = _systems(draw, options, drawn)
    clock = Draw("distribution", options.seed, "clock")
    if clock.chance(0.4) and options.mistakes and any(spec.system == "service" for spec in systems):
        drawn |= {"time_zone_shift"}
        systems = shift_clock(systems, HOMES.clocks, clock)
    names = [spec.system for spec in systems]
    lead = draw.pick([name for name in ("erp", "erp", "sfa", "portal") if name in names])
    copies = tuple(_copies(draw, names, lead))
    if not options.mistakes:
        copies = tuple(replace(copy, typo=0.0, lost=0.0, updates=True) for copy in copies)
    alive = copies if options.copies else ()
    slow = [team for team in WAITS if _has_team(team, names) and (options.copies or team != "order_desk")]
    bottleneck = Bottleneck(draw.pick(slow), draw.uniform(0.35, 0.7), draw.pick(("staff", "batch", "step")))
    shares = {"sfa": draw.uniform(0.2, 0.4), "portal": draw.uniform(0.2, 0.4), "edi": draw.uniform(0.1, 0.25)}
    return Plan(
        systems=systems,
        customer_lead=lead,
        copies=alive,
        dead_copies=_dead(draw, systems, copies),
        teams=TEAMS,
        bottleneck=bottleneck if options.bottleneck else None,
        traps=drawn if options.mistakes else frozenset(),
        care=tuple((name, _care(draw, leads=name == lead)) for name in names),
        season=STRONG_SEASON if options.variant == "seasonal" else SEASON,
        duplicates=draw.uniform(0.015, 0.06) * options.mistakes,
        tells=draw.uniform(0.4, 0.7),
        routes=tuple((name, share) for name, share in shares.items() if name in names),
    )


def _has_team(team: str, names: list[str]) -> bool:
    needed = {"offers": "sfa", "order_desk": "sfa", "desk": "service", "picking": "wms", "packing": "wms"}
    return team not in needed or needed[team] in names


def _systems(draw: Draw, options: DemoOptions, traps: frozenset[str]) -> tuple[SystemSpec, ...]:
    odds = {"wms": 0.9, "sfa": 0.85, "portal": 0.8, "edi": 0.6, "loyalty": 0.7, "service": 0.85, "sheets": 0.85,
            "magazzino_2012": 0.5}  # fmt: skip
    present = {name: draw.chance(odd) for name, odd in odds.items()}
    if not (present["sfa"] or present["portal"]):
        present["sfa"] = True
    if sum(present.values()) < 4:
        present.update(wms=True, service=True, sheets=True)
    # without copies neither messages nor orders reach them
    present["edi"] &= options.copies
    present["wms"] &= options.copies
    known = {
        "wms": warehouse.system(history="overwritten_status" not in traps),
        "sfa": fronts.app(),
        "portal": fronts.portal(),
        "edi": fronts.gateway(),
        "loyalty": desks.loyalty(),
        "service": desks.service(),
        "sheets": desks.sheets(with_book=options.copies),
        "magazzino_2012": warehouse.old(),
    }
    first = erp.system(copied=draw.chance(0.6))
    return (first, *(spec for name, spec in known.items() if present[name]))


# name, concept, from, to, modes it may have, attributes
_POSSIBLE: tuple[tuple[str, str, tuple[str, str], tuple[str, str], tuple[Mode, ...], tuple[str, ...]], ...] = (
    ("app_sync", "customer", ("erp", "KNA1"), ("sfa", "t_customer"), ("nightly", "realtime"), ()),
    ("app_prospects", "customer", ("sfa", "t_customer"), ("erp", "KNA1"), ("manual", "nightly"), ()),
    ("portal_signups", "customer", ("portal", "kunden"), ("erp", "KNA1"), ("nightly", "realtime"), ()),
    ("edi_setup", "customer", ("erp", "KNA1"), ("edi", "edi_partner"), ("manual",), ()),
    (
        "service_persons",
        "customer",
        ("erp", "KNA1"),
        ("service", "persons"),
        ("nightly", "weekly", "import"),
        ("name", "email", "phone"),
    ),
    (
        "loyalty_portal",
        "customer",
        ("portal", "kunden"),
        ("loyalty", "members"),
        ("nightly", "weekly"),
        ("name", "email", "phone", "city", "marketing_consent"),
    ),
    (
        "loyalty_erp",
        "customer",
        ("erp", "KNA1"),
        ("loyalty", "members"),
        ("weekly", "import"),
        ("name", "email", "phone", "city"),
    ),
    ("price_agreements", "customer", ("erp", "KNA1"), ("sheets", "accordi_prezzo#Accordi"), ("manual",), ()),
    ("warehouse_items", "product", ("erp", "MARA"), ("wms", "item"), ("realtime", "nightly"), ()),
    ("portal_catalogue", "product", ("erp", "MARA"), ("portal", "artikel"), ("nightly", "weekly", "manual"), ()),
    ("portal_orders", "order", ("portal", "bestellungen"), ("erp", "VBAK"), ("nightly", "realtime"), ("total",)),
    ("edi_orders", "order", ("edi", "edi_message"), ("erp", "VBAK"), ("realtime",), ("total",)),
    ("warehouse_jobs", "order", ("erp", "VBAK"), ("wms", "shipment_order"), ("realtime", "nightly"), ("total", "due")),
    ("carrier_book", "order", ("erp", "VBAK"), ("sheets", "borderò_corrieri#Borderò"), ("manual",), ("total", "due")),
)
# without these the work would not flow
_ALWAYS = ("app_prospects", "portal_signups", "portal_orders", "edi_setup", "edi_orders", "warehouse_items",
           "warehouse_jobs", "carrier_book", "portal_catalogue")  # fmt: skip


def _copies(draw: Draw, names: list[str], lead: str) -> list[CopyPlan]:
    found = []
    for name, concept, source, target, modes, attributes in _POSSIBLE:
        kept = name in _ALWAYS or draw.chance(0.8)
        mode = draw.pick(modes)
        orders = concept == "order"
        # who leads sends its changes on; the others mostly keep them
        updates = orders or draw.chance(0.85 if source[0] == lead else 0.35)
        copy = CopyPlan(
            name, concept, source, target, mode, declared=declared_or_not(draw, mode, 0.55),
            hour=4 if orders else draw.choice((0, 1, 2, 22)), weekday=draw.randrange(5), attributes=attributes,
            updates=updates and mode != "import" and name != "app_sync",
            lost=0.0 if orders or concept == "product" else draw.choice((0.0, 0.01, 0.02)),
            typo=draw.uniform(0.015, 0.045) if mode == "manual" else 0.0,
            since=1.5 if mode == "import" else 0.0,
        )  # fmt: skip
        if kept and source[0] in names and target[0] in names:
            found.append(copy)
    return found


def _dead(
    draw: Draw, systems: tuple[SystemSpec, ...], copies: tuple[CopyPlan, ...]
) -> tuple[tuple[str, str, str], ...]:
    alive = {(copy.source[0], copy.target[0], copy.concept) for copy in copies}
    holds = [
        (system.system, concept)
        for system in systems
        for concept in ("customer", "product", "order")
        if any(dataset.concept == concept for dataset in system.datasets)
    ]
    possible = [
        (left, right, concept)
        for left, concept in holds
        for right, other in holds
        if other == concept
        and left != right
        and (left, right, concept) not in alive
        and right not in ("magazzino_2012", "sheets")
    ]
    return tuple(draw.sample(possible, min(3, len(possible))))


def _care(draw: Draw, *, leads: bool) -> Care:
    worse = 0.4 if leads else draw.uniform(0.6, 1.5)
    return Care(typo=0.011 * worse, other=0.007 * worse, stand_in=0.07 * worse, hurry=0.15 * worse)
