"""What a person says of an interface: parsed at the edge."""

from django import forms

from regia.judgement.verdict import Decision

_DECISIONS = {"yes": Decision.CONFIRMED, "no": Decision.REJECTED, "withdraw": Decision.WITHDRAWN}
LONGEST_NAME, LONGEST_WHY = 120, 500


class VerdictForm(forms.Form):
    """Whether it is one, what it is called, and why."""

    say = forms.ChoiceField(choices=[(each, each) for each in _DECISIONS])
    name = forms.CharField(max_length=LONGEST_NAME, required=False)
    why = forms.CharField(max_length=LONGEST_WHY, required=False)

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return _DECISIONS[self.cleaned_data["say"]]
