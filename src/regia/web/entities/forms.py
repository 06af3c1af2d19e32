"""What is said of a conflict or of a system of reference: parsed at the edge."""

from django import forms

from regia.judgement.verdict import Decision

_DECISIONS = {"right": Decision.CONFIRMED, "wrong": Decision.REJECTED, "undo": Decision.WITHDRAWN}


class _SayForm(forms.Form):
    say = forms.ChoiceField(choices=[(each, each) for each in _DECISIONS])
    why = forms.CharField(max_length=500, required=False)

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return _DECISIONS[self.cleaned_data["say"]]


class ValueForm(_SayForm):
    """Whether what a record says of an attribute is right."""

    value = forms.CharField(max_length=2_000)


class MasterForm(_SayForm):
    """Whether a system leads for a concept."""

    concept = forms.CharField(max_length=500)
    system = forms.CharField(max_length=500)
