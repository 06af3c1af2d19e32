"""What varies from one furniture maker to the next: drawn once from the seed, then fixed and readable."""

from dataclasses import dataclass, replace

from regia.demo.cell import Bottleneck, TeamPlan
from regia.demo.copies import CopyPlan, Mode, declared_or_not
from regia.demo.draw import Draw
from regia.demo.furniture import care, crm, desks, gestionale, marketing, shop
from regia.demo.mistakes import Care
from regia.demo.options import DemoOptions
from regia.demo.spec import SystemSpec
from regia.demo.traps import Homes, shift_clock

TRAPS = (
    "bulk_import", "created_is_updated", "overwritten_status", "time_zone_shift", "truncated_history", "future_dates",
)  # fmt: skip
HOMES = Homes(
    loads=(
        ("crm", "Lead", "CreatedDate"), ("crm", "Account", "CreatedDate"), ("shop", "customer_entity", "created_at"),
        ("helpdesk", "requesters", "created_at"), ("gestionale", "ANACLI", "DATINS"),
    ),
    clocks=(
        ("helpdesk", "tickets", "first_reply_at"), ("portale", "tracciamento", "quando"),
        ("gestionale", "ORDPRO", "INIZIO"), ("crm", "Opportunity", "Quote_Sent__c"),
    ),
    changes=(
        ("shop", "sales_order", "updated_at"), ("helpdesk", "requesters", "updated_at"),
        ("gestionale", "ANACLI", "DATAGG"),
    ),
    logs=(
        ("gestionale", "LOGOPE"), ("shop", "sales_order_status_history"), ("helpdesk", "messages"),
        ("portale", "consensi"),
    ),
)  # fmt: skip
CAUSES = ("staff", "batch", "step")
# people at scale 1, load, pieces a year at scale 1
TEAMS = (
    TeamPlan("inside_sales", "sales", 3, 0.62, 1420),
    TeamPlan("quotes", "sales", 4, 0.66, 1090),
    TeamPlan("order_desk", "operations", 2, 0.6, 1020),
    TeamPlan("credit", "administration", 2, 0.55, 1080),
    TeamPlan("planning", "operations", 2, 0.62, 2500),
    TeamPlan("workshop", "operations", 9, 0.72, 2500),
    TeamPlan("warehouse", "operations", 5, 0.64, 2050),
    TeamPlan("support", "customer_care", 3, 0.62, 520),
    TeamPlan("clerks", "administration", 3, 0.35, 5000),
)
# where a slow team is felt: the step before and the step that waits
WAITS = {
    "inside_sales": ("lead_created", "lead_contacted"),
    "quotes": ("quote_requested", "quote_sent"),
    "order_desk": ("quote_accepted", "order_entered"),
    "credit": ("order_entered", "order_confirmed"),
    "planning": ("order_confirmed", "production_released"),
    "warehouse": ("order_ready", "order_shipped"),
    "support": ("ticket_opened", "ticket_answered"),
}
SEASON = (0.92, 0.98, 1.08, 1.06, 1.04, 1.0, 0.96, 0.62, 1.08, 1.14, 1.12, 0.94)
STRONG_SEASON = (0.7, 0.8, 1.2, 1.3, 1.25, 0.95, 0.8, 0.5, 1.2, 1.45, 1.35, 0.75)


@dataclass(frozen=True)
class Plan:
    """One furniture maker: which systems it has, which leads, how they are fed, and what goes wrong."""

    systems: tuple[SystemSpec, ...]
    customer_lead: str
    product_lead: str
    copies: tuple[CopyPlan, ...]
    dead_copies: tuple[tuple[str, str, str], ...]
    teams: tuple[TeamPlan, ...]
    bottleneck: Bottleneck | None
    traps: frozenset[str]
    care: tuple[tuple[str, Care], ...]
    season: tuple[float, ...]
    duplicates: float
    tells: float

    def has(self, system: str) -> bool:
        """Return whether the company has a system."""
        return any(spec.system == system for spec in self.systems)

    def careful(self, system: str) -> Care:
        """Return how carefully people work in a system."""
        return dict(self.care)[system]


def plan(options: DemoOptions) -> Plan:
    """Return the plan of a seed; variants change only what they are about."""
    draw = Draw("furniture", options.seed, "plan")
    drawn = frozenset(draw.sample(TRAPS, 4))
    traps = drawn if options.mistakes else frozenset()
    systems = _systems(draw, traps, copies=options.copies)
    if "time_zone_shift" in traps:
        systems = shift_clock(systems, HOMES.clocks, Draw("furniture", options.seed, "clock"))
    names = [spec.system for spec in systems]
    customer_lead = draw.pick([name for name in ("crm", "gestionale", "shop") if name in names])
    product_lead = draw.pick([name for name in ("gestionale", "gestionale", "fogli") if name in names])
    copies = tuple(copy for copy in _copies(draw, names, product_lead) if options.copies)
    if not options.mistakes:
        copies = tuple(replace(copy, typo=0.0, lost=0.0, updates=True) for copy in copies)
    choices = [team for team in WAITS if team not in ("inside_sales",) or "crm" in names]
    choices = [team for team in choices if team != "support" or "helpdesk" in names]
    choices = [team for team in choices if team != "order_desk" or options.copies]
    bottleneck = Bottleneck(draw.pick(choices), draw.uniform(0.4, 0.75), draw.pick(CAUSES))
    return Plan(
        systems=systems,
        customer_lead=customer_lead,
        product_lead=product_lead,
        copies=copies,
        dead_copies=_dead(draw, systems, copies),
        teams=TEAMS,
        bottleneck=bottleneck if options.bottleneck else None,
        traps=traps,
        care=tuple((name, _care(draw, leads=name == customer_lead)) for name in names),
        season=STRONG_SEASON if options.variant == "seasonal" else SEASON,
        duplicates=draw.uniform(0.02, 0.07) * options.mistakes,
        tells=draw.uniform(0.45, 0.75),
    )


def _systems(draw: Draw, traps: frozenset[str], *, copies: bool) -> tuple[SystemSpec, ...]:
    present = {
        name: draw.chance(probability)
        for name, probability in (
            ("crm", 0.88), ("shop", 0.85), ("marketing", 0.85), ("helpdesk", 0.85), ("portale", 0.6), ("fogli", 0.9),
            ("dwh", 0.5), ("vecchio_crm", 0.55),
        )
    }  # fmt: skip
    if sum(present.values()) < 5:
        present.update(crm=True, shop=True, helpdesk=True, fogli=True)
    if not present["crm"]:
        present["fogli"] = True
    if not copies:
        present["dwh"] = False
    history = "overwritten_status" not in traps
    year = draw.choice((2019, 2020, 2021))
    backups = draw.sample(
        (gestionale.backup("ANACLI_OLD", gestionale.CUSTOMERS), gestionale.backup(f"ORDTES_{year}", gestionale.ORDERS),
         gestionale.backup("ARTICO_BCK", gestionale.PRODUCTS)), 2,
    )  # fmt: skip
    known = {
        "crm": crm.system(history=history),
        "shop": shop.system(),
        "marketing": marketing.system(),
        "helpdesk": care.helpdesk(),
        "portale": care.portal(),
        "fogli": desks.sheets(with_quotes=not present["crm"], with_plan=copies),
        "dwh": desks.warehouse(),
        "vecchio_crm": desks.old_crm(),
    }
    found = [gestionale.system(backups=tuple(backups), history=history)]
    return tuple(found + [spec for name, spec in known.items() if present[name]])


_PARTY = ("name", "email", "phone", "street", "postal_code", "city", "province", "vat_number", "tax_code")
# name, concept, from, to, modes it may have, attributes
_POSSIBLE: tuple[tuple[str, str, tuple[str, str], tuple[str, str], tuple[Mode, ...], tuple[str, ...]], ...] = (
    (
        "marketing_leads",
        "customer",
        ("marketing", "contatti"),
        ("crm", "Lead"),
        ("realtime", "nightly", "weekly", "manual"),
        (),
    ),
    ("crm_customers", "customer", ("crm", "Account"), ("gestionale", "ANACLI"), ("manual", "nightly", "realtime"), ()),
    (
        "shop_customers",
        "customer",
        ("shop", "customer_entity"),
        ("gestionale", "ANACLI"),
        ("nightly", "realtime", "manual"),
        (),
    ),
    ("portal_users", "customer", ("gestionale", "ANACLI"), ("portale", "utenti"), ("nightly", "weekly"), ()),
    (
        "helpdesk_requesters",
        "customer",
        ("gestionale", "ANACLI"),
        ("helpdesk", "requesters"),
        ("nightly", "weekly", "import"),
        ("name", "email", "phone"),
    ),
    ("warehouse_customers", "customer", ("gestionale", "ANACLI"), ("dwh", "dim_cliente"), ("nightly",), ()),
    (
        "crm_audience",
        "customer",
        ("crm", "Account"),
        ("marketing", "contatti"),
        ("weekly", "manual"),
        ("email", "first_name", "last_name", "city"),
    ),
    (
        "shop_audience",
        "customer",
        ("shop", "customer_entity"),
        ("marketing", "contatti"),
        ("nightly", "realtime"),
        ("email", "first_name", "last_name"),
    ),
    ("agent_customers", "customer", ("gestionale", "ANACLI"), ("fogli", "clienti_agenti#Clienti"), ("manual",), ()),
    ("crm_migration", "customer", ("vecchio_crm", "CLIENTI"), ("crm", "Account"), ("import",), _PARTY),
    (
        "shop_products",
        "product",
        ("gestionale", "ARTICO"),
        ("shop", "catalog_product_entity"),
        ("nightly", "manual"),
        (),
    ),
    ("crm_products", "product", ("gestionale", "ARTICO"), ("crm", "Product2"), ("weekly", "manual"), ()),
    ("price_list", "product", ("gestionale", "ARTICO"), ("fogli", "listino_agenti#Listino"), ("manual",), ()),
    ("shop_orders", "order", ("shop", "sales_order"), ("gestionale", "ORDTES"), ("nightly", "realtime"), ("total",)),
    ("portal_orders", "order", ("gestionale", "ORDTES"), ("portale", "ordini"), ("nightly", "realtime"), ()),
    ("warehouse_orders", "order", ("gestionale", "ORDTES"), ("dwh", "fatto_ordini"), ("nightly",), ()),
    (
        "delivery_plan",
        "order",
        ("gestionale", "ORDTES"),
        ("fogli", "piano_consegne#Piano"),
        ("manual",),
        ("total", "due"),
    ),
)
# without these the work would not flow
_ALWAYS = ("crm_customers", "shop_customers", "shop_orders", "warehouse_customers", "warehouse_orders", "crm_migration",
           "delivery_plan", "shop_products", "crm_products", "portal_orders")  # fmt: skip


def _copies(draw: Draw, names: list[str], product_lead: str) -> list[CopyPlan]:
    found = []
    for name, concept, source, target, modes, attributes in _POSSIBLE:
        kept = name in _ALWAYS or draw.chance(0.85)
        mode = draw.pick(modes)
        made = _copy(draw, name, concept, source=source, target=target, mode=mode, attributes=attributes)
        if name == "price_list" and product_lead == "fogli":
            made = replace(made, source=target, target=source)
        if kept and source[0] in names and target[0] in names:
            found.append(made)
    return found


def _copy(
    draw: Draw, name: str, concept: str, *, source: tuple[str, str], target: tuple[str, str], mode: Mode,
    attributes: tuple[str, ...],
) -> CopyPlan:  # fmt: skip
    orders = concept == "order"
    return CopyPlan(
        name=name,
        concept=concept,
        source=source,
        target=target,
        mode=mode,
        declared=declared_or_not(draw, mode, 0.6),
        hour=draw.choice((4, 5, 6)) if orders else draw.choice((1, 2, 3)),
        weekday=draw.randrange(5),
        attributes=attributes,
        updates=mode != "import"
        and (name in ("warehouse_orders", "portal_orders", "delivery_plan") or draw.chance(0.55)),
        lost=0.0 if orders else draw.choice((0.0, 0.0, 0.01, 0.03)),
        typo=draw.uniform(0.015, 0.04) if mode == "manual" else 0.0,
        since=0.1 if mode == "import" and name != "helpdesk_requesters" else (1.2 if mode == "import" else 0.0),
    )


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
        and right not in ("vecchio_crm", "fogli")
    ]
    return tuple(draw.sample(possible, min(2, len(possible))))


def _care(draw: Draw, *, leads: bool) -> Care:
    worse = 0.4 if leads else draw.uniform(0.7, 1.6)
    return Care(typo=0.012 * worse, other=0.008 * worse, stand_in=0.08 * worse, hurry=0.12 * worse)
