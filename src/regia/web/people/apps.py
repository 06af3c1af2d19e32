"""The app of people and companies."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, companies, memberships, invitations, audit."""

    name = "regia.web.people"
    label = "people"

    def ready(self) -> None:
        """Listen to sign-ins, which the audit log keeps."""
        from regia.web.people import signals

        signals.listen()
