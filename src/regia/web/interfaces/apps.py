"""The app of this room."""

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.interfaces"
    label = "interfaces"
