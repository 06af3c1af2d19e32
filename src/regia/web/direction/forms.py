"""The forms of the direction: what regia.toml may hold of it, parsed at the edge."""

from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst

from regia.errors import Text
from regia.web.frame.fields import section_name
from regia.web.frame.language import spoken, tell
from regia.workspace.company import Company, Responsibility
from regia.workspace.direction_keys import AREAS, DIRECTION, OBJECTIVE, PROJECT, RESPONSIBILITY
from regia.workspace.key import Key
from regia.workspace.literals import Value

_LABELS: Mapping[str, Text] = {
    "vision": Text("Visione tecnologica", "Technology vision"),
    "principles": Text("Principi di architettura", "Principles of architecture"),
    "name": Text("In una frase", "In a sentence"),
    "kpi": Text("Indicatore", "KPI"),
    "baseline": Text("Oggi vale", "Today it is"),
    "target": Text("Deve valere", "It is to be"),
    "due": Text("Entro il", "By"),
    "owner": Text("Chi ne risponde", "Who answers for it"),
    "serves": Text("Obiettivi a cui serve", "Objectives it serves"),
    "systems": Text("Sistemi che tocca", "Systems it touches"),
    "budget_eur": Text("Budget, in euro", "Budget, in euro"),
    "accountable": Text("Chi decide", "Who decides"),
    "responsible": Text("Chi lo fa", "Who does it"),
    "consulted": Text("Chi va sentito", "Who is heard"),
}
_FOR_EXAMPLE = Text("Per esempio: {example}", "For example: {example}")
_ONE_A_LINE = Text("Uno per riga.", "One a line.")


class KeysForm(forms.Form):
    """A section of regia.toml: its fields are the keys of the section, with an example of each that is a text."""

    keys: tuple[Key, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for each in self.keys:
            self.fields[each.name].label = tell(_LABELS[each.name])
            example = each.shown(spoken())
            if example.startswith('"'):
                self.fields[each.name].help_text = tell(_FOR_EXAMPLE).format(example=example.strip('"'))

    @property
    def values(self) -> dict[str, Value | None]:
        """What regia.toml is to say; None takes a key out."""
        given = {each.name: self.cleaned_data[each.name] for each in self.keys}
        return {name: None if value in ("", []) else value for name, value in given.items()}


class VisionForm(KeysForm):
    """The vision, and the principles of architecture."""

    keys = DIRECTION
    vision = forms.CharField(required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 10}))
    principles = forms.CharField(required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vision"].help_text = tell(Text("In una pagina, a parole vostre.", "In one page, in your words."))
        self.fields["principles"].help_text = tell(_ONE_A_LINE)

    def clean_vision(self) -> str:
        """Return the vision with plain line ends."""
        return "\n".join(line.rstrip() for line in _lines(self.cleaned_data["vision"])).strip()

    def clean_principles(self) -> list[str]:
        """Return the principles, each once."""
        return _each_once(_lines(self.cleaned_data["principles"]))


class NamedForm(KeysForm):
    """Something that has a name, of which a section of regia.toml is called."""

    name = forms.CharField(max_length=200)
    owner = forms.CharField(required=False, max_length=120)
    due = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_name(self) -> str:
        """Return the name as one line."""
        return section_name(self.cleaned_data["name"])


class ObjectiveForm(NamedForm):
    """An objective; `serving` are the systems that serve it, which regia.toml keeps with the systems."""

    keys = OBJECTIVE
    kpi = forms.CharField(required=False, max_length=200)
    baseline = forms.CharField(required=False, max_length=60)
    target = forms.CharField(required=False, max_length=60)
    serving = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    field_order = ("name", "kpi", "baseline", "target", "due", "owner", "serving")

    def __init__(self, *args: object, company: Company, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["serving"].label = tell(Text("Sistemi che lo servono", "Systems that serve it"))
        _choose(self.fields["serving"], {each.system: each.name for each in company.systems})


class ProjectForm(NamedForm):
    """A project, the objectives it serves and the systems it touches."""

    keys = PROJECT
    serves = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    systems = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    budget_eur = forms.DecimalField(required=False, min_value=0, max_digits=12, decimal_places=2)
    field_order = ("name", "serves", "systems", "owner", "due", "budget_eur")

    def __init__(self, *args: object, company: Company, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["serves"], {each.objective: each.name for each in company.objectives})
        _choose(self.fields["systems"], {each.system: each.name for each in company.systems})


class DecidersForm(forms.Form):
    """The whole map of responsibilities: for each area who decides, who does it, who is heard."""

    def __init__(self, *args: object, declared: Mapping[str, Responsibility], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.declared = declared
        for area, name in AREAS.items():
            for key in RESPONSIBILITY:
                field = forms.CharField(required=False, max_length=300)
                field.label = f"{tell(name)}: {tell(_LABELS[key.name])}"
                field.initial = ", ".join(getattr(declared[area], key.name)) if area in declared else ""
                self.fields[f"{area}-{key.name}"] = field

    @property
    def headings(self) -> list[str]:
        """The names of the columns."""
        return [tell(_LABELS[key.name]) for key in RESPONSIBILITY]

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each area with its fields."""
        return [
            (capfirst(tell(name)), [self[f"{area}-{key.name}"] for key in RESPONSIBILITY])
            for area, name in AREAS.items()
        ]

    @property
    def values(self) -> dict[tuple[str, ...], Value | None]:
        """What changes in regia.toml; roles are written as lists, and an area without any goes."""
        found: dict[tuple[str, ...], Value | None] = {}
        for area in AREAS:
            given = {key.name: _each_once(self.cleaned_data[f"{area}-{key.name}"].split(",")) for key in RESPONSIBILITY}
            if Responsibility(area, *map(tuple, given.values())) == self.declared.get(area, Responsibility(area)):
                continue
            if not any(given.values()):
                found["responsibilities", area] = None
                continue
            for key, roles in given.items():
                found["responsibilities", area, key] = roles or ([] if key == "accountable" else None)
        return found


def _choose(field: forms.Field, choices: Mapping[str, str]) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = list(choices.items())


def _lines(text: str) -> list[str]:
    return str(text).replace("\r\n", "\n").split("\n")


def _each_once(given: list[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(each.split()) for each in given if each.strip()))
