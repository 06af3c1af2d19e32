"""The forms that say what becomes of a finding: parsed at the edge."""

from collections.abc import Mapping
from datetime import date

from django import forms

from regia.errors import Text
from regia.errors.findings import DayMissing, DayPast, ReasonMissing
from regia.findings.saying import NEED_WHY
from regia.judgement.verdict import Decision
from regia.web.frame.language import spoken, tell

_MOST = 500


class SayForm(forms.Form):
    """A reason: what every word on a finding may have, and one that leaves the problem as it is must have."""

    decision = Decision.FIXED
    label = Text("È risolto", "It is fixed")
    why = forms.CharField(max_length=_MOST, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, today: date, people: Mapping[str, str], **kwargs: object) -> None:
        kwargs.setdefault("auto_id", f"{self.decision.value}-%s")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today, self.people = today, people
        why = self.fields["why"]
        why.label = tell(Text("Perché", "Why"))
        why.required = self.decision in NEED_WHY
        why.error_messages["required"] = ReasonMissing().what(spoken())

    def clean_until(self) -> date | None:
        """Return the day named, which is not over."""
        day: date | None = self.cleaned_data["until"]
        if day is not None and day < self.today:
            raise forms.ValidationError(DayPast(day=day.isoformat()).what(spoken()))
        return day


class FixedForm(SayForm):
    """It is fixed: the next check-up verifies it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["why"].label = tell(Text("Che cosa è stato fatto", "What was done"))


class FalseForm(SayForm):
    """It is not a problem."""

    decision = Decision.FALSE
    label = Text("Non è un problema", "It is not a problem")


class ReopenForm(SayForm):
    """What was said of it is taken back."""

    decision = Decision.WITHDRAWN
    label = Text("Riapri", "Open again")


class AcceptForm(SayForm):
    """It is accepted, until a day."""

    decision = Decision.ACCEPTED
    label = Text("Accettalo fino a un giorno", "Accept it until a day")
    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ("until", "why")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["until"].label = tell(Text("Fino al", "Until"))
        self.fields["until"].error_messages["required"] = DayMissing().what(spoken())


class AssignForm(SayForm):
    """It is given to a person of the company, by a day if one is named; to nobody takes it back."""

    decision = Decision.ASSIGNED
    label = Text("Affidalo", "Assign it")
    to = forms.ChoiceField(required=False)
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ("to", "until", "why")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.label = tell(Text("A chi", "To whom"))
        to.choices = [("", tell(Text("a nessuno", "to nobody"))), *self.people.items()]
        self.fields["until"].label = tell(Text("Entro il (facoltativo)", "By (optional)"))
        self.fields["why"].label = tell(Text("Nota (facoltativa)", "Note (optional)"))


FORMS: Mapping[str, type[SayForm]] = {
    form.decision.value: form for form in (AssignForm, FixedForm, AcceptForm, FalseForm, ReopenForm)
}
