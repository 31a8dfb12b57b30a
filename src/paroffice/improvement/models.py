"""A unit's reform plan of a year, its tasks, and what was reported on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paroffice.evidence.models import Version
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round
from paroffice.rubrics.models import AdoptedEdition


class PlanState(models.TextChoices):
    DRAFT = "draft", _("bản thảo")
    ISSUED = "issued", pgettext_lazy("plan", "đã ban hành")


class Plan(models.Model):
    """The reform contents are the fields of `edition`. Issued, it is evidence for the item that `leaf` names."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name=_("đơn vị"))
    year = models.PositiveSmallIntegerField(_("năm"))
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="+", verbose_name=_("bộ chỉ số"))
    state = models.CharField(max_length=20, choices=PlanState.choices, default=PlanState.DRAFT)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    signed = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", verbose_name=_("bản đã ký"))
    leaf = models.CharField(_("mục mà kế hoạch chứng minh"), max_length=60, blank=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="plan_once_a_year"),
            models.CheckConstraint(name="plan_state_is_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(
                name="plan_issued_whole",
                condition=Q(
                    state=PlanState.DRAFT.value, number="", issued_on__isnull=True, signed__isnull=True, leaf="",
                    issued_at__isnull=True, issued_by__isnull=True,
                )
                | (
                    Q(
                        state=PlanState.ISSUED.value, issued_on__isnull=False, signed__isnull=False,
                        issued_at__isnull=False, issued_by__isnull=False,
                    )
                    & ~Q(number="")
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit} · {self.year}"


class TaskState(models.TextChoices):
    OPEN = "open", _("đang làm")
    CLOSED = "closed", _("đã xong, có tài liệu")
    DROPPED = "dropped", _("đã bỏ")


class PlanTask(models.Model):
    """Something to be done by somebody until a day. `items` are codes of `edition`.

    One that mends a shortcoming names the round whose published result took the points, and keeps its reason.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks")
    field = models.CharField(_("nội dung cải cách"), max_length=60)
    title = models.CharField(_("nhiệm vụ"), max_length=500)
    product = models.CharField(_("sản phẩm"), max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="plan_tasks", verbose_name=_("người phụ trách"))
    due_on = models.DateField(_("hạn"))
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="+")
    items = models.JSONField(_("các mục"), default=list)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("vì sao mất điểm"), blank=True)
    state = models.CharField(max_length=20, choices=TaskState.choices, default=TaskState.OPEN)
    evidence = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+", verbose_name=_("tài liệu"))
    pages = models.CharField(_("trang"), max_length=60, blank=True)
    dropped_for = models.TextField(_("lý do bỏ"), blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(name="plan_task_in_words", condition=~Q(title="") & ~Q(product="") & ~Q(field="")),
            models.CheckConstraint(name="plan_task_state_is_known", condition=Q(state__in=TaskState.values)),
            models.CheckConstraint(
                name="plan_task_closed_with_evidence_or_dropped_for_a_reason",
                condition=Q(
                    state=TaskState.OPEN.value, evidence__isnull=True, pages="", dropped_for="",
                    ended_at__isnull=True, ended_by__isnull=True,
                )
                | Q(
                    state=TaskState.CLOSED.value, evidence__isnull=False, dropped_for="", ended_at__isnull=False,
                    ended_by__isnull=False,
                )
                | (
                    Q(
                        state=TaskState.DROPPED.value, evidence__isnull=True, pages="", ended_at__isnull=False,
                        ended_by__isnull=False,
                    )
                    & ~Q(dropped_for="")
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """What was reported on a task, and how far it had come. Never changed."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="reports")
    percent = models.PositiveSmallIntegerField(_("tiến độ, %"))
    text = models.TextField(_("nội dung"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="plan_report_percent_is_one", condition=Q(percent__lte=100)),
            models.CheckConstraint(name="plan_report_in_words", condition=~Q(text="")),
        ]
