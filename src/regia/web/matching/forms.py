"""The answer to a question: parsed at the edge."""

from django import forms

from regia.judgement.verdict import Decision, subject_pair
from regia.web.verdicts import ANSWERS


class AnswerForm(forms.Form):
    """Which pair, what is said of it, and why."""

    pair = forms.CharField(max_length=2_000)
    say = forms.ChoiceField(choices=[(each, each) for each in ANSWERS])
    why = forms.CharField(max_length=500, required=False)

    def clean_pair(self) -> str:
        """Return the subject of a correspondence."""
        pair: str = self.cleaned_data["pair"]
        try:
            subject_pair(pair)
        except ValueError as error:
            raise forms.ValidationError("no pair") from error
        return pair

    @property
    def decision(self) -> Decision | None:
        """What was decided; None where the person is not sure."""
        return ANSWERS[self.cleaned_data["say"]]
