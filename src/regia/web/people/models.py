"""Companies, people and what they are in each other's eyes, as tables of the database."""

from pathlib import Path
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from regia.errors import Language, Text
from regia.web.people.roles import GRANTS, ROLES, Permission, Role

_ROLES = [(role.value, role.value) for role in Role]


class Company(models.Model):
    """One company folder that the workspace shows; `slug` is its name in addresses."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    folder = models.CharField(max_length=1000, unique=True)
    made_up = models.BooleanField(default=False)
    registered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Listed by name."""

        ordering = ("name", "slug")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """The company folder."""
        return Path(self.folder)


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is one person, however it is written."""

    def create_user(self, email: str, password: str | None = None, **more: object) -> "Person":
        """Make a person; without a password they enter by link only."""
        person = self.model(email=email.strip().lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return a person by e-mail address."""
        return self.get(email__iexact=username or "")


class Person(AbstractBaseUser):
    """One person, with the language and theme they chose; `runs_server` is told of new companies."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, default="it", choices=[("it", "Italiano"), ("en", "English")])
    theme = models.CharField(max_length=5, default="auto", choices=[(each, each) for each in ("auto", "light", "dark")])
    is_active = models.BooleanField(default=True)
    made_up = models.BooleanField(default=False)
    runs_server = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        """Listed by name."""

        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def spoken(self) -> Language:
        """The language that pages speak to them."""
        return "it" if self.language == "it" else "en"


class Membership(models.Model):
    """What a person is in a company; without a row here the company does not exist for them."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=_ROLES)
    department = models.CharField(max_length=100, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        """One row for each person in a company."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("company", "person"), name="one_membership")
        ]
        ordering = ("person__name", "person__email")

    def __str__(self) -> str:
        return f"{self.person} @ {self.company}"

    @property
    def role_word(self) -> Text:
        """The role in words."""
        return ROLES[Role(self.role)]

    def may(self, permission: Permission) -> bool:
        """Whether the role holds a permission."""
        return permission in GRANTS[Role(self.role)]


class Invitation(models.Model):
    """A link that lets one person in, once; only its hash is kept.

    Without a company it is the first administrator's: administrator of every company known by then.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=_ROLES)
    department = models.CharField(max_length=100, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.email} → {self.company}"

    @property
    def role_word(self) -> Text:
        """The role in words."""
        return ROLES[Role(self.role)]

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.expires_at > timezone.now()


class EntryLink(models.Model):
    """A link made in the terminal that signs a person in, once; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"→ {self.person}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.expires_at > timezone.now()


class AuditEntry(models.Model):
    """One thing that somebody did which must be answerable for; never changed, never shown to another company."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="audit")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    email = models.CharField(max_length=254, blank=True)
    kind = models.CharField(max_length=30)
    detail = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.email}"
