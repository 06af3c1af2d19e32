"""Which department does what: from the words of its declared capabilities, else the department of the system."""

from collections.abc import Mapping
from typing import Literal

from regia.journeys.gathering import Activity
from regia.journeys.naming import moment_of
from regia.match.lexicon import Lexicon
from regia.match.naming import tokens
from regia.workspace.company import Company

Origin = Literal["activity", "system", "declared"]


class Departments:
    """The departments of a company, by what they say they can do."""

    def __init__(self, company: Company, lexicon: Lexicon, said: Mapping[str, str]) -> None:
        self._said = said
        self._of_system = {each.system: each.department for each in company.systems}
        self._lexicon = lexicon
        self._terms = {
            each.department: [self._meanings(capability) for capability in (each.name, *each.capabilities)]
            for each in company.departments
        }

    def of(self, activity: Activity) -> tuple[str | None, Origin]:
        """Return the department of an activity, and whether people, its own words or only its system tell."""
        if activity.code in self._said:
            return self._said[activity.code], "declared"
        told = self._told(activity)
        fitting = {
            department: max((len(told & meaning) for meaning in capabilities), default=0)
            for department, capabilities in self._terms.items()
        }
        best = max(fitting.values(), default=0)
        named = [department for department, fit in fitting.items() if fit == best]
        if best and len(named) == 1:
            return named[0], "activity"
        return self._of_system.get(activity.source.holder.system), "system"

    def _told(self, activity: Activity) -> frozenset[str]:
        moment = moment_of(activity.time.name)
        said = f"{activity.source.holder.concept} {moment.code if moment else ''} {moment.name.it if moment else ''}"
        return self._meanings(said)

    def _meanings(self, text: str) -> frozenset[str]:
        return frozenset().union(*(self._meaning(token) for token in tokens(text)))

    def _meaning(self, token: str) -> Mapping[str, object] | frozenset[str]:
        return self._lexicon.known(token) or self._lexicon.completed(token) or frozenset({token})
