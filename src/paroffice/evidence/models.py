"""Documents and their sealed versions."""

from django.db import models
from django.db.models import Q

from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class Secrecy(models.TextChoices):
    """Luật Bảo vệ bí mật nhà nước 2018, điều 8."""

    SECRET = "secret", "mật"
    TOP = "top", "tối mật"
    UTMOST = "utmost", "tuyệt mật"


class Document(models.Model):
    """What a paper is; its content is in its versions. A secret one has none: a witness attests to it instead."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name="đơn vị")
    title = models.CharField("trích yếu", max_length=500)
    number = models.CharField("số, ký hiệu", max_length=120, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    searched = models.TextField("để tìm", blank=True)
    secrecy = models.CharField("độ mật", max_length=20, blank=True, choices=Secrecy.choices)
    witness = models.CharField("người xác nhận", max_length=120, blank=True)
    attestation = models.TextField("lời xác nhận", blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_for = models.TextField("lý do rút", blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "tài liệu", "tài liệu"
        constraints = [
            models.CheckConstraint(
                name="document_secret_with_a_witness",
                condition=Q(secrecy="", witness="", attestation="")
                | (Q(secrecy__in=Secrecy.values) & ~Q(witness="") & ~Q(attestation="")),
            ),
            models.CheckConstraint(
                name="document_withdrawn_by_someone_for_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_for="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_for="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Version(models.Model):
    """The content of a document as it was stored: found by its hash, never changed, never erased.

    With it its passport, read when it was stored (`passport.py`): `text` is page by page, a form feed between.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("cỡ")
    name = models.CharField("tên tệp", max_length=255)
    kind = models.CharField("loại", max_length=100)
    stored_by = models.ForeignKey(Person, models.PROTECT)
    stored_at = models.DateTimeField()
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    text = models.TextField("chữ", blank=True)
    read = models.JSONField("đọc được", default=dict, blank=True)
    signatures = models.JSONField("chữ ký số", default=list, blank=True)
    flags = models.JSONField("lưu ý", default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"])]
        constraints = [
            models.CheckConstraint(name="version_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]


class Paper(models.Model):
    """A file of the office's own, not of a unit: a decision, a signed record, a photograph taken on the spot."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="papers", verbose_name="đợt đánh giá")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("cỡ")
    name = models.CharField("tên tệp", max_length=255)
    kind = models.CharField("loại", max_length=100)
    pages = models.PositiveIntegerField("số trang", null=True)
    signatures = models.JSONField("chữ ký số", default=list)
    stored_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="paper_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))]
