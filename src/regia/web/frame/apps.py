"""The app of the page frame."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Templates, styles and scripts that every page shares."""

    name = "regia.web.frame"
    label = "frame"

    def ready(self) -> None:
        """Let addresses hold the names of datasets and fields."""
        from django.urls import register_converter

        from regia.web.frame.converters import NameConverter

        register_converter(NameConverter, "name")
