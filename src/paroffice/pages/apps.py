"""The room as Django starts it."""

from django.apps import AppConfig
from django.db.models.signals import pre_save

from paroffice.pages.legible import fits


class Pages(AppConfig):
    name = "paroffice.pages"

    def ready(self) -> None:
        pre_save.connect(fits, dispatch_uid="paroffice.pages.fits")
