"""The app of the way in."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    """Sign-in, links, the choice of a company, one's own settings."""

    name = "regia.web.entrance"
    label = "entrance"
