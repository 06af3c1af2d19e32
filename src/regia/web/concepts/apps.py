"""The app of this room."""

from django.apps import AppConfig


class ConceptsConfig(AppConfig):
    """Its views and templates."""

    name = "regia.web.concepts"
    label = "concepts"
