"""The half of `regia judge` that is about values: whether a record is right about an attribute."""

import typer

from regia.cli.console import say
from regia.cli.resolved import Resolved
from regia.judgement.verdict import value_mark, value_subject
from regia.workspace.company import Company


def subject_of_value(found: Company, written: str, attribute: str) -> tuple[str, str]:
    """Return the subject of a verdict on what a record says of an attribute, and the fingerprint of what it says.

    Raises:
        RecordUnknown: there is no such record.
        typer.BadParameter: it says nothing of that attribute.
    """
    known = Resolved(found)
    record = known.known(written)
    values = known.values([record], clear=True).get(record, {})
    if attribute not in values:
        listed = ", ".join(sorted(values))
        raise typer.BadParameter(
            say(
                f"il record non dice niente di «{attribute}» (dice {listed})",
                f"the record says nothing of '{attribute}' (it tells {listed})",
            )
        )
    return value_subject(record, attribute), value_mark(record, attribute, values[attribute])
