"""The group's own words on a unit: strengths, shortcomings, recommendations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.appraisals.models.visit import Sighting
from paroffice.assessments.models import Proof
from paroffice.people.models import Person


class Kind(models.TextChoices):
    STRENGTH = "strength", _("ưu điểm")
    SHORTCOMING = "shortcoming", _("tồn tại, hạn chế")
    RECOMMENDATION = "recommendation", _("kiến nghị")


class Remark(models.Model):
    """Tied to the items it speaks of and to what shows it. `place` is its order among those of its kind. Taken back,
    it stays readable."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(_("nội dung"))
    items = models.JSONField(_("các mục"), default=list)
    place = models.PositiveIntegerField(_("thứ tự"), default=0)
    proofs = models.ManyToManyField(Proof, related_name="+")
    sightings = models.ManyToManyField(Sighting, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "at", "pk"]
        constraints = [
            models.CheckConstraint(name="remark_in_words", condition=~Q(text="")),
            models.CheckConstraint(name="remark_kind_is_known", condition=Q(kind__in=Kind.values)),
        ]
