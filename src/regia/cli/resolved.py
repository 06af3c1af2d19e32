"""Records and entities of the last check-up, as a person names them: `system.dataset.key`, or an entity's id."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from regia.checkup.record import Checkup, Records
from regia.checkup.stages import tables
from regia.errors.judgement import RecordUnknown
from regia.model.masking import mask
from regia.resolve.entities import Record
from regia.resolve.explaining import values_of
from regia.resolve.records import NEEDED, holders
from regia.resolve.tables import ENTITY_RECORDS
from regia.snapshot.evidence import Evidence
from regia.snapshot.store import Store
from regia.workspace.company import Company

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, object]


class Resolved:
    """What the last check-up resolved."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.records = Records(company.folder)
        self.checkup: Checkup = self.records.latest()
        self.table: pa.Table = self.records.load(self.checkup, ENTITY_RECORDS)

    def record(self, written: str) -> Record | None:
        """Return the record written as system.dataset.key; spaces that fill a key up may be left out."""
        places = self.table.select(["system", "dataset"]).group_by(["system", "dataset"]).aggregate([]).to_pylist()
        for place in places:
            before = f"{place['system']}.{place['dataset']}."
            if written.startswith(before) and (name := self._named(place, written.removeprefix(before))) is not None:
                return str(place["system"]), str(place["dataset"]), name
        return None

    def known(self, written: str) -> Record:
        """Return the record written so.

        Raises:
            RecordUnknown: there is none.
        """
        found = self.record(written)
        if found is None:
            raise RecordUnknown(name=written)
        return found

    def entity(self, written: str) -> list[Row]:
        """Return the rows of an entity, by its id or by one of its records.

        Raises:
            RecordUnknown: neither.
        """
        import pyarrow.compute as pc

        record = self.record(written)
        name = self._entity_of(record) if record else written
        rows = self.table.filter(pc.field("entity") == name).to_pylist()
        if not rows:
            raise RecordUnknown(name=written)
        return list(rows)

    def values(self, records: Sequence[Record], *, clear: bool) -> dict[Record, dict[str, str]]:
        """Return the values of records by attribute, hidden unless `clear`."""
        store = Store(self.company.folder)
        contracts = tables()
        given = {name: self.records.load(self.checkup, contracts[name]) for name in NEEDED}
        evidence = Evidence(self.company, store.manifest(self.checkup.snapshot), store, tables=given)
        found = values_of(holders(evidence), records)
        if clear:
            return found
        return {record: {name: mask(text) for name, text in values.items()} for record, values in found.items()}

    def _named(self, place: Row, written: str) -> str | None:
        import pyarrow.compute as pc

        here = (pc.field("system") == place["system"]) & (pc.field("dataset") == place["dataset"])
        names = self.table.filter(here).column("record")
        exact = pc.equal(names, written)
        if not pc.any(exact).as_py():
            exact = pc.equal(pc.utf8_trim_whitespace(names), written.strip())
        found = names.filter(exact)
        return str(found[0].as_py()) if len(found) else None

    def _entity_of(self, record: Record) -> str:
        import pyarrow.compute as pc

        system, dataset, name = record
        same = (pc.field("system") == system) & (pc.field("dataset") == dataset) & (pc.field("record") == name)
        return str(self.table.filter(same).column("entity")[0].as_py())


def written(record: Record) -> str:
    """Return a record as people write it."""
    return ".".join(record)
