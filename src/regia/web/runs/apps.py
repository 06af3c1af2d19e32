"""The app of this room."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.runs"
    label = "runs"
