"""The forms of a new company and of its connections: parsed at the edge, within what the server allows."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote
from zoneinfo import available_timezones

from django import forms
from django.conf import settings

from regia.errors import Text
from regia.web.connections.kinds import PORTS, SERVERS
from regia.web.frame.fields import section_name
from regia.web.frame.language import tell
from regia.web.people.models import Company
from regia.web.reach import DATA, Reach, is_host
from regia.workspace.company import Department
from regia.workspace.section import as_identifier

DEPARTMENTS: dict[str, Text] = {
    "marketing": Text("Marketing", "Marketing"),
    "sales": Text("Vendite", "Sales"),
    "operations": Text("Produzione e logistica", "Operations"),
    "customer_care": Text("Assistenza clienti", "Customer care"),
    "administration": Text("Amministrazione", "Administration"),
    "it": Text("IT", "IT"),
}
_NAME = Text("Nome del sistema", "Name of the system")
_NAME_HELP = Text("Come lo chiamate voi: CRM, gestionale, negozio.", "What you call it: CRM, ERP, shop.")


class CompanyForm(forms.Form):
    """A new company: what it is called, its language, its time zone, its departments."""

    name = forms.CharField(max_length=120)
    language = forms.ChoiceField(choices=[("it", "Italiano"), ("en", "English")])
    timezone = forms.CharField(max_length=60, initial="Europe/Rome")
    departments = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        labels = {
            "name": Text("Nome dell'azienda", "Name of the company"),
            "language": Text("Lingua dell'azienda", "The company's language"),
            "timezone": Text("Fuso orario", "Time zone"),
            "departments": Text("Reparti, nell'ordine del lavoro", "Departments, in the order of the work"),
            "others": Text("Altri reparti", "Other departments"),
        }
        for name, label in labels.items():
            self.fields[name].label = tell(label)
        self.fields["others"].help_text = tell(Text("Uno per riga.", "One a line."))
        departments = self.fields["departments"]
        assert isinstance(departments, forms.MultipleChoiceField)
        departments.choices = [(each, tell(name)) for each, name in DEPARTMENTS.items()]
        departments.initial = list(DEPARTMENTS)[:5]

    def clean_name(self) -> str:
        """Return the name, of which a folder can be named."""
        return section_name(self.cleaned_data["name"])

    def clean_timezone(self) -> str:
        """Return a time zone that there is."""
        zone = str(self.cleaned_data["timezone"]).strip()
        if zone not in available_timezones():
            raise _mistake(
                "Non conosco questo fuso: scrivi per esempio Europe/Rome.",
                "Not a time zone that is known: write for example Europe/Rome.",
            )
        return zone

    @property
    def named(self) -> tuple[Department, ...]:
        """The departments chosen, then those written."""
        language = self.cleaned_data["language"]
        chosen = {each: name.it if language == "it" else name.en for each, name in DEPARTMENTS.items()}
        found = {each: name for each, name in chosen.items() if each in self.cleaned_data["departments"]}
        for line in str(self.cleaned_data["others"]).splitlines():
            identifier = as_identifier(line)
            if identifier:
                found.setdefault(identifier, " ".join(line.split()))
        return tuple(Department(each, name) for each, name in found.items())


class SystemForm(forms.Form):
    """A system, whatever its data is read from."""

    name = forms.CharField(max_length=60)
    department = forms.ChoiceField(required=False)

    def __init__(self, *args: object, company: Company, departments: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.company = company
        self.fields["name"].label, self.fields["name"].help_text = tell(_NAME), tell(_NAME_HELP)
        department = self.fields["department"]
        assert isinstance(department, forms.ChoiceField)
        department.label = tell(Text("Di quale reparto è", "Whose it is"))
        department.choices = [("", tell(Text("non lo so ancora", "not known yet"))), *departments.items()]

    def clean_name(self) -> str:
        """Return the name, of which a section of regia.toml can be named."""
        return section_name(self.cleaned_data["name"])

    @property
    def url(self) -> str:
        """The address, without a password."""
        raise NotImplementedError

    @property
    def password(self) -> str:
        """The password, where one was typed."""
        return str(self.cleaned_data.get("password") or "")


class ServerForm(SystemForm):
    """A system whose data is in a database server; the password is never shown again."""

    kind = forms.ChoiceField(choices=[(each.kind, each.name) for each in SERVERS])
    host = forms.CharField(max_length=253)
    port = forms.IntegerField(required=False, min_value=1, max_value=65_535)
    database = forms.CharField(required=False, max_length=128)
    user = forms.CharField(required=False, max_length=128)
    password = forms.CharField(  # type: ignore[assignment]
        required=False, strip=False, max_length=1_000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        labels = {
            "kind": Text("Genere di database", "Kind of database"),
            "host": Text("Host", "Host"),
            "port": Text("Porta", "Port"),
            "database": Text("Nome del database", "Name of the database"),
            "user": Text("Utente di sola lettura", "Read-only login"),
            "password": Text("Password", "Password"),
        }
        for name, label in labels.items():
            self.fields[name].label = tell(label)
        self.fields["port"].help_text = tell(Text("Vuota: quella consueta.", "Empty: the usual one."))
        self.fields["password"].help_text = tell(
            Text(
                "Va in un file che solo il server può leggere, mai nel database di Regia.",
                "Goes to a file that only the server may read, never into Regia's database.",
            )
        )

    def clean_host(self) -> str:
        """Return the host, one of those that may be read."""
        host = str(self.cleaned_data["host"]).strip()
        if not is_host(host):
            raise _mistake(
                "Scrivi solo il nome o l'indirizzo dell'host, come db.example.com.",
                "Write just the name or address of the host, such as db.example.com.",
            )
        if not _reach().admits_host(host):
            raise _mistake(
                "Questo host non è tra quelli ammessi: chi avvia il server lo aggiunge a REGIA_SOURCE_HOSTS.",
                "This host is not among those allowed: who runs the server adds it to REGIA_SOURCE_HOSTS.",
            )
        return host

    def clean_database(self) -> str:
        """Return the database's name."""
        return _plain(self.cleaned_data["database"])

    def clean_user(self) -> str:
        """Return the login's name."""
        return _plain(self.cleaned_data["user"])

    def clean_password(self) -> str:
        """Return the password: one line, as its file holds it."""
        password = str(self.cleaned_data["password"])
        if any(character in password for character in "\r\n\x00"):
            raise _mistake("La password è di una riga sola.", "The password is one line.")
        return password

    @property
    def url(self) -> str:
        """The address, without a password."""
        given = self.cleaned_data
        user = f"{quote(given['user'], safe='')}@" if given["user"] else ""
        host = f"[{given['host']}]" if ":" in given["host"] else given["host"]
        port = f":{given['port']}" if given["port"] and given["port"] != PORTS[given["kind"]] else ""
        return f"{given['kind']}://{user}{host}{port}/{quote(given['database'], safe='')}"


class FilesForm(SystemForm):
    """A system whose data is in files: exports, spreadsheets, a file of SQLite or DuckDB."""

    path = forms.CharField(max_length=1_000)

    def __init__(self, *args: object, closed: tuple[Path, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.closed = closed
        self.fields["path"].label = tell(Text("File o cartella, sul server", "File or folder, on the server"))
        self.fields["path"].initial = DATA

    def clean_path(self) -> str:
        """Return the path as regia.toml holds it, of something that is there and may be read."""
        given = str(self.cleaned_data["path"]).strip()
        folder = self.company.path.resolve()
        path = folder / given
        if "\x00" in given or not _reach().admits_path(path, folder, self.closed):
            raise _mistake(
                "Questo percorso non è tra quelli ammessi: chi avvia il server lo aggiunge a REGIA_SOURCE_FOLDERS.",
                "This path is not among those allowed: who runs the server adds it to REGIA_SOURCE_FOLDERS.",
            )
        real = path.resolve()
        if not real.exists():
            raise _mistake("Non c'è.", "There is nothing there.")
        return (real.relative_to(folder) if real.is_relative_to(folder) else real).as_posix()

    @property
    def url(self) -> str:
        """The path."""
        return str(self.cleaned_data["path"])


def _reach() -> Reach:
    allowed: Reach = settings.SOURCE_REACH
    return allowed


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Return a name that no driver takes for options of its own."""
    name = text.strip()
    if any(character in name for character in "=\\'\"") or "://" in name or not name.isprintable():
        raise _mistake("Scrivi solo il nome.", "Write just the name.")
    return name


def _mistake(it: str, en: str) -> forms.ValidationError:
    return forms.ValidationError(tell(Text(it, en)))
