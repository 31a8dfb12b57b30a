"""An inspection on the spot (kiểm tra trực tiếp): the plan, what was seen, the record that both sides sign."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.evidence.models import Paper
from paroffice.people.models import Person


class Visit(models.Model):
    """`items` are the codes to look at. Concluded, it carries the unit's word and the signed record."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="visits")
    on = models.DateField(_("ngày"))
    place = models.CharField(_("địa điểm"), max_length=300)
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("trưởng đoàn"))
    members = models.ManyToManyField(Person, related_name="+", verbose_name=_("thành viên"))
    items = models.JSONField(_("các mục"), default=list)
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    unit_agrees = models.BooleanField(_("đơn vị đồng ý"), null=True)
    reservation = models.TextField(_("ý kiến bảo lưu"), blank=True)
    spoke_for_unit = models.CharField(_("đại diện đơn vị"), max_length=200, blank=True)
    record = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("biên bản đã ký"))
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_concluded_whole",
                condition=Q(concluded_at__isnull=True, record__isnull=True)
                | (
                    Q(concluded_at__isnull=False, record__isnull=False, unit_agrees__isnull=False)
                    & ~Q(spoke_for_unit="")
                ),
            ),
            models.CheckConstraint(name="visit_reserves_in_words", condition=~Q(unit_agrees=False, reservation="")),
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
