"""How people come in: one-time links, invitations, passwords, the lock, the audit log; and nobody else."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from regia.web.people.audit import Event
from regia.web.people.links import entry_link, invite, join
from regia.web.people.made_up import made_up_people
from regia.web.people.models import AuditEntry, Company, Invitation, Membership, Person
from regia.web.people.roles import Role

PASSWORD = "una frase lunga 42"
BrowserOf = Callable[[Role | None], Client]


@pytest.fixture(autouse=True)
def _counters(db: None) -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


def _join(token: str, email: str = "anna@example.com", client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post(reverse("join", args=[token]), {"name": "Anna Neri", "email": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def _sign_in(client: Client, password: str, email: str = "anna@example.com") -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password}).status_code


class TestFirstAdministrator:
    def test_administers_every_company_and_enters_once(self, served: Company) -> None:
        _, token = invite(None, None, "", Role.ADMINISTRATOR)
        client = _join(token)
        assert client.get(reverse("members", args=[served.slug])).status_code == 200
        assert Client().get(reverse("join", args=[token])).status_code == 410
        assert _sign_in(Client(), PASSWORD) == 302

    def test_is_told_what_is_wrong_with_a_password(self, served: Company) -> None:
        _, token = invite(None, None, "", Role.ADMINISTRATOR)
        given = {"name": "Anna", "email": "anna@example.com", "password": "password"}
        answer = Client().post(reverse("join", args=[token]), given)
        assert answer.status_code == 200
        assert 'value="Anna"' in answer.content.decode()
        assert not Person.objects.filter(email="anna@example.com").exists()


class TestInvitation:
    def test_the_link_is_shown_once_and_makes_a_member(self, served: Company, browser_of: BrowserOf) -> None:
        administrator = browser_of(Role.ADMINISTRATOR)
        page = administrator.post(
            reverse("members", args=[served.slug]), {"email": "anna@example.com", "role": "it", "department": "sales"}
        ).content.decode()
        [token] = re.findall(r"/join/([\w-]+)", page)
        assert token not in administrator.get(reverse("members", args=[served.slug])).content.decode()
        assert not Invitation.objects.filter(token_hash__contains=token).exists()
        _join(token)
        member = Membership.objects.get(person__email="anna@example.com")
        assert (member.company, member.role, member.department) == (served, "it", "sales")

    def test_never_signs_in_somebody_who_is_here_already(self, served: Company, browser_of: BrowserOf) -> None:
        """Else an administrator of one company could enter others as the person invited."""
        browser_of(None)
        _, token = invite(None, served, "stranger@esempio.it", Role.GUEST)
        client = Client()
        given = {"name": "X", "email": "stranger@esempio.it", "password": PASSWORD}
        assert client.post(reverse("join", args=[token]), given).status_code == 200
        assert "_auth_user_id" not in client.session
        assert not Membership.objects.filter(company=served, person__email="stranger@esempio.it").exists()

    def test_is_for_the_person_invited_alone(self, served: Company, browser_of: BrowserOf) -> None:
        _, token = invite(None, served, "anna@example.com", Role.ADMINISTRATOR)
        stranger = browser_of(None)
        assert stranger.post(reverse("join", args=[token])).status_code == 403
        assert served.memberships.count() == 0

    def test_is_over_after_its_days(self, served: Company) -> None:
        invitation, token = invite(None, served, "anna@example.com", Role.GUEST)
        invitation.expires_at = invitation.made_at
        invitation.save()
        assert Client().get(reverse("join", args=[token])).status_code == 410


class TestEntryLink:
    def test_signs_in_once_and_only_when_the_button_is_pressed(self, served: Company) -> None:
        _, _, token = made_up_people(served, "it")[1]
        url = reverse("enter", args=[token])
        looked = Client()
        assert looked.get(url).status_code == 200
        assert "_auth_user_id" not in looked.session
        entered = Client()
        assert entered.post(url).status_code == 302
        assert entered.get(reverse("today", args=[served.slug])).status_code == 200
        assert Client().post(url).status_code == 410

    def test_a_new_one_ends_those_before(self, served: Company) -> None:
        person = Person.objects.create_user("anna@example.com")
        first = entry_link(person)
        entry_link(person)
        assert Client().get(reverse("enter", args=[first])).status_code == 410


class TestBeginningAnew:
    """Whoever made an account under somebody's address has no way into it once that person comes by a link."""

    @pytest.fixture
    def squatter(self, served: Company) -> Client:
        """Somebody who knows the password of anna's account, and is signed in as her."""
        Person.objects.create_user("anna@example.com", PASSWORD)
        client = Client()
        assert _sign_in(client, PASSWORD) == 302
        return client

    def _is_out(self, squatter: Client) -> bool:
        assert squatter.get(reverse("account")).status_code == 302
        again = Client()
        _sign_in(again, PASSWORD)
        return "_auth_user_id" not in again.session

    def test_by_a_link_from_the_terminal(self, squatter: Client) -> None:
        from allauth.mfa.models import Authenticator
        from allauth.mfa.totp.internal.auth import TOTP

        anna = Person.objects.get(email="anna@example.com")
        TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
        client = Client()
        answer = client.post(reverse("enter", args=[entry_link(anna)]))
        assert answer.headers["Location"] == reverse("account_set_password")
        assert client.get(answer.headers["Location"]).status_code == 200
        assert self._is_out(squatter)
        assert not Authenticator.objects.filter(user=anna).exists()
        new = {"password1": "un'altra frase 43", "password2": "un'altra frase 43"}
        assert client.post(reverse("account_set_password"), new).headers["Location"] == reverse("companies")
        assert _sign_in(Client(), "un'altra frase 43") == 302

    def test_by_an_invitation_of_who_does_not_know_them(self, served: Company, squatter: Client) -> None:
        _, token = invite(None, served, "anna@example.com", Role.GUEST)
        client = Client()
        _sign_in(client, PASSWORD)
        answer = client.post(reverse("join", args=[token]))
        assert answer.headers["Location"] == reverse("account_set_password")
        assert client.get(reverse("today", args=[served.slug])).status_code == 200
        assert self._is_out(squatter)

    def test_who_is_invited_by_an_administrator_of_theirs_keeps_the_password(
        self, served: Company, squatter: Client
    ) -> None:
        anna, other = Person.objects.get(email="anna@example.com"), Person.objects.create_user("other@example.com")
        elsewhere = Company.objects.create(slug="elsewhere", name="Elsewhere", folder="/nowhere/elsewhere")
        for person, role in ((other, Role.ADMINISTRATOR), (anna, Role.GUEST)):
            join(None, elsewhere, person, role)
        invitation, token = invite(None, served, "anna@example.com", Role.GUEST)
        invitation.made_by = other
        invitation.save()
        client = Client()
        _sign_in(client, PASSWORD)
        assert client.post(reverse("join", args=[token])).headers["Location"] == reverse("today", args=[served.slug])
        assert squatter.get(reverse("account")).status_code == 200


class TestPassword:
    @pytest.fixture(autouse=True)
    def _anna(self, served: Company) -> None:
        Person.objects.create_user("anna@example.com", PASSWORD)

    def test_refusals_close_the_door_and_are_kept(self) -> None:
        for _ in range(5):
            assert _sign_in(Client(), "sbagliata sbagliata") == 200
        refused = Client()
        _sign_in(refused, PASSWORD)
        assert "_auth_user_id" not in refused.session, "the right password must wait, too"
        assert AuditEntry.objects.filter(kind=Event.SIGN_IN_FAILED, email="anna@example.com").count() >= 5

    def test_sign_in_and_out_are_kept(self) -> None:
        client = Client()
        assert _sign_in(client, PASSWORD) == 302
        client.post(reverse("account_logout"))
        kinds = set(AuditEntry.objects.filter(person__email="anna@example.com").values_list("kind", flat=True))
        assert kinds == {Event.SIGNED_IN, Event.SIGNED_OUT}

    def test_a_second_factor_is_asked_for_where_there_is_one(self) -> None:
        from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

        anna = Person.objects.get(email="anna@example.com")
        secret = "JBSWY3DPEHPK3PXP"
        TOTP.activate(anna, secret)
        client = Client()
        assert _sign_in(client, PASSWORD) == 302
        assert "_auth_user_id" not in client.session
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
        assert client.session["_auth_user_id"] == str(anna.pk)


def test_nobody_signs_up_by_themselves(db: None) -> None:
    assert Client().get("/account/signup/").status_code == 404


def test_who_left_the_company_sees_nothing_of_it(served: Company, browser_of: BrowserOf) -> None:
    guest = browser_of(Role.GUEST)
    assert guest.get(reverse("today", args=[served.slug])).status_code == 200
    Membership.objects.filter(person__email="guest@esempio.it").delete()
    assert guest.get(reverse("today", args=[served.slug])).status_code == 404


def test_the_last_administrator_stays(served: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.ADMINISTRATOR)
    [member] = served.memberships.all()
    client.post(reverse("member_remove", args=[served.slug, member.pk]))
    client.post(reverse("member", args=[served.slug, member.pk]), {"role": "guest"})
    member.refresh_from_db()
    assert member.role == "administrator"


class TestUnmasking:
    def test_is_asked_for_with_a_reason_kept_and_over_by_itself(self, served: Company, browser_of: BrowserOf) -> None:
        client = browser_of(Role.IT)
        field = reverse("field", args=[served.slug, "crm", "people", "email"])
        assert "persona0@esempio.it" not in client.get(field).content.decode()
        client.post(reverse("unmask", args=[served.slug]), {"why": "", "next": field})
        assert "persona0@" not in client.get(field).content.decode()
        client.post(reverse("unmask", args=[served.slug]), {"why": "verifica con il DPO", "next": field})
        assert "persona0@esempio.it" in client.get(field).content.decode()
        kept = AuditEntry.objects.filter(company=served)
        assert kept.get(kind=Event.UNMASKED).detail == "verifica con il DPO"
        assert kept.get(kind=Event.SEEN_IN_CLEAR).detail == field
        session = client.session
        session["clear-until"] = {served.slug: "2020-01-01T00:00:00+00:00"}
        session.save()
        assert "persona0@esempio.it" not in client.get(field).content.decode()

    def test_what_is_masked_is_not_searched(self, served: Company, browser_of: BrowserOf) -> None:
        """Else who may not see a value could guess it."""
        from regia.profile.tables import FIELD_VALUES
        from regia.web.evidence.reader import Evidence

        assert Evidence.current(served.path).values(FIELD_VALUES, "value", limit=10) == []
        assert len(Evidence.current(served.path, in_clear=True).values(FIELD_VALUES, "value", limit=10)) == 10


def test_a_next_address_of_another_site_is_not_followed(db: None) -> None:
    answer = Client().post(reverse("preferences"), {"language": "it", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_the_policy_is_strict(db: None) -> None:
    policy = Client().get(reverse("account_login")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
