"""What a person says of an activity: parsed at the edge."""

from collections.abc import Mapping

from django import forms

from regia.workspace.literals import Value

LONGEST = 120


class ActivityForm(forms.Form):
    """Whether it is a step of the work, what it is called in both languages, and who does it."""

    activity = forms.CharField(max_length=2_000)
    say = forms.ChoiceField(choices=[(each, each) for each in ("yes", "no", "withdraw")])
    name_it = forms.CharField(max_length=LONGEST, required=False)
    name_en = forms.CharField(max_length=LONGEST, required=False)
    department = forms.CharField(max_length=LONGEST, required=False)

    def values(self, found: Mapping[str, object]) -> dict[str, Value | None]:
        """Return the keys to write, of an activity as it was `found`: what is as it was is not written."""
        if self.cleaned_data["say"] == "withdraw":
            return dict.fromkeys(("name", "name_it", "name_en", "department", "same_as", "ignore", "confirmed"))
        step = self.cleaned_data["say"] == "yes"
        changed = {
            name: self.cleaned_data[name]
            for name in ("name_it", "name_en", "department")
            if self.cleaned_data[name] and self.cleaned_data[name] != found[name]
        }
        return {**changed, "confirmed": True if step else None, "ignore": None if step else True, "same_as": None}
