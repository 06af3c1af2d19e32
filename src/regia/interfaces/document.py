"""The register as one document, from its evidence tables: what is printed and exported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Row = Mapping[str, object]


@dataclass(frozen=True)
class SystemEntry:
    """One system on the map."""

    system: str
    name: str
    department: str | None
    kind: str | None


@dataclass(frozen=True)
class InterfaceEntry:
    """One line of the register."""

    interface: str
    from_system: str
    to_system: str
    concept: str | None
    mode: str | None
    status: str
    probability: float
    contradiction: str | None
    lag_p50_hours: float | None
    records_per_month: float | None
    reasons_it: str
    reasons_en: str
    from_dataset: str | None
    to_dataset: str | None


@dataclass(frozen=True)
class StepEntry:
    """One field made from another."""

    from_place: tuple[str, str, str]
    to_place: tuple[str, str, str]


@dataclass(frozen=True)
class Register:
    """The whole register of one company."""

    company: str
    snapshot: str
    systems: tuple[SystemEntry, ...]
    interfaces: tuple[InterfaceEntry, ...]
    steps: tuple[StepEntry, ...]

    def of(self, interface: InterfaceEntry) -> tuple[StepEntry, ...]:
        """Return the steps between the two systems of an interface, by its datasets where they are known."""
        return tuple(
            step
            for step in self.steps
            if (step.from_place[0], step.to_place[0]) == (interface.from_system, interface.to_system)
            and interface.to_dataset in (None, step.to_place[1])
        )


def document(
    company: str, snapshot: str, *, systems: Iterable[Row], interfaces: Iterable[Row], lineage: Iterable[Row]
) -> Register:
    """Return the register as one document."""
    return Register(
        company,
        snapshot,
        tuple(SystemEntry(str(row["system"]), str(row["name"]), _text(row["department"]), _text(row["kind"]))
              for row in systems),
        tuple(_interface(row) for row in interfaces),
        tuple(StepEntry(_place(row, "from"), _place(row, "to")) for row in lineage),
    )  # fmt: skip


def _interface(row: Row) -> InterfaceEntry:
    return InterfaceEntry(
        interface=str(row["interface"]),
        from_system=str(row["from_system"]),
        to_system=str(row["to_system"]),
        concept=_text(row["concept"]),
        mode=_text(row["mode"]),
        status=str(row["status"]),
        probability=float(str(row["probability"])),
        contradiction=_text(row["contradiction"]),
        lag_p50_hours=_number(row["lag_p50_hours"]),
        records_per_month=_number(row["records_per_month"]),
        reasons_it=str(row["reasons_it"]),
        reasons_en=str(row["reasons_en"]),
        from_dataset=_text(row["from_dataset"]),
        to_dataset=_text(row["to_dataset"]),
    )


def _place(row: Row, side: str) -> tuple[str, str, str]:
    return str(row[f"{side}_system"]), str(row[f"{side}_dataset"]), str(row[f"{side}_field"])


def _text(value: object) -> str | None:
    return str(value) if value else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
