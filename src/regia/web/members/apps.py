"""The app of this room."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.members"
    label = "members"
