"""The app of this room."""

from django.apps import AppConfig


class LandscapeConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.landscape"
    label = "landscape"
