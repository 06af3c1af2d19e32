"""The form that makes links."""

from django import forms

from regia.errors import Text
from regia.judgement.answers import SIDES
from regia.web.frame.language import tell
from regia.web.radar.selectors import SIDE_WORDS
from regia.web.radar.services import MOST_LINKS


class LinksForm(forms.Form):
    """For which side, and for how many people."""

    side = forms.ChoiceField()
    count = forms.IntegerField(min_value=1, max_value=MOST_LINKS, initial=5)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)
        side.label, self.fields["count"].label = (
            tell(Text("Lato", "Side")),
            tell(Text("Quante persone", "How many people")),
        )
        side.choices = [(each, tell(SIDE_WORDS[each])) for each in SIDES]
