"""An inspection on the spot (kiểm tra trực tiếp): the plan, what was seen, the record that both sides sign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.evidence.models import Paper
from paroffice.people.models import Person


class Stage(models.TextChoices):
    """The unit sees a visit from `laid` on, and nothing of it before."""

    PLANNED = "planned", _("đang kiểm tra")
    LAID = "laid", _("biên bản chờ hai bên ký")
    CONCLUDED = "concluded", _("đã có biên bản ký")
    CALLED_OFF = "called_off", _("đã hủy")


SEEN_BY_THE_UNIT = (Stage.LAID, Stage.CONCLUDED)


class Visit(models.Model):
    """`items` are the codes to look at. Laid before the unit, its record is `lines`, sealed by `digest`: what comes
    later changes the sheet, never the record. `spoken_by` is empty where the unit spoke on the signed paper only."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="visits")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PLANNED)
    on = models.DateField(_("ngày"))
    place = models.CharField(_("địa điểm"), max_length=300)
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("trưởng đoàn"))
    members = models.ManyToManyField(Person, related_name="+", verbose_name=_("thành viên"))
    items = models.JSONField(_("các mục"), default=list)
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    laid_at = models.DateTimeField(null=True)
    laid_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lines = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    unit_agrees = models.BooleanField(_("đơn vị đồng ý"), null=True)
    reservation = models.TextField(_("ý kiến bảo lưu"), blank=True)
    spoke_for_unit = models.CharField(_("đại diện đơn vị"), max_length=200, blank=True)
    spoken_at = models.DateTimeField(null=True)
    spoken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("biên bản đã ký"))
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_off_for = models.TextField(_("lý do hủy"), blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(name="visit_stage_is_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(
                name="visit_laid_whole",
                condition=Q(
                    stage__in=[one.value for one in SEEN_BY_THE_UNIT], laid_at__isnull=False, laid_by__isnull=False
                )
                & ~Q(digest="")
                | Q(
                    stage__in=[Stage.PLANNED.value, Stage.CALLED_OFF.value],
                    laid_at__isnull=True,
                    laid_by__isnull=True,
                    digest="",
                ),
            ),
            models.CheckConstraint(
                name="visit_spoken_of_what_was_laid",
                condition=Q(
                    unit_agrees__isnull=True,
                    reservation="",
                    spoke_for_unit="",
                    spoken_at__isnull=True,
                    spoken_by__isnull=True,
                )
                | Q(stage__in=[one.value for one in SEEN_BY_THE_UNIT], unit_agrees__isnull=False)
                & ~Q(spoke_for_unit="")
                & (
                    Q(spoken_at__isnull=True, spoken_by__isnull=True)
                    | Q(spoken_at__isnull=False, spoken_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="visit_concluded_whole",
                condition=~Q(stage=Stage.CONCLUDED.value)
                & Q(concluded_at__isnull=True, concluded_by__isnull=True, record__isnull=True)
                | Q(
                    stage=Stage.CONCLUDED.value,
                    concluded_at__isnull=False,
                    concluded_by__isnull=False,
                    record__isnull=False,
                    unit_agrees__isnull=False,
                ),
            ),
            models.CheckConstraint(name="visit_reserves_in_words", condition=~Q(unit_agrees=False, reservation="")),
            models.CheckConstraint(
                name="visit_called_off_for_a_reason",
                condition=Q(stage=Stage.CALLED_OFF.value) & ~Q(called_off_for="")
                | ~Q(stage=Stage.CALLED_OFF.value) & Q(called_off_for=""),
            ),
        ]


class Sighting(models.Model):
    """What was seen of an item, in words and pictures; a ruling can rest on it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="sightings")
    item = models.CharField(_("mục"), max_length=60)
    text = models.TextField(_("điều thấy"))
    photos = models.ManyToManyField(Paper, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="sighting_in_words", condition=~Q(text=""))]
