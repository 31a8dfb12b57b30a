"""Procedures (thủ tục hành chính) in versions. An announced version never changes; a new one follows it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.onestop.models.law import Level
from paroffice.people.models import Person, Unit


class Announcement(models.TextChoices):
    """What the announcing decision does to the procedure (Decree 63/2010, article 14)."""

    NEW = "new", _("mới ban hành")
    CHANGED = "changed", _("sửa đổi, bổ sung, thay thế")
    ABOLISHED = "abolished", _("bãi bỏ")


class Procedure(models.Model):
    """What stays the same from version to version: its code."""

    code = models.CharField(_("mã thủ tục"), max_length=60, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("thủ tục")

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(models.Model):
    """All parts of Decree 63/2010, article 8, with legal basis, announcement and internal process.

    `components` lists name, form (original, copy, electronic), copies, obligatory, database it can come from;
    `process` lists step, responsible unit, hours. `published_on` is told later; `digest` covers the rest.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("phiên bản"))
    announcement = models.CharField(_("loại công bố"), max_length=20, choices=Announcement.choices)
    name = models.CharField(_("tên thủ tục"), max_length=500)
    field = models.CharField(_("lĩnh vực"), max_length=200)
    level = models.CharField(_("cấp thực hiện"), max_length=20, choices=Level.choices)
    order = models.TextField(_("trình tự thực hiện"), blank=True)
    ways = models.TextField(_("cách thức thực hiện"), blank=True)
    components = models.JSONField(_("thành phần hồ sơ"), default=list, blank=True)
    sets = models.PositiveSmallIntegerField(_("số bộ hồ sơ"), default=1)
    limit = models.CharField(_("thời hạn giải quyết"), max_length=40, blank=True)
    subjects = models.TextField(_("đối tượng thực hiện"), blank=True)
    agency = models.CharField(_("cơ quan giải quyết"), max_length=300, blank=True)
    result = models.CharField(_("kết quả"), max_length=300, blank=True)
    result_required = models.BooleanField(_("có kết quả phải trả"), default=True)
    requirements = models.TextField(_("yêu cầu, điều kiện"), blank=True)
    fee = models.PositiveIntegerField(_("phí, lệ phí (đồng)"), default=0)
    legal_basis = models.TextField(_("căn cứ pháp lý"), blank=True)
    announced_by = models.CharField(_("cấp công bố"), max_length=20, choices=Level.choices)
    announced_decision = models.CharField(_("quyết định công bố"), max_length=200, blank=True)
    announced_on = models.DateField(_("ngày công bố"))
    effective_on = models.DateField(_("ngày có hiệu lực"))
    shortened = models.BooleanField(_("theo thủ tục rút gọn"), default=False)
    online = models.PositiveSmallIntegerField(_("mức độ trực tuyến"), default=1)
    whole = models.BooleanField(_("trực tuyến toàn trình"), default=False)
    partial_reason = models.TextField(_("lý do chỉ trực tuyến một phần"), blank=True)
    pays_online = models.BooleanField(_("thanh toán trực tuyến"), default=False)
    one_stop = models.BooleanField(_("thực hiện tại một cửa"), default=True)
    process = models.JSONField(_("quy trình nội bộ"), default=list, blank=True)
    process_decision = models.CharField(_("quyết định phê duyệt quy trình"), max_length=200, blank=True)
    process_on = models.DateField(_("ngày phê duyệt quy trình"), null=True, blank=True)
    published_on = models.DateField(_("ngày công khai"), null=True, blank=True)
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("phiên bản thủ tục")
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
            models.CheckConstraint(name="procedure_version_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="procedure_online_1_to_4", condition=Q(online__gte=1, online__lte=4)),
            models.CheckConstraint(name="procedure_named", condition=~Q(name="") & ~Q(field="")),
            models.CheckConstraint(
                name="procedure_published_after_its_announcement",
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("announced_on")),
            ),
            models.CheckConstraint(name="procedure_whole_only_online", condition=Q(whole=False) | Q(online__gte=3)),
            models.CheckConstraint(
                name="procedure_announcement_is_known", condition=Q(announcement__in=Announcement.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return self.procedure.code

    @property
    def takes_online(self) -> bool:
        return self.online >= 3


class Posting(models.Model):
    """A version posted at the office of a one-stop unit, on paper or on its screen (Decree 63/2010, article 17)."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField(_("ngày niêm yết"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "unit"], name="posting_once")]
