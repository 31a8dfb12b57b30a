"""A peer challenge (phản biện chéo): one unit objects to what another of its block was granted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.people.models import Person, Unit


class Challenge(models.Model):
    """The challenged unit must answer, then the group rules: upheld or not, with a reason."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="challenges")
    item = models.CharField(_("mục"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị phản biện"))
    text = models.TextField(_("nội dung"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(_("chấp nhận"), null=True)
    reason = models.TextField(_("lý do"), blank=True)
    ruled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "item", "unit"], name="challenge_once"),
            models.CheckConstraint(name="challenge_in_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="challenge_answered_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="challenge_ruled_whole",
                condition=Q(upheld__isnull=True, reason="", ruled_by__isnull=True, ruled_at__isnull=True)
                | (Q(upheld__isnull=False, ruled_by__isnull=False, ruled_at__isnull=False) & ~Q(reason="")),
            ),
        ]
