"""The room as Django starts it."""

from django.apps import AppConfig


class ImprovementRoom(AppConfig):
    name = "paroffice.improvement"

    def ready(self) -> None:
        """What a leaver has open is told from here."""
        from paroffice.improvement import leaving  # noqa: F401
