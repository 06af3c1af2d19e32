"""The app of this room."""

from django.apps import AppConfig


class ComparisonConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.comparison"
    label = "comparison"
