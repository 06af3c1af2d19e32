"""What two sketches tell of the values they stand for.

A sketch holds the smallest hashes of the normalised distinct values (bottom-k, as in Cohen and Kaplan, "Summarizing
data using bottom-k sketches", PODC 2007): two of them are comparable up to the smaller of their largest hashes.
"""

from regia.profile.facts import ValueFacts


def contained_share(child: ValueFacts, parent: ValueFacts) -> float | None:
    """Estimate the share of the child's distinct values that the parent has, or None where the sketches cannot tell."""
    if not parent.sketch:
        return 0.0
    bound = "g" if parent.sketch_whole else parent.sketch[-1]
    comparable = [each for each in child.sketch if each <= bound]
    if not comparable:
        return None
    return len(set(comparable) & set(parent.sketch)) / len(comparable)
