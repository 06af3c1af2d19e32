"""How many changes did no source notice? What all sources hold alike may be out of date.

A change noticed by none is never seen, and one noticed by all looks like no change. What is seen, a change noticed by
one of three sources or by two, is weighed against models in which a source hears of a fifth to nine tenths of the
changes, on its own or together with the others (beta-binomial: capture and recapture of animals of which some are
never caught). How much sources hear together cannot be told from what is seen (Link, Biometrics 59, 2003): the range
stays wide however much there is.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_HEARD = (0.2, 0.9)
"""Share of the changes that a source hears of, at least and at most."""

_ALONE = (1.0, 2.0, 4.0, 8.0, 1e4)
"""How much sources hear on their own: 1 is nearly together, the last is apart."""

_STEPS = 15
_THREE = 3
_ENDS = (0.5, 0.95)


@dataclass(frozen=True)
class Unseen:
    """What is known of changes nobody noticed: where three sources spoke, `once` one noticed, `twice` two did."""

    once: int = 0
    twice: int = 0

    def ratio(self, sources: int) -> tuple[float, float]:
        """Return the changes unseen for each one seen among so many sources: half of the belief, and 95 % of it."""
        import numpy as np

        noticed = _noticed(sources)
        ratio = noticed[0] / noticed[1:-1].sum(axis=0)
        order = np.argsort(ratio)
        place = np.searchsorted(np.cumsum(self._belief[order]), _ENDS)
        likely, most = (float(each) for each in ratio[order][np.minimum(place, len(order) - 1)])
        return likely, most

    @cached_property
    def _belief(self) -> "np.ndarray":
        """How much each model is believed after what is seen."""
        import numpy as np

        _, once, twice, _ = _noticed(_THREE)
        score = self.once * np.log(once / (once + twice)) + self.twice * np.log(twice / (once + twice))
        raised = np.exp(score - score.max())
        belief: np.ndarray = raised / raised.sum()
        return belief


def _noticed(sources: int) -> "np.ndarray":
    """Return the chance that 0, 1 ... all sources notice a change (rows) under each model (columns).

    A beta-binomial distribution, from the beta function: `scipy.stats` takes longer to import than all the rest runs.
    """
    import numpy as np
    from scipy.special import betaln

    heard, alone = (each.ravel() for each in np.meshgrid(np.linspace(*_HEARD, _STEPS), _ALONE))
    a, b = heard * alone, (1 - heard) * alone
    chances = [
        math.comb(sources, many) * np.exp(betaln(many + a, sources - many + b) - betaln(a, b))
        for many in range(sources + 1)
    ]
    return np.array(chances)
