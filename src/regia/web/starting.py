"""Starts Django with our settings, once a process."""

import os


def start() -> None:
    """Make Django ready."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regia.web.settings")
    django.setup()
