"""The app of this room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Its views, templates and background work."""

    name = "regia.web.matching"
    label = "matching"
