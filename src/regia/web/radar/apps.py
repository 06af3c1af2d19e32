"""The app of this room."""

from django.apps import AppConfig


class RadarConfig(AppConfig):
    """Its views, templates and links."""

    name = "regia.web.radar"
    label = "radar"
