"""A company begins in the browser: made, connected within what the server allows, tried; no password is ever shown."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.urls import reverse

from regia.errors.web import SourceFolderWrong, SourceHostWrong
from regia.sources.registry import connectors
from regia.web import reach
from regia.web.connections.kinds import SERVERS
from regia.web.people.links import join
from regia.web.people.models import AuditEntry, Company, Person
from regia.web.people.registration import register
from regia.web.people.roles import Role
from regia.web.reach import Reach
from regia.workspace import load
from tests.checkup.made import company, sqlite

BrowserOf = Callable[[Role | None], Client]
PASSWORD = "Segretissima-73!"


@pytest.fixture
def own(db: None, tmp_path: Path) -> Company:
    """A company of this test alone, with a system in a file."""
    path = sqlite(tmp_path / "crm.sqlite", {"people": [(1, "a"), (2, "b")]})
    folder = company(tmp_path / "own", {"crm": str(path)})
    (folder / "data").mkdir()
    return register(folder)


@pytest.fixture
def administrator(own: Company, browser_of: BrowserOf) -> Client:
    client = browser_of(None)
    join(None, own, Person.objects.get(email="stranger@esempio.it"), Role.ADMINISTRATOR)
    return client


@pytest.fixture
def allowed(settings: LazySettings) -> None:
    settings.SOURCE_REACH = Reach(names=("db.example.com", "127.0.0.1"), networks=(reach._network("127.0.0.0/8"),))  # type: ignore[arg-type]


def _server(**more: str) -> dict[str, str]:
    given = {"name": "Gestionale", "kind": "postgresql", "host": "db.example.com", "database": "erp", "user": "reader"}
    return {f"server-{name}": value for name, value in {**given, "password": PASSWORD, **more}.items()}


def _connect(client: Client, own: Company, **more: str) -> int:
    return client.post(reverse("connect_server", args=[own.slug]), _server(**more)).status_code


class TestReach:
    def test_nothing_is_reached_that_is_not_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv(reach.HOSTS, raising=False)
        monkeypatch.delenv(reach.FOLDERS, raising=False)
        nothing = reach.reach()
        for host in ("localhost", "127.0.0.1", "db.example.com", "169.254.169.254"):
            assert not nothing.admits_host(host)
        assert not nothing.admits_path(tmp_path, tmp_path / "company", ())

    @pytest.mark.parametrize(
        ("host", "admitted"),
        [
            ("db.example.com", True),
            ("DB.Example.Com", True),
            ("other.example.com", False),
            ("db.example.com.evil.org", False),
            ("a.lan.example", True),
            ("lan.example", False),
            ("10.1.2.3", True),
            ("10.2.0.1", False),
            ("::1", False),
        ],
    )
    def test_hosts(self, host: str, admitted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(reach.HOSTS, "db.example.com, *.lan.example,10.1.0.0/16")
        assert reach.reach().admits_host(host) == admitted

    @pytest.mark.parametrize("wrong", ["http://db.example.com", "db.example.com:5432", "a b", "10.0.0.1/8"])
    def test_what_is_no_host_is_told(self, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(reach.HOSTS, wrong)
        with pytest.raises(SourceHostWrong):
            reach.reach()

    def test_folders_are_absolute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(reach.FOLDERS, "exports")
        with pytest.raises(SourceFolderWrong):
            reach.reach()

    def test_folders_of_companies_stay_closed(self, tmp_path: Path) -> None:
        own, other = tmp_path / "companies" / "own", tmp_path / "companies" / "other"
        for folder in (own / "data", own / "secrets", other / "data", tmp_path / "exports"):
            folder.mkdir(parents=True)
        (tmp_path / "exports" / "way").symlink_to(other)
        (own / "data" / "way").symlink_to(other)
        everything = Reach(folders=(tmp_path,))
        admitted = [tmp_path / "exports", own / "data", own / "data" / "x.csv"]
        refused = [tmp_path, tmp_path / "companies", own, own / "secrets", other, other / "data", tmp_path.parent]
        refused += [tmp_path / "exports" / "way", own / "data" / "way", own / "data" / ".." / "secrets"]
        assert [path for path in admitted if not everything.admits_path(path, own, (own, other))] == []
        assert [path for path in refused if everything.admits_path(path, own, (own, other))] == []


def test_every_kind_of_server_can_be_connected() -> None:
    assert {each.kind for each in SERVERS} == {each.kind for each in connectors() if each.capabilities.server}


class TestNewCompany:
    def test_who_runs_the_server_makes_it_and_administers_it(
        self, db: None, tmp_path: Path, settings: LazySettings, browser_of: BrowserOf
    ) -> None:
        settings.COMPANIES_FOLDER = tmp_path / "companies"
        client = browser_of(None)
        Person.objects.filter(email="stranger@esempio.it").update(runs_server=True)
        given = {"name": "Acmé S.r.l.", "language": "it", "timezone": "Europe/London", "others": "Ufficio legale\n\n"}
        answer = client.post(reverse("company_new"), {**given, "departments": ["sales", "it"]})
        made = Company.objects.get(name="Acmé S.r.l.")
        assert answer.headers["Location"] == reverse("connections", args=[made.slug])
        assert "Connect the first system" in client.get(answer.headers["Location"]).content.decode()
        declared = load(made.path)
        assert made.path == tmp_path / "companies" / "acme-s-r-l"
        assert [each.name for each in declared.departments] == ["Vendite", "IT", "Ufficio legale"]
        assert declared.working_time.timezone == "Europe/London"
        assert made.path.stat().st_mode & 0o777 == 0o700

    def test_what_was_typed_stays_on_a_mistake(self, db: None, browser_of: BrowserOf) -> None:
        client = browser_of(None)
        Person.objects.filter(email="stranger@esempio.it").update(runs_server=True)
        before = Company.objects.count()
        page = client.post(reverse("company_new"), {"name": "Acme", "language": "it", "timezone": "Mars"})
        assert 'value="Acme"' in page.content.decode()
        assert "Not a time zone" in page.content.decode()
        assert Company.objects.count() == before


class TestServer:
    def test_a_password_goes_to_a_file_and_nowhere_else(
        self, own: Company, administrator: Client, allowed: None
    ) -> None:
        assert _connect(administrator, own) == 302
        secret = own.path / "secrets" / "gestionale"
        assert secret.read_text() == f"{PASSWORD}\n"
        assert secret.stat().st_mode & 0o777 == 0o600
        assert secret.parent.stat().st_mode & 0o777 == 0o700
        text = (own.path / "regia.toml").read_text()
        assert 'source = "postgresql://reader@db.example.com/erp"' in text
        assert 'password = "file:secrets/gestionale"' in text
        page = administrator.get(reverse("connection", args=[own.slug, "gestionale"])).content.decode()
        kept = serializers.serialize("json", [*AuditEntry.objects.all(), *own.memberships.all()])
        sessions = [str(each.get_decoded()) for each in Session.objects.all()]
        assert [each for each in (text, page, kept, *sessions) if PASSWORD in each] == []
        assert "db.example.com" in kept

    @pytest.mark.parametrize(
        "more",
        [
            {"host": "other.example.com"},
            {"host": "db.example.com,evil.org"},
            {"host": "/var/run/postgresql"},
            {"host": "db.example.com/x?host=evil.org"},
            {"database": "host=evil.org"},
            {"database": "postgresql://evil.org/x"},
            {"kind": "sqlite"},
            {"port": "70000"},
            {"name": "!!"},
            {"password": "two\nlines"},
        ],
    )
    def test_what_is_not_allowed_is_not_written(
        self, own: Company, administrator: Client, allowed: None, more: dict[str, str]
    ) -> None:
        before = (own.path / "regia.toml").read_text()
        answer = administrator.post(reverse("connect_server", args=[own.slug]), _server(**more))
        assert answer.status_code == 200
        assert PASSWORD not in answer.content.decode()
        assert 'value="reader"' in answer.content.decode()
        assert (own.path / "regia.toml").read_text() == before
        assert not (own.path / "secrets").exists()

    def test_a_password_stays_with_its_login_alone(self, own: Company, administrator: Client, allowed: None) -> None:
        _connect(administrator, own)
        url = reverse("connection_change", args=[own.slug, "gestionale"])
        assert administrator.post(url, _server(password="", database="erp2")).status_code == 302
        [source] = [each.source for each in load(own.path).systems if each.system == "gestionale"]
        assert source is not None
        assert (source.url, source.password) == (
            "postgresql://reader@db.example.com/erp2",
            "file:secrets/gestionale",
        )
        assert administrator.post(url, _server(password="", host="127.0.0.1")).status_code == 302
        [source] = [each.source for each in load(own.path).systems if each.system == "gestionale"]
        assert source is not None
        assert source.password is None
        assert not (own.path / "secrets" / "gestionale").exists()

    def test_one_that_does_not_answer_is_diagnosed(self, own: Company, administrator: Client, allowed: None) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            _connect(administrator, own, host="127.0.0.1", port=str(closed.getsockname()[1]))
            url = reverse("connection_try", args=[own.slug, "gestionale"])
            told = administrator.post(url, headers={"HX-Request": "true"}).content.decode()
        assert "cannot be read" in told
        assert "127.0.0.1" in told
        assert PASSWORD not in told

    def test_one_written_by_hand_is_left_alone(self, own: Company, administrator: Client, allowed: None) -> None:
        toml = own.path / "regia.toml"
        hand = '\n[systems.erp]\nname = "ERP"\nsource = "mysql://r@db.example.com/x"\npassword = "env:ERP"\n'
        toml.write_text(toml.read_text() + hand)
        before = toml.read_text()
        page = administrator.get(reverse("connection", args=[own.slug, "erp"])).content.decode()
        assert "written by hand" in page
        for action in ("connection_change", "connection_remove"):
            assert administrator.post(reverse(action, args=[own.slug, "erp"]), _server(kind="mysql")).status_code == 503
        assert toml.read_text() == before


class TestFiles:
    def test_files_are_connected_tried_and_taken_away(self, own: Company, administrator: Client) -> None:
        (own.path / "data" / "orders.csv").write_text("id,total\n1,10\n2,20\n")
        (own.path / "data" / "more.csv").write_text("id,total\n1,10\n2,20\n")
        answer = administrator.post(
            reverse("connect_files", args=[own.slug]), {"files-name": "Ordini", "files-path": "data"}
        )
        assert answer.headers["Location"] == f"{reverse('connection', args=[own.slug, 'ordini'])}?try=1"
        told = administrator.post(reverse("connection_try", args=[own.slug, "ordini"])).content.decode()
        assert "2 datasets, 2 readable." in told
        administrator.post(reverse("connection_remove", args=[own.slug, "ordini"]))
        assert {each.system: each.source is None for each in load(own.path).systems} == {"crm": False, "ordini": True}

    @pytest.mark.parametrize("path", ["secrets", "regia.toml", ".", "/etc", "data/../.regia", "../"])
    def test_other_places_are_refused(self, own: Company, administrator: Client, path: str) -> None:
        before = (own.path / "regia.toml").read_text()
        given = {"files-name": "Ordini", "files-path": path}
        page = administrator.post(reverse("connect_files", args=[own.slug]), given).content.decode()
        assert "not among those allowed" in page
        assert (own.path / "regia.toml").read_text() == before

    def test_two_systems_of_one_name_are_two(self, own: Company, administrator: Client) -> None:
        for _ in range(2):
            administrator.post(reverse("connect_files", args=[own.slug]), {"files-name": "CRM", "files-path": "data"})
        assert [each.system for each in load(own.path).systems] == ["crm", "crm-2", "crm-3"]
