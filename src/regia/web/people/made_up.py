"""The people of a made-up company, one of each role; they have no password and enter by link only."""

from regia.errors import Language
from regia.web.people.links import entry_link, join
from regia.web.people.models import Company, Person
from regia.web.people.roles import Role

NAMES = {
    Role.ADMINISTRATOR: "Ada Moretti",
    Role.IT: "Ivo Tassi",
    Role.BUSINESS: "Bianca Serra",
    Role.EXECUTIVE: "Elena Dotti",
    Role.GUEST: "Guido Ferri",
}


def made_up_people(company: Company, language: Language) -> list[tuple[Person, Role, str]]:
    """Return one person of each role in a made-up company, with the token of a link that signs them in once."""
    return [(person, role, entry_link(person)) for role, person in _people(company, language)]


def _people(company: Company, language: Language) -> list[tuple[Role, Person]]:
    found = []
    for role, name in NAMES.items():
        email = f"{role.value}@{company.slug}.example"
        person = Person.objects.filter(email=email, made_up=True).first()
        if person is None:
            person = Person.objects.create_user(email, name=name, language=language, made_up=True)
        join(None, company, person, role)
        found.append((role, person))
    return found
