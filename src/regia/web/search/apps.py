"""The app of this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.search"
    label = "search"
