"""`regia worker`: take up the check-ups that people start in the browser."""

from typing import Annotated

import typer

from regia.cli.console import say

HELP = say(
    """Esegue i check-up avviati dal browser. `regia serve` ne tiene già uno: altri servono a chi ha molte aziende.

    Esempio: regia worker
    """,
    """Run the check-ups started in the browser. `regia serve` starts one already: more are for many companies.

    Example: regia worker
    """,
)

Follow = Annotated[bool, typer.Option("--follow", hidden=True)]


def worker(follow: Follow = False) -> None:
    """Take up check-ups until stopped."""
    from regia.web import serving

    serving.work(follow=follow)
