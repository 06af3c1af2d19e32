"""The app of this room."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.findings"
    label = "findings"
