"""Documents and their sealed versions."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class Secrecy(models.TextChoices):
    """Luật Bảo vệ bí mật nhà nước 2018, điều 8."""

    SECRET = "secret", _("mật")
    TOP = "top", _("tối mật")
    UTMOST = "utmost", _("tuyệt mật")


class Verdict(models.TextChoices):
    """What a scanner said of a file, or why none did."""

    NOT_SCANNED = "not_scanned", _("chưa quét mã độc")
    WAITING = "waiting", _("đang chờ quét mã độc")
    UNREACHABLE = "unreachable", _("máy quét mã độc không trả lời, sẽ quét lại")
    CLEAN = "clean", _("không thấy mã độc")
    INFECTED = "infected", _("có mã độc")


SPOKEN = [Verdict.CLEAN.value, Verdict.INFECTED.value]


class Document(models.Model):
    """What a paper is; its content is in its versions. A secret one has none: a witness attests to it instead."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name=_("đơn vị"))
    title = models.CharField(_("trích yếu"), max_length=500)
    number = models.CharField(_("số, ký hiệu"), max_length=120, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    searched = models.TextField(_("để tìm"), blank=True)
    text_searched = models.TextField(_("chữ để tìm"), blank=True)
    secrecy = models.CharField(_("độ mật"), max_length=20, blank=True, choices=Secrecy.choices)
    witness = models.CharField(_("người xác nhận"), max_length=120, blank=True)
    attestation = models.TextField(_("lời xác nhận"), blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_for = models.TextField(_("lý do rút"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tài liệu")
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

    With it its passport, read when it was stored (`passport.py`): `text` is page by page, a form feed between. What a
    scanner says of it comes later, and is the only thing that changes.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("cỡ"))
    name = models.CharField(_("tên tệp"), max_length=255)
    kind = models.CharField(_("loại"), max_length=100)
    stored_by = models.ForeignKey(Person, models.PROTECT)
    stored_at = models.DateTimeField()
    pages = models.PositiveIntegerField(_("số trang"), null=True, blank=True)
    text = models.TextField(_("chữ"), blank=True)
    read = models.JSONField(_("đọc được"), default=dict, blank=True)
    signatures = models.JSONField(_("chữ ký số"), default=list, blank=True)
    flags = models.JSONField(_("lưu ý"), default=list, blank=True)
    verdict = models.CharField(_("mã độc"), max_length=20, choices=Verdict.choices, default=Verdict.NOT_SCANNED.value)
    found = models.CharField(_("mã độc tìm thấy"), max_length=200, blank=True)
    scanned_at = models.DateTimeField(_("quét lúc"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sha256"])]
        constraints = [
            models.CheckConstraint(name="version_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="version_verdict_with_its_moment",
                condition=Q(verdict__in=SPOKEN, scanned_at__isnull=False)
                | (Q(verdict__in=Verdict.values) & ~Q(verdict__in=SPOKEN) & Q(scanned_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="version_infected_by_something",
                condition=(Q(verdict=Verdict.INFECTED.value) & ~Q(found=""))
                | (~Q(verdict=Verdict.INFECTED.value) & Q(found="")),
            ),
        ]


class Recognition(models.Model):
    """The text of a scan as a machine guessed it, kept apart from what the file itself says.

    A row without a moment waits; one with a reason in `failed` was not read. `text` is page by page like that of the
    version, `percent` how sure the machine was on the average.
    """

    version = models.OneToOneField(Version, models.PROTECT, primary_key=True, related_name="recognition")
    text = models.TextField(blank=True)
    read = models.JSONField(default=dict, blank=True)
    pages = models.JSONField(default=list, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    failed = models.CharField(max_length=20, blank=True, choices=[(one, one) for one in ("absent", "stopped")])
    recognised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recognition_done_failed_or_waiting",
                condition=Q(recognised_at__isnull=False, failed="", percent__isnull=False)
                | Q(recognised_at__isnull=True, text="", percent__isnull=True, failed__in=["", "absent", "stopped"]),
            ),
            models.CheckConstraint(
                name="recognition_percent_is_one", condition=Q(percent__isnull=True) | Q(percent__lte=100)
            ),
        ]


class Upload(models.Model):
    """A file that comes piece by piece. What has come lies on disk, and its length is how far it got."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    version = models.OneToOneField(Version, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="upload_is_of_something", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="upload_expires_after_it_begins", condition=Q(expires_at__gt=models.F("begun_at"))
            ),
        ]


class Paper(models.Model):
    """A file of the office's own, not of a unit: a decision, a signed record, a photograph taken on the spot."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="papers", verbose_name=_("đợt đánh giá"))
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("cỡ"))
    name = models.CharField(_("tên tệp"), max_length=255)
    kind = models.CharField(_("loại"), max_length=100)
    pages = models.PositiveIntegerField(_("số trang"), null=True)
    signatures = models.JSONField(_("chữ ký số"), default=list)
    stored_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="paper_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))]
