"""The room as Django starts it."""

from django.apps import AppConfig


class PortalRoom(AppConfig):
    name = "paroffice.portal"
    label = "portal"

    def ready(self) -> None:
        from paroffice.portal import signals

        signals.connect()
