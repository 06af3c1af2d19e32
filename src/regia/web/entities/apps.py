"""The app of this room."""

from django.apps import AppConfig


class EntitiesConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.entities"
    label = "entities"
