"""Which department does what: that of the team that did it, else from the words of what it says it can do.

Where neither tells, the department of the system.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Literal

from regia.journeys.activity import Activity
from regia.journeys.gathering import Gathered
from regia.journeys.naming import moment_of
from regia.match.lexicon import Lexicon
from regia.match.naming import tokens
from regia.workspace.company import Company

Origin = Literal["actor", "activity", "system", "declared"]

_MOST = 0.5
"""Share of an activity's events whose teams are of one department from which the activity is that department's."""


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
        self._names = {
            name.casefold(): each.department for each in company.departments for name in (each.department, each.name)
        }
        self._acting: dict[int, str] = {}
        self._teams: dict[str, str | None] = {}

    def seen(self, gathered: Gathered) -> "Departments":
        """Take note of which teams did what."""
        counted: dict[int, Counter[str | None]] = defaultdict(Counter)
        rows = gathered.connection.sql("SELECT activity, team, count(*) FROM events GROUP BY ALL").fetchall()
        for activity, team, count in rows:
            counted[int(activity)][self.of_team(team)] += int(count)
        for activity, teams in counted.items():
            department, count = teams.most_common(1)[0]
            if department is not None and count > _MOST * teams.total():
                self._acting[activity] = department
        return self

    def of_team(self, team: str | None) -> str | None:
        """Return the department that a team is called after, by its name or by what it does, or None."""
        if not team:
            return None
        if team not in self._teams:
            self._teams[team] = self._names.get(team.strip().casefold()) or self._fitting(self._meanings(team))
        return self._teams[team]

    def of(self, activity: Activity) -> tuple[str | None, Origin]:
        """Return the department of an activity, and whether people, teams, its own words or only its system tell."""
        if activity.code in self._said:
            return self._said[activity.code], "declared"
        if activity.number in self._acting:
            return self._acting[activity.number], "actor"
        moment = moment_of(activity.time.name)
        done = [moment.code, moment.name.it, moment.name.en] if moment else []
        named = self._fitting(self._meanings(" ".join([*done, activity.state or ""])))
        return (named, "activity") if named else (self._of_system.get(activity.source.holder.system), "system")

    def _fitting(self, told: frozenset[str]) -> str | None:
        """Return the one department that says it can do most of what words tell."""
        fitting = {
            department: max((len(told & meaning) for meaning in capabilities), default=0)
            for department, capabilities in self._terms.items()
        }
        best = max(fitting.values(), default=0)
        named = [department for department, fit in fitting.items() if fit == best]
        return named[0] if best and len(named) == 1 else None

    def _meanings(self, text: str) -> frozenset[str]:
        return frozenset().union(*(self._meaning(token) for token in tokens(text)))

    def _meaning(self, token: str) -> Mapping[str, object] | frozenset[str]:
        return self._lexicon.known(token) or self._lexicon.completed(token) or frozenset({token})
