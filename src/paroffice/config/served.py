"""The door as `paroffice web` opens it: a process that answers does not outlive the one that began it."""

from paroffice.config.wsgi import application
from paroffice.jobs.supervisor import end_with_parent

__all__ = ["application"]
end_with_parent()
