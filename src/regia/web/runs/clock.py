"""Keeps the timetables, beside the worker: what has come due is started, also what came due while nothing ran."""

import logging
import threading

from django.db import Error as DatabaseError
from django.db import connection

from regia.web.runs.services import start_due

LOOK_SECONDS = 20


def keep_time(over: threading.Event) -> None:
    """Start what is due, until `over`; a database that cannot be reached now is asked again."""
    while True:
        try:
            start_due()
        except DatabaseError:
            logging.getLogger(__name__).exception("the timetables could not be read")
        finally:
            connection.close()
        if over.wait(LOOK_SECONDS):
            return
