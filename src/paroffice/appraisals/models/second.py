"""A second opinion: an item scored blind by another appraiser. A record of quality, never a ledger."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parindex.rubric.answers import Outcome
from parindex.sheet.cells import Raw
from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.people.models import Person


class SecondScore(models.Model):
    """Drawn by the round's seed and given to a second appraiser; empty until scored, then never changed."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="second_scores")
    item = models.CharField(_("mục"), max_length=60)
    given_to = models.ForeignKey(Person, models.PROTECT, related_name="second_scores")
    drawn_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Outcome])
    answer = models.CharField(max_length=500, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "item"], name="second_score_once"),
            models.CheckConstraint(
                name="second_score_whole",
                condition=Q(outcome="", answer="", numerator="", denominator="", reason="", scored_at__isnull=True)
                | (Q(outcome__in=[one.value for one in Outcome], scored_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="second_score_after_its_draw",
                condition=Q(scored_at__isnull=True) | Q(scored_at__gte=F("drawn_at")),
            ),
        ]

    @property
    def raw(self) -> Raw:
        return Raw(self.outcome, self.answer, self.numerator, self.denominator)
