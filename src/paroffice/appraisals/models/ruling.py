"""A ruling: what the group, later the council, holds of one item, why, and on what it rests."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parindex.rubric.answers import Outcome
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.appraisals.models.visit import Sighting
from paroffice.assessments.models import Proof
from paroffice.people.models import Person

LEDGERS = [
    (LedgerName.APPRAISED.value, _("thẩm định")),
    (LedgerName.AFTER_REPLY.value, _("sau giải trình")),
    (LedgerName.FINAL.value, _("hội đồng")),
]


class Ruling(models.Model):
    """Never changed: a later one of the same ledger takes its place, and it stays readable with `stands` false.

    `departs` says that it holds something else than what stood before it (the claim, or the earlier ledger).
    """

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="rulings")
    item = models.CharField(_("mục"), max_length=60)
    ledger = models.CharField(max_length=20, choices=LEDGERS)
    number = models.PositiveIntegerField()
    stands = models.BooleanField(default=True)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    answer = models.CharField(max_length=500, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    departs = models.BooleanField()
    reason = models.TextField(_("lý do"), blank=True)
    searched = models.TextField(blank=True)
    rests_on = models.ForeignKey(Proof, models.PROTECT, null=True, related_name="+", verbose_name=_("tài liệu"))
    saw = models.ForeignKey(
        Sighting, models.PROTECT, null=True, related_name="+", verbose_name=_("điều thấy tại chỗ")
    )
    pages = models.CharField(_("trang"), max_length=60, blank=True)
    differs_because = models.TextField(_("khác tiền lệ vì"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="rulings")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "stands"]), models.Index(fields=["by", "at"])]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "item", "ledger", "number"], name="ruling_numbered"),
            models.UniqueConstraint(
                fields=["appraisal", "item", "ledger"], condition=Q(stands=True), name="ruling_stands_once"
            ),
            models.CheckConstraint(
                name="ruling_ledger_is_known", condition=Q(ledger__in=[one for one, _name in LEDGERS])
            ),
            models.CheckConstraint(
                name="ruling_outcome_is_known", condition=Q(outcome__in=[one.value for one in Outcome])
            ),
            models.CheckConstraint(
                name="ruling_answers_only_when_answered",
                condition=Q(outcome=Outcome.ANSWERED.value) | Q(answer="", numerator="", denominator=""),
            ),
            models.CheckConstraint(name="ruling_departs_for_a_reason", condition=Q(departs=False) | ~Q(reason="")),
        ]

    @property
    def raw(self) -> Raw:
        return Raw(self.outcome, self.answer, self.numerator, self.denominator)
