"""Sign-in through an identity provider: offered where one is named, and no way in for who was not invited."""

from pathlib import Path

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import LazySettings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from regia.errors.company import SecretFileExposed
from regia.web.entrance.adapters import OutsideAccountAdapter
from regia.web.oidc import providers
from regia.web.people.models import Person


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    secret = tmp_path / "secret"
    secret.write_text("molto-segreto")
    secret.chmod(0o600)
    monkeypatch.setenv("REGIA_OIDC_URL", "https://login.example.com/realms/acme")
    monkeypatch.setenv("REGIA_OIDC_CLIENT_ID", "regia")
    monkeypatch.setenv("REGIA_OIDC_SECRET", f"file:{secret}")
    monkeypatch.setenv("REGIA_OIDC_NAME", "Acme")
    return secret


def test_no_provider_is_offered_where_none_isnamed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGIA_OIDC_URL", raising=False)
    assert providers() == {}
    assert "Acme" not in Client().get(reverse("account_login")).content.decode()


def test_the_onenamed_is_offered_and_its_secret_is_not_told(db: None, named: Path, settings: LazySettings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers()
    page = Client().get(reverse("account_login")).content.decode()
    assert "Sign in with Acme" in page
    assert "molto-segreto" not in page


def test_a_secret_that_others_may_read_is_refused(named: Path) -> None:
    named.chmod(0o644)
    with pytest.raises(SecretFileExposed):
        providers()


def test_who_was_not_invited_does_not_come_in(db: None) -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    login = SocialLogin(user=Person(email="nobody@example.com"), account=SocialAccount(provider="company", uid="1"))
    with pytest.raises(ImmediateHttpResponse) as turned_away:
        OutsideAccountAdapter().is_open_for_signup(request, login)
    assert turned_away.value.response["Location"] == reverse("account_login")
    assert not Person.objects.filter(email="nobody@example.com").exists()
