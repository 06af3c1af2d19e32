"""What would Regia find in a company whose truth is known? Makes up companies and writes that truth down.

A made-up company is a simulation: people and firms with lives, staff with hours and queues, and jobs that
carry data from system to system, each system recording what it learns, when, with its own mistakes. The
truth is written by the simulation as it acts. Shares no lexicon or distribution with the analyses.
"""

from regia.demo.making import MadeUpCompany, make
from regia.demo.options import DemoOptions, Industry, Variant

__all__ = ["DemoOptions", "Industry", "MadeUpCompany", "Variant", "make"]
