"""The app of this room."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.today"
    label = "today"
