"""Pictures and files of a portal. Their names on disk are drawn by lot: nobody guesses what is not yet published."""

import secrets
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from paroffice.portal.uploads import Hostile, examine_file, examine_picture


def drawn_name(folder: str, name: str) -> str:
    return f"{folder}/{secrets.token_hex(8)}{PurePath(name).suffix.casefold()}"


def file_place(_file: "File", name: str) -> str:
    return drawn_name("files", name)


class Picture(AbstractImage):
    """A photograph or drawing. What it shows is said where it is used, since that depends on the text around it."""

    credit = models.CharField(_("tác giả ảnh"), max_length=120, blank=True)

    admin_form_fields = ("title", "file", "collection", "credit", "tags")
    search_auto_update = False
    """Wagtail's form makes it findable itself; a worker doing the same at the same time refused the upload."""

    class Meta(AbstractImage.Meta):
        verbose_name, verbose_name_plural = _("ảnh"), _("ảnh")

    def get_upload_to(self, filename: str) -> str:
        return drawn_name("originals", filename)

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:
            try:
                examine_picture(self.file)
            except Hostile as hostile:
                raise ValidationError({"file": str(hostile)}) from None


class PictureSize(AbstractRendition):
    """A picture at one size, as a page shows it."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="picture_size_once")
        ]

    def get_upload_to(self, filename: str) -> str:
        return f"shown/{PurePath(filename).name}"


class File(AbstractDocument):
    """A paper to download."""

    said_name = models.CharField(max_length=200, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")
    search_auto_update = False

    class Meta(AbstractDocument.Meta):
        verbose_name, verbose_name_plural = _("tệp"), _("tệp")

    def clean(self) -> None:
        super().clean()
        if self.file and not self.file._committed:
            try:
                self.said_name = examine_file(self.file)
            except Hostile as hostile:
                raise ValidationError({"file": str(hostile)}) from None

    @property
    def filename(self) -> str:
        """As it was called when it was given."""
        return self.said_name or PurePath(self.file.name).name


File._meta.get_field("file").upload_to = file_place
