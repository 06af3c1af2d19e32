"""The form of a timetable."""

from django import forms

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.runs.timetable import EVERY, WEEKDAYS, Every, Timetable


class ScheduleForm(forms.Form):
    """How often, and when."""

    every = forms.ChoiceField()
    at = forms.TimeField(
        initial="02:00",
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    weekday = forms.TypedChoiceField(coerce=int, initial=5)
    day = forms.IntegerField(min_value=1, max_value=31, initial=1)

    def __init__(self, *args: object, zone: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        every, weekday = self.fields["every"], self.fields["weekday"]
        assert isinstance(every, forms.ChoiceField)
        assert isinstance(weekday, forms.ChoiceField)
        every.label, every.choices = tell(Text("Quando", "When")), [(each, tell(EVERY[each])) for each in Every]
        weekday.label = tell(Text("Se ogni settimana, di", "If every week, on"))
        weekday.choices = [(number, tell(name)) for number, name in enumerate(WEEKDAYS)]
        self.fields["at"].label = tell(Text("Ora", "Hour"))
        self.fields["at"].help_text = tell(Text("Fuso orario: {zone}", "Time zone: {zone}").fill(zone=zone))
        self.fields["day"].label = tell(Text("Se ogni mese, il giorno", "If every month, on day"))

    @property
    def timetable(self) -> Timetable:
        """What was chosen."""
        given = self.cleaned_data
        return Timetable(Every(given["every"]), given["at"], given["weekday"], given["day"])
