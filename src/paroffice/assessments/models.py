"""A unit's sheet in a round, item by item."""

from django.db import models
from django.db.models import Q

from parindex.rubric.answers import Outcome
from parindex.sheet.cells import Raw
from paroffice.evidence.models import Version
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class State(models.TextChoices):
    OPEN = "open", "đang làm"
    SUBMITTED = "submitted", "đã nộp"
    RETURNED = "returned", "được trả lại"


class Assessment(models.Model):
    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_for = models.TextField("lý do trả lại", blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "bản tự chấm", "bản tự chấm"
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="assessment_once"),
            models.CheckConstraint(name="assessment_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="assessment_submitted_by_someone_once",
                condition=Q(state=State.OPEN, submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(
                    state__in=[State.SUBMITTED, State.RETURNED],
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="assessment_returned_for_a_reason", condition=~Q(state=State.RETURNED, returned_for="")
            ),
        ]


class Answer(models.Model):
    """How one item stands, in the words of a ledger. `edits` counts its changes, so that two hands do not collide."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    item = models.CharField("mục", max_length=60)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    answer = models.CharField(max_length=500, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    note = models.TextField("giải trình", blank=True)
    edits = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="answer_once"),
            models.CheckConstraint(
                name="answer_outcome_is_known", condition=Q(outcome__in=[one.value for one in Outcome])
            ),
            models.CheckConstraint(
                name="answer_only_when_answered",
                condition=Q(outcome=Outcome.ANSWERED.value) | Q(answer="", numerator="", denominator=""),
            ),
            models.CheckConstraint(
                name="answer_unproven_is_explained",
                condition=~Q(outcome__in=[Outcome.NOT_PROVEN.value, Outcome.NOT_APPLICABLE.value], note=""),
            ),
        ]

    @property
    def raw(self) -> Raw:
        return Raw(self.outcome, self.answer, self.numerator, self.denominator)


class Proof(models.Model):
    """A version of a document put forward for an item, at its pages. Taken back, it stays readable."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="proofs")
    item = models.CharField(max_length=60)
    version = models.ForeignKey(Version, models.PROTECT, related_name="uses")
    pages = models.CharField("trang", max_length=60, blank=True)
    quote = models.CharField("đoạn trích", max_length=300, blank=True)
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "item"])]
