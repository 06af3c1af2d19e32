"""The app of this room."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.connections"
    label = "connections"
