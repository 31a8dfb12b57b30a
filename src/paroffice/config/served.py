"""The door as `paroffice web` opens it: a process that answers does not outlive the one that began it."""

from django.db import connections

from paroffice.config.memory import set_apart
from paroffice.config.wsgi import application
from paroffice.jobs.supervisor import end_with_parent

__all__ = ["application"]
KEPT_SECONDS = 60
"""A line to PostgreSQL serves one request after the other: opening one costs more than many a page."""

end_with_parent()
for settings in connections.settings.values():
    if settings["ENGINE"].endswith("postgresql"):
        settings["CONN_MAX_AGE"] = KEPT_SECONDS
set_apart()
