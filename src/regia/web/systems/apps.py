"""The app of this room."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.systems"
    label = "systems"
