"""What allauth may do here: nobody signs up by themselves, at the door or through an identity provider."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from regia.errors import Text
from regia.web.frame.language import tell

NOT_INVITED = Text(
    "Nessuno ti ha ancora invitato con questo indirizzo: chiedilo a un amministratore.",
    "Nobody has invited you with this address yet: ask an administrator.",
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth's
        """Nobody signs up by themselves."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 allauth's
        """Lead who changed or chose their password back to their companies."""
        return reverse("companies")

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the page that follows shows that it worked."""


class OutsideAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Who comes from an identity provider must already be a person here, by their verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 allauth's
        """Nobody becomes a person by signing in elsewhere."""
        messages.error(request, tell(NOT_INVITED))
        raise ImmediateHttpResponse(redirect("account_login"))
