"""The app of this room."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.journeys"
    label = "journeys"
