"""The tables of every room and library, made or brought up to date."""

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date() -> None:
    """Applies what is not applied yet, the libraries' steps before ours.

    Every step that is applied builds anew the state of all tables tied to those it touches. An empty office is
    ready a third sooner when the libraries' two hundred steps do not find our tables among them.
    """
    executor = MigrationExecutor(connection)
    ours = {room.label for room in apps.get_app_configs() if room.name.startswith("paroffice.")}
    executor.migrate([last for last in executor.loader.graph.leaf_nodes() if last[0] not in ours])
    call_command("migrate", verbosity=0, interactive=False)
