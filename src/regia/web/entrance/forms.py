"""The forms of the way in."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.people.models import Person

_NAME = Text("Nome e cognome", "First and last name")
_EMAIL = Text("E-mail", "E-mail")
_PASSWORD = Text("Password", "Password")
_AT_LEAST = Text(
    "Almeno 12 caratteri: una frase che ricordi va bene.", "At least 12 characters: a phrase that you remember is fine."
)


class JoinForm(forms.Form):
    """A new person: name and password; the e-mail is the invitation's, where it names one."""

    name = forms.CharField(max_length=150)
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: object, invited: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.invited = invited
        self.fields["name"].label = tell(_NAME)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].label = tell(_EMAIL)
        self.fields["email"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = tell(_PASSWORD)
        self.fields["password"].help_text = tell(_AT_LEAST)
        if invited:
            self.fields["email"].initial = invited
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Return the invitation's address, or the one given: never one that is somebody's already."""
        email = (self.invited or str(self.cleaned_data["email"])).lower()
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(
                tell(
                    Text("C'è già una persona con questa e-mail: entra.", "Somebody has this e-mail already: sign in.")
                )
            )
        return email

    def clean(self) -> dict[str, object]:
        """Check the password against the name and address, too."""
        given = super().clean() or {}
        if password := given.get("password"):
            person = Person(email=str(given.get("email", "")), name=str(given.get("name", "")))
            try:
                validate_password(str(password), person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


class AccountForm(forms.ModelForm[Person]):
    """What a person may change of themselves."""

    class Meta:
        """Name, language and theme."""

        model = Person
        fields = ("name", "language", "theme")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].label = tell(_NAME)
        self.fields["name"].required = True
        self.fields["language"].label = tell(Text("Lingua", "Language"))
        theme = self.fields["theme"]
        theme.label = tell(Text("Tema", "Theme"))
        theme.widget = forms.Select(
            choices=[
                ("auto", tell(Text("come il computer", "as the computer"))),
                ("light", tell(Text("chiaro", "light"))),
                ("dark", tell(Text("scuro", "dark"))),
            ]
        )
