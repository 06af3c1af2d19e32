"""Company folders become companies of the workspace."""

from pathlib import Path

from django.utils.text import slugify

from regia.web.people.links import join
from regia.web.people.models import Company, Person
from regia.web.people.roles import Role
from regia.workspace import load


def register(folder: Path) -> Company:
    """Make a folder known, or take up what its regia.toml says now; who runs the server administers a new one.

    Raises:
        CompanyError: no company folder, or regia.toml has mistakes.
    """
    declared = load(folder)
    known = Company.objects.filter(folder=str(declared.folder.resolve())).first()
    company = known or Company(folder=str(declared.folder.resolve()), slug=_slug(declared.folder.resolve()))
    company.name, company.made_up = declared.name, declared.made_up
    company.save()
    if known is None:  # who was taken out of a company since does not come back with a restart
        for person in Person.objects.filter(runs_server=True):
            join(None, company, person, Role.ADMINISTRATOR)
    return company


def _slug(folder: Path) -> str:
    stem, number = slugify(folder.name)[:50] or "company", 1
    while Company.objects.filter(slug=(slug := stem if number == 1 else f"{stem}-{number}")).exists():
        number += 1
    return slug
