"""A round and its dates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person, Unit
from paroffice.rubrics.models import AdoptedEdition


class Step(models.TextChoices):
    """What a window is open for."""

    SELF_ASSESSMENT = "self_assessment", _("tự đánh giá")
    APPRAISAL = "appraisal", _("thẩm định")
    REPLY = "reply", _("giải trình")
    SECOND_APPRAISAL = "second_appraisal", _("thẩm định lần hai")
    CHALLENGE = "challenge", _("phản biện chéo")
    SURVEY = "survey", _("điều tra xã hội học")
    PUBLICATION = "publication", _("công bố")


class Round(models.Model):
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên"), max_length=300)
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, verbose_name=_("bộ chỉ số"))
    illustrative = models.BooleanField(_("minh họa"), default=False)
    opened_at = models.DateTimeField(_("mở lúc"))

    class Meta:
        verbose_name, verbose_name_plural = _("đợt đánh giá"), _("đợt đánh giá")
        ordering = ["-year", "-opened_at"]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """A unit that this round scores, under the name and in the block it had then."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rounds")
    name = models.CharField(_("tên khi đó"), max_length=200)
    block = models.CharField(_("nhóm khi đó"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="participant_once")]


class Window(models.Model):
    """When a step is open, for one block of units or for all (`block` empty). The last moment is outside."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="windows")
    step = models.CharField(max_length=40, choices=Step.choices)
    block = models.CharField(max_length=60, blank=True)
    opens_at = models.DateTimeField(_("mở"))
    closes_at = models.DateTimeField(_("đóng"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "step", "block"], name="window_once"),
            models.CheckConstraint(name="window_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="window_step_is_known", condition=Q(step__in=Step.values)),
        ]


class WindowChange(models.Model):
    """New dates for a window that stood already, for a written reason that every unit reads."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="changes")
    opened_at = models.DateTimeField(_("mở trước đó"))
    closed_at = models.DateTimeField(_("đóng trước đó"))
    opens_at = models.DateTimeField(_("mở"))
    closes_at = models.DateTimeField(_("đóng"))
    reason = models.TextField(_("lý do"))
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("đổi lúc"))

    class Meta:
        ordering = ["changed_at"]
        constraints = [models.CheckConstraint(name="window_change_has_a_reason", condition=~Q(reason=""))]


class Extension(models.Model):
    """More time for one unit, for a written reason. The latest to close counts; none is taken back."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT)
    step = models.CharField(max_length=40, choices=Step.choices)
    closes_at = models.DateTimeField(_("đóng"))
    reason = models.TextField(_("lý do"))
    given_by = models.ForeignKey(Person, models.PROTECT)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="extension_has_a_reason", condition=~Q(reason=""))]


class ExtensionRequest(models.Model):
    """A unit asks for more time; the round office answers once."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="requests")
    unit = models.ForeignKey(Unit, models.PROTECT)
    step = models.CharField(max_length=40, choices=Step.choices)
    closes_at = models.DateTimeField(_("xin đến"))
    reason = models.TextField(_("lý do"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(name="request_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="request_answered_whole",
                condition=Q(granted__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | Q(granted__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["round", "unit", "step"], condition=Q(granted__isnull=True), name="request_waits_once"
            ),
        ]


class Clarification(models.Model):
    """A question on an item of the edition. Once answered, every unit of the round reads both."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="clarifications")
    item = models.CharField(_("mục"), max_length=60)
    question = models.TextField(_("câu hỏi"))
    unit = models.ForeignKey(Unit, models.PROTECT)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(name="clarification_asks_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="clarification_answered_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
        ]
