"""Declared interfaces: SQL scripts that move columns, the crontab that runs them, and reporting views."""

from regia.demo.copies import CopyPlan
from regia.demo.evidence.story import Story
from regia.demo.spec import DatasetSpec, Field

_HEADS = (
    "-- {name}: allinea {target} da {source}\n-- ultima modifica: {author}\n",
    "/* {name} */\n/* {source} -> {target} */\n",
)
_AUTHORS = ("r.galli", "consulente esterno", "m.serra", "ced")


def write_scripts(story: Story) -> None:
    """Write one script and one crontab line for each scheduled job that somebody declared, alive or dead."""
    lines = ["# crontab di etl@srv-integrazioni", "SHELL=/bin/bash", "MAILTO=ced@azienda.example", ""]
    for copy in story.copies:
        if copy.declared == "declared" and copy.mode in ("nightly", "weekly"):
            weekday = (copy.weekday + 1) % 7 if copy.mode == "weekly" else "*"
            lines.append(
                f"5 {copy.hour} * * {weekday} /opt/etl/esegui.sh {copy.name}.sql >> /var/log/etl/{copy.name}.log"
            )
            _script(story, copy.name, _spec(story, copy.source), _spec(story, copy.target), copy)
            story.truth.add("evidence", copy.name, "crontab", "jobs/crontab")
    for number, (left, right, concept) in enumerate(story.dead):
        source, target = _of_concept(story, left, concept), _of_concept(story, right, concept)
        name = f"dead_{left}_{right}_{concept}"
        lines.append(f"30 {number + 3} * * * /opt/etl/esegui.sh sync_{left}_{right}_{concept}.sql")
        story.truth.add("evidence", name, "crontab", "jobs/crontab")
        if source and target:
            _script(story, name, (left, source), (right, target), None)
    lines.append("0 23 * * 0 /opt/backup/backup.sh --tutto")
    story.file("jobs/crontab").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _views(story)


def _spec(story: Story, place: tuple[str, str]) -> tuple[str, DatasetSpec]:
    return place[0], story.system(place[0]).dataset(place[1])


def _of_concept(story: Story, system: str, concept: str) -> DatasetSpec | None:
    found = [item for item in story.system(system).datasets if item.concept == concept]
    return next((item for item in found if item.kind != "backup_copy"), None)


def _shared(source: DatasetSpec, target: DatasetSpec, attributes: tuple[str, ...]) -> list[tuple[Field, Field]]:
    # the number of a thing is each system's own: it never travels as such
    known = {field.value: field for field in source.fields if field.meant_for(source.concept)}
    return [
        (known[field.value], field)
        for field in target.fields
        if field.value in known and field.value != "number" and (not attributes or field.value in attributes)
    ]


def _script(
    story: Story, name: str, source: tuple[str, DatasetSpec], target: tuple[str, DatasetSpec], copy: CopyPlan | None
) -> None:
    pairs = _shared(source[1], target[1], copy.attributes if copy else ())
    if not pairs:
        return
    file = f"jobs/sql/{name if copy else name.replace('dead_', 'sync_')}.sql"
    left, right = (f'{system}."{spec.name}"' for system, spec in (source, target))
    head = story.draw.pick(_HEADS).format(name=name, source=left, target=right, author=story.draw.pick(_AUTHORS))
    body = story.draw.pick((_insert_select, _staged))(left, right, pairs, updates=bool(copy and copy.updates))
    story.file(file).write_text(head + body, encoding="utf-8")
    story.truth.add("evidence", name, "sql", file)
    for one, two in pairs:
        story.truth.add("lineage", name, source[0], source[1].name, one.name, target[0], target[1].name, two.name, file)


def _columns(pairs: list[tuple[Field, Field]]) -> str:
    return ", ".join(f'"{two.name}"' for _, two in pairs)


def _insert_select(left: str, right: str, pairs: list[tuple[Field, Field]], *, updates: bool) -> str:
    chosen = ",\n       ".join(f's."{one.name}"' for one, _ in pairs)
    one, two = pairs[0]
    known = f'SELECT 1 FROM {right} t WHERE t."{two.name}" = s."{one.name}"'  # noqa: S608 - evidence, never run
    where = "" if updates else f"\nWHERE NOT EXISTS ({known})"
    return f"INSERT INTO {right} ({_columns(pairs)})\nSELECT {chosen}\nFROM {left} AS s{where};\n"


def _staged(left: str, right: str, pairs: list[tuple[Field, Field]], *, updates: bool) -> str:
    chosen = ",\n           ".join(f'TRIM(a."{one.name}") AS "{two.name}"' for one, two in pairs)
    taken = ", ".join(f'n."{two.name}"' for _, two in pairs)
    clause = "" if updates else f'\nWHERE n."{pairs[0][1].name}" IS NOT NULL'
    staged = f"WITH nuovi AS (\n    SELECT {chosen}\n    FROM {left} a\n)\n"  # noqa: S608
    return f"{staged}INSERT INTO {right} ({_columns(pairs)})\nSELECT {taken}\nFROM nuovi n{clause};\n"


def _views(story: Story) -> None:
    """Write reporting views on the first system: joins along its references, which move no data."""
    core = story.systems[0]
    parts = []
    for dataset in core.datasets:
        joined = next((field for field in dataset.fields if field.to and dataset.kind == "transaction"), None)
        if joined:
            other = core.dataset(joined.to)
            parts.append(
                f'CREATE VIEW {core.system}."V_{dataset.name}" AS\n'
                f'SELECT d."{dataset.fields[0].name}", d."{joined.name}", o."{other.fields[-1].name}"\n'
                f'FROM {core.system}."{dataset.name}" d\n'
                f'LEFT JOIN {core.system}."{other.name}" o ON o."{other.key[-1]}" = d."{joined.name}";\n'
            )
    story.file("sql/viste_reportistica.sql").write_text("\n".join(parts), encoding="utf-8")
