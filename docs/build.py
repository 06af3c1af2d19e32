"""Writes the reference pages that come from the code: `uv run python docs/build.py`.

A test fails when a page is not what the code says, so the reference cannot lag.
"""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

from regia.checkup.stages import STAGES, tables
from regia.findings.rules import rules
from regia.model.note import REASONS
from regia.model.rule import Rule
from regia.model.table import Table
from regia.sources.connector import Connector
from regia.sources.registry import connectors, formats
from regia.workspace.keys import SAYS, SECTIONS

HERE = Path(__file__).parent / "reference"
SEVERITIES = {1: "remark", 2: "minor", 3: "major", 4: "critical"}
MADE = "<!-- Made by docs/build.py from the code. -->\n"


def pages() -> Iterator[tuple[Path, str]]:
    """Return every generated page: where it stands, and its text."""
    yield HERE / "tables.md", MADE + _tables()
    yield HERE / "connectors.md", MADE + _connectors()
    yield HERE / "regia-toml.md", MADE + _regia_toml()
    yield HERE / "findings" / "index.md", MADE + _rules()
    for rule in rules():
        yield HERE / "findings" / f"{rule.code}.md", MADE + _rule(rule)


def _tables() -> str:
    stages = {table.name: stage.name for stage in STAGES for table in stage.writes}
    parts = ["# Evidence tables\n", "`regia tables` prints this page, `regia show TABLE` reads a table.\n"]
    parts += [_table(table, stages[table.name]) for table in tables().values()]
    return "\n".join(parts)


def _table(table: Table, stage: str) -> str:
    lines = [
        f"## {table.name}\n",
        f"A row is {table.grain.en}. Key: {', '.join(f'`{name}`' for name in table.key)}. Written by `{stage}`.\n",
        "| column | type | unit | meaning |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{each.name}` | {each.type} | {each.unit} | {each.meaning.en} |" for each in table.columns]
    return "\n".join(lines) + "\n"


def _connectors() -> str:
    lines = [
        "# Connectors\n",
        "| kind | address | one moment | knows what changed | keys | references | tried on a real one |",
        "|---|---|---|---|---|---|---|",
        *sorted(_connector(each) for each in connectors()),
        "\nA folder may hold files of these formats:\n",
        *sorted(f"- {each.name}: {', '.join(f'`{suffix}`' for suffix in each.suffixes)}" for each in formats()),
        "\n## What a reading tells\n",
        "| reason | meaning |",
        "|---|---|",
        *(f"| `{reason}` | {text.en} |" for reason, text in REASONS.items()),
    ]
    return "\n".join(lines) + "\n"


def _connector(connector: Connector) -> str:
    can = connector.capabilities
    marks = (can.transaction, can.fingerprint, can.keys, can.references, can.proven)
    return (
        f"| {connector.kind} | `{connector.example}` | " + " | ".join("yes" if mark else "no" for mark in marks) + " |"
    )


def _regia_toml() -> str:
    parts = [(HERE / "regia-toml.head.txt").read_text("utf-8")]
    for section, keys in SECTIONS.items():
        parts.append(f"## [{section}]\n\n{SAYS[section].en}\n")
        if keys:
            rows = (f"| `{key.name}` | {key.says.en} | `{key.example}` |" for key in keys)
            parts.append("\n".join(("| key | meaning | example |", "|---|---|---|", *rows)) + "\n")
    return "\n".join(parts)


def _rules() -> str:
    lines = ["# Findings\n", "| rule | looks for | severity |", "|---|---|---|"]
    lines += [f"| [{rule.code}]({rule.code}.md) | {rule.title.en} | {SEVERITIES[rule.severity]} |" for rule in rules()]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    module = inspect.getmodule(rule.find)
    text = inspect.cleandoc(module.__doc__ or "") if module else ""
    return "\n".join(
        (
            f"# {rule.title.en} (`{rule.code}`)\n",
            f"Severity: {SEVERITIES[rule.severity]}. In Italian: {rule.title.it}.\n",
            text + "\n",
            "## It says\n",
            f"> {rule.says.en}\n>\n> {rule.says.it}\n",
            "## What each side does next\n",
            f"- IT: {rule.it_does.en}",
            f"- Business: {rule.business_does.en}\n",
        )
    )


def main() -> None:
    """Write the pages."""
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        sys.stdout.write(f"{path.relative_to(HERE.parent)}\n")


if __name__ == "__main__":
    main()
