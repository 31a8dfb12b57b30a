"""Documents and their sealed versions."""

from django.db import models
from django.db.models import Q

from paroffice.people.models import Person, Unit


class Document(models.Model):
    """What a paper is; its content is in its versions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name="đơn vị")
    title = models.CharField("trích yếu", max_length=500)
    number = models.CharField("số, ký hiệu", max_length=120, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "tài liệu", "tài liệu"

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Version(models.Model):
    """The content of a document as it was stored: found by its hash, never changed, never erased."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("cỡ")
    name = models.CharField("tên tệp", max_length=255)
    kind = models.CharField("loại", max_length=100)
    stored_by = models.ForeignKey(Person, models.PROTECT)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"])]
        constraints = [
            models.CheckConstraint(name="version_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]
