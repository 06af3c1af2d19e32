"""What strangers may say of themselves, what a failure shows, what a queue and a spreadsheet may be made to do."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from regia.checkup.record import Records
from regia.errors.web import ProxyAddressWrong
from regia.model.harmless import harmless
from regia.web import proxy
from regia.web.people.models import Company
from regia.web.people.roles import Role
from regia.web.proxy import ForwardedMiddleware
from regia.web.visit import Visit

BrowserOf = Callable[[Role | None], Client]
FORWARDED = {"HTTP_X_FORWARDED_FOR": "1.2.3.4", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_FORWARDED": "for=1.2.3.4"}


def _kept(address: str) -> set[str]:
    """Return which of the forwarded headers are left of a request from an address."""
    seen: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    ForwardedMiddleware(answer)(RequestFactory().get("/", REMOTE_ADDR=address, **FORWARDED))
    return {name for name in FORWARDED if name in seen[0].META}


class TestForwarded:
    @pytest.fixture(autouse=True)
    def _behind_a_proxy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REGIA_TRUSTED_PROXY", "https://regia.example.com")
        monkeypatch.delenv(proxy.ADDRESSES, raising=False)

    @pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
    def test_the_proxy_of_this_machine_is_believed(self, address: str) -> None:
        assert _kept(address) == set(FORWARDED)

    @pytest.mark.parametrize("address", ["10.0.0.4", "203.0.113.9", "2001:db8::1", "", "unix:"])
    def test_nobody_else_is(self, address: str) -> None:
        assert _kept(address) == set()

    def test_but_who_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(proxy.ADDRESSES, "10.0.0.4, 10.1.0.0/28")
        assert _kept("10.0.0.4") == _kept("10.1.0.15") == set(FORWARDED)
        assert _kept("127.0.0.1") == _kept("10.1.0.16") == set()

    def test_without_a_proxy_nobody_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("REGIA_TRUSTED_PROXY")
        assert _kept("127.0.0.1") == set()

    def test_what_is_no_address_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(proxy.ADDRESSES, "proxy.example.com")
        with pytest.raises(ProxyAddressWrong):
            proxy.proxy_networks()


def test_the_page_of_a_defect_has_the_policy_too_and_tells_nothing(
    served: Company, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Visit) -> None:
        raise ZeroDivisionError("a value of somebody's")

    client = browser_of(Role.IT)
    client.raise_request_exception = False
    monkeypatch.setattr(Visit, "zone", property(broken))
    answer = client.get(reverse("today", args=[served.slug]))
    assert answer.status_code == 500
    assert "This is a defect of Regia" in answer.content.decode()
    assert "somebody" not in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_answers_wait_to_be_applied_once(served: Company, browser_of: BrowserOf) -> None:
    client = browser_of(Role.BUSINESS)
    for _ in range(5):
        client.post(reverse("apply_answers", args=[served.slug]))
    assert DBTaskResult.objects.filter(args_kwargs__args=[served.slug]).count() == 1


def test_a_stage_that_failed_says_why_and_quotes_nobody(
    served: Company, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = Records(served.path).latest()
    why = "ConversionException: Could not convert string 'anna@example.com' to INT32"
    broken = replace(last, stages=(replace(last.stages[0], failure=why), *last.stages[1:]))
    monkeypatch.setattr(Records, "all", lambda _: iter([broken]))
    page = browser_of(Role.BUSINESS).get(reverse("runs", args=[served.slug])).content.decode()
    assert f"stage that failed: {last.stages[0].stage}" in page
    assert "Could not convert string" in page
    assert "anna@" not in page


class TestHarmless:
    @pytest.mark.parametrize(
        "cell",
        ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"],
    )
    def test_no_cell_begins_like_a_formula(self, cell: str) -> None:
        assert str(harmless(cell)).startswith("'")

    @pytest.mark.parametrize("cell", ["a;=1+1", "a\n=1+1", "a\r\n@SUM(A1)", "a\t+1", "a;＝1", "x;-2+3|cmd"])
    def test_nor_does_any_part_of_it_where_it_may_be_cut(self, cell: str) -> None:
        """As a spreadsheet reads it that cuts at semicolons, or takes no quotes."""
        text = io.StringIO()
        csv.writer(text).writerow(["1", harmless(cell)])
        parts = [part for line in text.getvalue().splitlines() for part in line.replace("\t", ";").split(";")]
        assert [part for part in parts if part.lstrip('"')[:1] in tuple("=+-@＝＋－＠")] == []

    @pytest.mark.parametrize("cell", ["", "a=1", "Rossi; Bianchi", "10-12", "a@b.it", "riga\naltra", 12, -3, None])
    def test_what_is_no_formula_stays_as_it_is(self, cell: object) -> None:
        assert harmless(cell) == cell
