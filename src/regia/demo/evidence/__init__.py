"""What a company has besides data: scripts, job tables, traces, logs, lists of projects, objectives, contracts.

Some of what they declare runs, some no longer does, and some of what runs is declared nowhere.
"""

from regia.demo.evidence.observed import write_observed
from regia.demo.evidence.papers import write_papers
from regia.demo.evidence.scripts import write_scripts
from regia.demo.evidence.story import Story

__all__ = ["Story", "write_evidence"]


def write_evidence(story: Story) -> None:
    """Write all evidence files, and note in the truth which interface each one tells of."""
    write_scripts(story)
    write_observed(story)
    write_papers(story)
