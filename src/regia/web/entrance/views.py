"""The pages before a company is chosen."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from regia.errors import Text
from regia.web.entrance.forms import AccountForm, JoinForm
from regia.web.frame.language import spoken, tell
from regia.web.frame.next_page import next_page
from regia.web.frame.preferences import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from regia.web.people.anew import forget_password, forget_ways_in, is_vouched_for
from regia.web.people.links import accept, open_entry, open_invitation, use
from regia.web.people.models import Invitation, Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
YEAR_SECONDS = 365 * 86_400


@require_GET
@login_required
def companies(request: HttpRequest) -> HttpResponse:
    """Let a person choose among their companies; who has one alone goes straight in."""
    memberships = list(request.user.memberships.select_related("company").order_by("company__name"))  # type: ignore[union-attr]
    if len(memberships) == 1 and "choose" not in request.GET:
        return redirect("today", company=memberships[0].company.slug)
    return render(request, "entrance/companies.html", {"memberships": memberships})


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign a person in by the link printed in the terminal: it works once, and only when the button is pressed.

    Their password of before works no more.
    """
    link = open_entry(token)
    if link is None:
        return render(request, "entrance/link_over.html", status=410)
    if request.method == "POST" and use(link):
        had_password = forget_ways_in(link.person)
        _sign_in(request, link.person)
        return _to_a_new_password(request) if had_password else redirect("companies")
    return render(request, "entrance/enter.html", {"person": link.person})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an invitation: as a new person, or as the one who is signed in and was meant."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "entrance/link_over.html", status=410)
    if isinstance(request.user, Person):
        return _join_as(request, invitation, request.user)
    form = JoinForm(request.POST or None, invited=invitation.email)
    if request.method == "POST" and form.is_valid():
        return _join_as_new(request, invitation, form)
    known = bool(invitation.email) and Person.objects.filter(email__iexact=invitation.email).exists()
    return render(request, "entrance/join.html", {"invitation": invitation, "form": form, "known": known})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep a language or a theme: by person, or in a cookie for who has not signed in."""
    answer = redirect(next_page(request, "/"))
    for name, cookie, known in (("language", LANGUAGE_COOKIE, ("it", "en")), ("theme", THEME_COOKIE, THEMES)):
        chosen = request.POST.get(name)
        if chosen not in known:
            continue
        if isinstance(request.user, Person):
            Person.objects.filter(pk=request.user.pk).update(**{name: chosen})
        answer.set_cookie(cookie, str(chosen), max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Let a person change their name, language and theme, and see how they sign in."""
    person = request.user
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, {"it": "Salvato.", "en": "Saved."}[form.cleaned_data["language"]])
        return redirect("account")
    return render(request, "entrance/account.html", {"form": form})


def _join_as(request: HttpRequest, invitation: Invitation, person: Person) -> HttpResponse:
    if invitation.email and invitation.email != person.email.lower():
        return render(request, "entrance/for_another.html", {"invitation": invitation}, status=403)
    vouched = is_vouched_for(person, invitation)
    if request.method == "POST" and accept(request, invitation, person):
        if vouched or not person.has_usable_password():
            return _into(invitation)
        forget_password(person, request)
        return _to_a_new_password(request)
    return render(request, "entrance/join.html", {"invitation": invitation, "person": person})


def _join_as_new(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    given = form.cleaned_data
    with transaction.atomic():
        person = Person.objects.create_user(given["email"], given["password"], name=given["name"])
        person.language = spoken()
        person.save(update_fields=["language"])
        if not accept(request, invitation, person):
            transaction.set_rollback(True)
            return render(request, "entrance/link_over.html", status=410)
    _sign_in(request, person)
    return _into(invitation)


def _into(invitation: Invitation) -> HttpResponse:
    return redirect("today", company=invitation.company.slug) if invitation.company else redirect("companies")


def _to_a_new_password(request: HttpRequest) -> HttpResponse:
    """Lead who has just lost their password, with every session elsewhere, to the choice of another."""
    said = Text(
        "La password di prima non vale più, da nessuna parte: scegline una nuova.",
        "The password of before works nowhere any more: choose a new one.",
    )
    messages.info(request, tell(said))
    return redirect("account_set_password")


def _sign_in(request: HttpRequest, person: Person) -> None:
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="link")
    messages.success(request, tell(Text("Benvenuto, {name}.", "Welcome, {name}.").fill(name=person)))
