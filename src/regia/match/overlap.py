"""How many values two fields share, by their sketches."""

from regia.match.field import Field


def shared_share(left: Field, right: Field) -> float | None:
    """Estimate the share of the smaller side's distinct values that the other has; None where it cannot be told.

    The k smallest hashes of both are compared below the lower of the two ends (Beyer et al. 2007).
    """
    if not left.sketch or not right.sketch:
        return None
    ends = [each.sketch[-1] for each in (left, right) if not each.sketch_whole]
    end = min(ends, default="g")
    mine = {hash_ for hash_ in left.sketch if hash_ <= end}
    other = {hash_ for hash_ in right.sketch if hash_ <= end}
    fewest = min(len(mine), len(other))
    return len(mine & other) / fewest if fewest else None
