"""A unit's sheet in a round, item by item."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parindex.rubric.answers import Outcome
from parindex.sheet.cells import Raw
from paroffice.evidence.models import Version
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class State(models.TextChoices):
    OPEN = "open", _("đang làm")
    SUBMITTED = "submitted", _("đã nộp")
    RETURNED = "returned", _("được trả lại")


class Assessment(models.Model):
    round = models.ForeignKey(Round, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    returned_for = models.TextField(_("lý do trả lại"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("bản tự chấm"), _("bản tự chấm")
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
    item = models.CharField(_("mục"), max_length=60)
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Outcome])
    answer = models.CharField(max_length=500, blank=True)
    numerator = models.CharField(max_length=40, blank=True)
    denominator = models.CharField(max_length=40, blank=True)
    note = models.TextField(pgettext_lazy("answer", "giải trình"), blank=True)
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

    def told(self) -> dict[str, str]:
        """As the trail tells of it."""
        return {**self.raw._asdict(), "note": self.note}


class Proof(models.Model):
    """A version of a document put forward for an item, at its pages. Taken back, it stays readable."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="proofs")
    item = models.CharField(max_length=60)
    version = models.ForeignKey(Version, models.PROTECT, related_name="uses")
    pages = models.CharField(_("trang"), max_length=60, blank=True)
    quote = models.CharField(_("đoạn trích"), max_length=300, blank=True)
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["assessment", "item"])]


class Assignment(models.Model):
    """A field, criterion or item of a sheet that a colleague answers. What stands below a heading goes with it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="assignments")
    part = models.CharField(_("phần"), max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "part"], condition=Q(ended_at__isnull=True), name="assignment_to_one_at_a_time"
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_is_given",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("given_at")),
            ),
        ]


class Statement(models.Model):
    """What the unit's report says besides its answers. `edits` counts its changes, as for an answer."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="statement")
    above = models.CharField(_("cơ quan cấp trên"), max_length=120, blank=True)
    place = models.CharField(_("nơi ký"), max_length=60, blank=True)
    post = models.CharField(_("chức vụ người ký"), max_length=120, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    difficulties = models.TextField(_("khó khăn, vướng mắc"), blank=True, max_length=8000)
    proposals = models.TextField(_("đề xuất, kiến nghị"), blank=True, max_length=8000)
    edits = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="statement_was_written", condition=Q(edits__gte=1))]


class Submission(models.Model):
    """A sheet as it was handed over: its lines, sealed by their digest, under a registered and signed report.

    Never changed; a sheet returned and handed over again has another.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("lần nộp"))
    registered_as = models.CharField(_("số, ký hiệu báo cáo"), max_length=60)
    registered_on = models.DateField(_("ngày báo cáo"))
    signed = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name=_("bản đã ký"))
    lines = models.JSONField(_("các dòng"))
    digest = models.CharField(_("mã băm"), max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="submission_number_once"),
            models.CheckConstraint(name="submission_is_counted_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="submission_is_registered", condition=~Q(registered_as="")),
            models.CheckConstraint(name="submission_is_sealed", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]
