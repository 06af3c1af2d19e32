"""The app of this room."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.design"
    label = "design"
