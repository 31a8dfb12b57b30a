"""The law that dossiers keep: the folder one-stop/ as it was adopted, and the one-stop unit of a public body."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person, Unit


class Level(models.TextChoices):
    """As `parindex.onestop.facts.Level`."""

    MINISTRY = "ministry", _("bộ, ngành")
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Law(models.Model):
    """`files` is the folder, path → text: regimes, calendars, codes, forms, equipment. Never changed."""

    digest = models.CharField(max_length=64, unique=True)
    files = models.JSONField()
    illustrative = models.BooleanField(_("minh họa"), default=False)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(_("áp dụng từ"))

    class Meta:
        verbose_name = verbose_name_plural = _("bộ quy tắc một cửa")
        constraints = [models.CheckConstraint(name="law_has_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$"))]


class Centre(models.Model):
    """The one-stop unit (Bộ phận Một cửa, Trung tâm Phục vụ hành chính công) of a public body.

    `organisation` is the code that dossier codes begin with; `calendar` the name of a calendar of the law.
    """

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="centre", verbose_name=_("đơn vị"))
    name = models.CharField(_("tên"), max_length=200)
    level = models.CharField(_("cấp"), max_length=20, choices=Level.choices)
    organisation = models.CharField(_("mã định danh"), max_length=35)
    calendar = models.SlugField(_("lịch làm việc"), max_length=60)
    above = models.CharField(_("cơ quan cấp trên"), max_length=200, blank=True)
    place = models.CharField(_("địa danh"), max_length=100, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    website = models.CharField(_("trang thông tin điện tử"), max_length=200, blank=True)
    letters = models.CharField(_("ký hiệu văn bản"), max_length=40, default="BPMC")
    illustrative = models.BooleanField(_("minh họa"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("bộ phận một cửa")
        constraints = [
            models.CheckConstraint(name="centre_level_is_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="centre_organisation_is_a_code", condition=Q(organisation__regex=r"^[0-9A-Z][0-9A-Z.]{0,34}$")
            ),
        ]

    def __str__(self) -> str:
        return self.name
