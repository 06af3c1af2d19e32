"""What is said of a conflict or of a system of reference: parsed at the edge."""

from django import forms

from regia.judgement.verdict import Decision
from regia.web.verdicts import ANSWERS

_DECISIONS = {"right": Decision.CONFIRMED, "wrong": Decision.REJECTED, "undo": Decision.WITHDRAWN}


class _SayForm(forms.Form):
    say = forms.ChoiceField(choices=[(each, each) for each in _DECISIONS])
    why = forms.CharField(max_length=500, required=False)

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return _DECISIONS[self.cleaned_data["say"]]


class LinkForm(forms.Form):
    """Whether two records are one thing; `link` is the token that stands for them."""

    link = forms.CharField(max_length=100)
    say = forms.ChoiceField(choices=[(each, each) for each in ANSWERS])
    why = forms.CharField(max_length=500, required=False)

    @property
    def decision(self) -> Decision | None:
        """What was decided; None where the person is not sure."""
        return ANSWERS[self.cleaned_data["say"]]


class ValueForm(_SayForm):
    """Whether what a record says of an attribute is right."""

    value = forms.CharField(max_length=2_000)


class MasterForm(_SayForm):
    """Whether a system leads for a concept."""

    concept = forms.CharField(max_length=500)
    system = forms.CharField(max_length=500)
