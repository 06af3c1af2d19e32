"""The pages of members and of the audit log."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regia.errors import Text
from regia.web.frame.language import tell
from regia.web.members.forms import InvitationForm, MemberForm
from regia.web.members.selectors import audit_page, members_page
from regia.web.members.services import change, remove
from regia.web.people.links import INVITATION_DAYS, invite
from regia.web.people.models import Invitation, Membership
from regia.web.people.roles import Permission, Role
from regia.web.visit import Request, Visit, company_page, show

LAST_ONE = Text(
    "È l'unico amministratore: nominane prima un altro.", "This is the only administrator: name another one first."
)


@require_http_methods(["GET", "POST"])
@company_page(Permission.MANAGE)
def members(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the members, and invite one; the link is shown once, here."""
    form = InvitationForm(request.POST or None, company=visit.company, departments=visit.departments)
    link = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        _, token = invite(request, visit.company, given["email"], Role(given["role"]), given["department"])
        link = request.build_absolute_uri(reverse("join", args=[token]))
        form = InvitationForm(company=visit.company, departments=visit.departments)
    return show(
        request,
        "members/members.html",
        form=form,
        link=link,
        days=INVITATION_DAYS,
        page=members_page(visit),
    )


@require_http_methods(["GET", "POST"])
@company_page(Permission.MANAGE)
def member(request: Request, visit: Visit, member: int) -> HttpResponseBase:
    """Change a member's role and department."""
    found = get_object_or_404(Membership.objects.select_related("person"), pk=member, company=visit.company)
    initial = {"role": found.role, "department": found.department}
    form = MemberForm(request.POST or None, initial=initial, departments=visit.departments)
    if request.method == "POST" and form.is_valid():
        if change(request, found, Role(form.cleaned_data["role"]), form.cleaned_data["department"]):
            return redirect("members", company=visit.company.slug)
        form.add_error("role", tell(LAST_ONE))
    return show(request, "members/member.html", form=form, member=found)


@require_POST
@company_page(Permission.MANAGE)
def member_remove(request: Request, visit: Visit, member: int) -> HttpResponseBase:
    """Take a member out of the company."""
    found = get_object_or_404(Membership.objects.select_related("person"), pk=member, company=visit.company)
    if not remove(request, found):
        messages.error(request, tell(LAST_ONE))
    return redirect("members", company=visit.company.slug)


@require_POST
@company_page(Permission.MANAGE)
def invitation_withdraw(request: Request, visit: Visit, invitation: int) -> HttpResponseBase:  # noqa: ARG001
    """Take an invitation back."""
    get_object_or_404(Invitation, pk=invitation, company=visit.company, accepted_at=None).delete()
    return redirect("members", company=visit.company.slug)


@require_GET
@company_page(Permission.MANAGE)
def audit(request: Request, visit: Visit) -> HttpResponseBase:
    """Show the audit log of this company."""
    found = audit_page(visit, request.GET.get("page"))
    return show(request, "members/audit.html", page=found.page, entries=found.entries)
