"""The forms of the members page."""

from collections.abc import Mapping

from django import forms

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.people.models import Company, Membership
from regia.web.people.roles import MAY, ROLES, Role


class MemberForm(forms.Form):
    """A role and a department."""

    role = forms.ChoiceField()
    department = forms.ChoiceField(required=False)

    def __init__(self, *args: object, departments: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        role, department = self.fields["role"], self.fields["department"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(department, forms.ChoiceField)
        role.label, department.label = tell(Text("Ruolo", "Role")), tell(Text("Reparto", "Department"))
        role.choices = [(each.value, f"{tell(ROLES[each])}: {tell(MAY[each])}") for each in Role]
        department.choices = [("", tell(Text("nessuno in particolare", "none in particular"))), *departments.items()]


class InvitationForm(MemberForm):
    """Who is invited, as what."""

    email = forms.EmailField()
    field_order = ("email", "role", "department")

    def __init__(self, *args: object, company: Company, departments: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, departments=departments, **kwargs)
        self.company = company
        self.fields["email"].label = tell(Text("E-mail", "E-mail"))
        self.fields["role"].initial = Role.BUSINESS.value

    def clean_email(self) -> str:
        """Return the address, of nobody who is a member already."""
        email = str(self.cleaned_data["email"]).lower()
        if Membership.objects.filter(company=self.company, person__email__iexact=email).exists():
            raise forms.ValidationError(tell(Text("Fa già parte dell'azienda.", "Belongs to the company already.")))
        return email
