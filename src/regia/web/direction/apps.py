"""The app of this room."""

from django.apps import AppConfig


class DirectionConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.direction"
    label = "direction"
