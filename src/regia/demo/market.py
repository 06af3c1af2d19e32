"""What every trading company shares, whatever it sells: whom it knows, what happens to them, what people write."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from regia.demo import lives
from regia.demo.calendar import DAY, HOUR, day_of, moment, utc
from regia.demo.cell import Cell
from regia.demo.copies import CopyJob
from regia.demo.draw import Draw, Weighted
from regia.demo.facts import rows
from regia.demo.lives import Lives
from regia.demo.mistakes import FLAWLESS, Care
from regia.demo.people import Party, People
from regia.demo.record import Record, Thing

CELL_PEOPLE = 1_000_000
Basket = list[tuple[Thing, int, int]]


class MarketPlan(Protocol):
    """What a market wants to know of a company's plan."""

    @property
    def traps(self) -> frozenset[str]:
        """What lies in wait."""

    @property
    def customer_lead(self) -> str:
        """The system that customers are told of first."""

    @property
    def duplicates(self) -> float:
        """How often somebody known is not found again."""

    @property
    def tells(self) -> float:
        """How often somebody tells what has changed."""

    def careful(self, system: str) -> Care:
        """How carefully people work in a system."""


class Market:
    """The people and firms around one cell of a company.

    `channels` are the datasets through which somebody may tell what has changed; `phrases` names the file of
    sentences people write.
    """

    def __init__(
        self, cell: Cell, plan: MarketPlan, *, trades: tuple[str, ...], channels: tuple[tuple[str, str], ...],
        phrases: str,
    ) -> None:  # fmt: skip
        self.cell, self.draw = cell, cell.draw
        self.known = plan
        self.people = People(
            cell.name, trades=trades, until=cell.options.until, first_number=cell.number * CELL_PEOPLE + 1
        )
        self.parties: list[Party] = []
        self.buyers: list[Party] = []
        self.products: list[Thing] = []
        self.jobs: dict[str, CopyJob] = {}
        self._lives = Lives(self.people, Draw(cell.name, "lives"))
        self._channels, self._phrase_file = channels, phrases
        self._phrases: dict[str, Weighted[str]] = {}

    # what people write

    def phrase(self, kind: str, party: Thing | None = None) -> str:
        """Return a sentence people write, with a party's facts in it where it names them."""
        if kind not in self._phrases:
            found = [row["text"] for row in rows(self._phrase_file) if row["kind"] == kind]
            self._phrases[kind] = Weighted(found, [1.0] * len(found))
        text = self._phrases[kind].draw(self.draw)
        return text.format_map({name: value or "" for name, value in party.facts.items()}) if party else text

    def note(self, kind: str, party: Party, *, place: tuple[str, str, str], often: float = 0.2) -> str | None:
        """Return a note for a free-text field at `place`; now and then one that should not be there."""
        if not self.draw.chance(often):
            return None
        if self.cell.options.mistakes and self.draw.chance(0.07):
            self.cell.truth.plant("personal_data_in_free_text", *place)
            return self.phrase("personal_note", party)
        if self.cell.options.mistakes and self.draw.chance(0.02) and not party.is_company:
            self.cell.truth.plant("sensitive_data", *place)
            return self.phrase("health_note")
        return self.phrase(kind)

    # whom the company knows

    def new_party(self, *, company: float) -> Party:
        """Return somebody the company has not met: a firm with this probability, else a person."""
        made = self.people.firm() if self.draw.chance(company) else [self.people.person()]
        for party in made:
            self.parties.append(party)
            self.cell.things.append(party)
            self._begin_life(party)
        return made[0]

    def known_party(self) -> Party:
        """Return somebody the company knows; the recently met more often."""
        back = int(self.draw.wait(len(self.parties) * 0.35))
        return self.parties[max(len(self.parties) - 1 - back, 0)]

    def somebody(self) -> Mapping[str, Any] | None:
        """Return the facts of some other party, for when people write in the wrong row."""
        return self.draw.pick(self.parties).facts if self.parties else None

    def found(self, party: Party, system: str, dataset: str, *, missed: float = 1.0) -> Record | None:
        """Return a party's record, unless whoever looks does not find it."""
        known = party.record_in(system, dataset)
        return known if known and not self.draw.chance(self.known.duplicates * missed) else None

    # what happens to them

    def _begin_life(self, party: Party) -> None:
        for at, kind in lives.changes(party, since=self.cell.now, until=self.cell.calendar.ends, draw=self.draw):
            self.cell.agenda.at(at, partial(self._live, party, kind))

    def _live(self, party: Party, kind: str) -> None:
        partner = self.draw.pick(self.parties)
        changed = self._lives.happen(party, kind, None if partner is party or partner.is_company else partner)
        if not self.cell.options.mistakes:
            for record in list(party.records):
                self._tell(record, changed, FLAWLESS)
        elif changed and self.draw.chance(self.known.tells):
            self._tell_one(party, changed)

    def _tell_one(self, party: Party, changed: tuple[str, ...]) -> None:
        # people tell the one they happen to deal with; whether the others learn is up to the jobs
        found = [record for place in self._channels if (record := party.record_in(*place))]
        if not found:
            return
        lead = [record for record in found if record.dataset.system == self.known.customer_lead]
        record = lead[0] if lead and self.draw.chance(0.6) else self.draw.pick(found)
        at = self.office_time(self.cell.now + int(self.draw.wait(20 * DAY)))
        care = self.known.careful(record.dataset.system)
        self.cell.agenda.at(at, lambda: self._tell(record, changed, care))

    def _tell(self, record: Record, changed: tuple[str, ...], care: Care) -> None:
        if not record.dataset.spec.logged and record.dataset.spec.kind != "backup_copy":
            self.cell.told(record, changed, self.cell.now, care=care)

    # time

    def keeps_history(self, at: int, system: str, dataset: str) -> bool:
        """Return whether a step at this time is still in a history, or has been cleared away: then it is noted."""
        span = self.cell.calendar.ends - self.cell.calendar.begins
        first = self.cell.calendar.begins + int(span * 0.35)
        if "truncated_history" not in self.known.traps or at > first:
            return True
        begins = f"begins at {utc(first).isoformat()}"
        self.cell.truth.trap("truncated_history", system, dataset, self._time_of(system, dataset), detail=begins,
                             records=1)  # fmt: skip
        return False

    def _time_of(self, system: str, dataset: str) -> str:
        fields = self.cell.data(system, dataset).spec.fields
        return next(field.name for field in fields if field.time_role == "event")

    def office_time(self, at: int) -> int:
        """Return the next moment at which somebody is in the office."""
        return at if self.cell.calendar.works(at) else self.cell.calendar.after_work(at, 0)

    def next_morning(self, at: int) -> int:
        """Return the next day at eight."""
        return moment(day_of(at + DAY), 8 * HOUR)

    def working_day(self, at: int) -> int:
        """Return the same time on the first working day from `at` on."""
        while at < self.cell.calendar.ends and not self.cell.calendar.works_on(day_of(at)):
            at += DAY
        return at

    def lateness(self, *, company: bool) -> int:
        """Return how long after the due date somebody pays.

        Of Italian firms 41 % pay on the day, 49 % within thirty days, 10 % later (Cribis, December 2023).
        """
        if not company:
            return int(self.draw.wait(DAY))
        when = self.draw.choices(("due", "late", "very late"), (41.1, 49.3, 9.6))[0]
        if when == "due":
            return 0
        days = self.draw.uniform(1, 30) if when == "late" else 30 + self.draw.wait(25)
        return int(days * DAY)

    def existing(self, target: tuple[str, str]) -> Callable[[Record], Record | None]:
        """Return how a job finds what its target holds already of a thing; it misses some customers."""

        def find(record: Record) -> Record | None:
            known = record.thing.record_in(*target) if record.thing else None
            if known and isinstance(record.thing, Party) and not known.dataset.spec.repeats:
                return self.found(record.thing, *target)
            return known

        return find


def basket_total(basket: Basket) -> int:
    """Return what a basket costs, in cents before tax."""
    return sum(price_of(product, off) * quantity for product, quantity, off in basket)


def price_of(product: Thing, discount: int = 0) -> int:
    """Return a product's price in cents, after a discount in percent."""
    return int(str(product.facts["price"])) * (100 - discount) // 100
