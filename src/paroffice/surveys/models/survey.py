"""The survey of a round, and what is asked in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.evidence.models import Paper
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class State(models.TextChoices):
    """Where a survey stands. What is asked of whom changes while it is prepared, and never after."""

    PREPARING = "preparing", _("đang chuẩn bị")
    FIELD = "field", _("đang thu phiếu")
    CLOSED = "closed", _("đã khóa sổ")


class Weighting(models.TextChoices):
    """What one answer weighs. No official norm is known: it is chosen and sealed before anybody answers."""

    EQUAL = "equal", _("mỗi phiếu như nhau")
    DESIGN = "design", _("theo xác suất được chọn")
    CALIBRATED = "calibrated", _("theo xác suất, hiệu chỉnh theo số người của từng tầng")


class Survey(models.Model):
    """`digest` seals questionnaires, frame and draw before the first answer.

    A cell with fewer than `fewest` answers is not published. Who answers faster than `fast_seconds` a question is
    looked at; nobody is set aside by itself.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="survey")
    state = models.CharField(_("tình trạng"), max_length=20, choices=State.choices, default=State.PREPARING.value)
    weighting = models.CharField(
        _("trọng số của phiếu"), max_length=20, choices=Weighting.choices, default=Weighting.EQUAL.value
    )
    fewest = models.PositiveSmallIntegerField(_("ô nhỏ nhất được công bố"), default=5)
    fast_seconds = models.PositiveSmallIntegerField(_("giây mỗi câu, dưới mức ấy là nhanh"), default=2)
    seed = models.CharField(_("số khởi tạo ngẫu nhiên"), max_length=40, blank=True)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    digest = models.CharField(_("mã băm"), max_length=64, blank=True)
    sealed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_sealed_before_the_field",
                condition=Q(state=State.PREPARING.value, digest="", sealed_at__isnull=True, sealed_by__isnull=True)
                | (
                    Q(state__in=[State.FIELD.value, State.CLOSED.value], sealed_at__isnull=False)
                    & Q(sealed_by__isnull=False, digest__regex=r"^[0-9a-f]{64}$")
                ),
            ),
            models.CheckConstraint(
                name="survey_closed_by_someone",
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed_at__isnull=True, closed_by__isnull=True)),
            ),
            models.CheckConstraint(name="survey_weighting_is_known", condition=Q(weighting__in=Weighting.values)),
            models.CheckConstraint(name="survey_fewest_hides_someone", condition=Q(fewest__gte=2)),
        ]

    def __str__(self) -> str:
        return str(self.round)


class Paging(models.TextChoices):
    EACH = "each", _("mỗi màn hình một câu")
    ALL = "all", _("tất cả trên một trang")


class Questionnaire(models.Model):
    """What one group of respondents is asked about the units of one block, or of all (`block` empty).

    `definition` is the form as `questions.form` reads it; `edits` counts its changes, so that none is written over.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="questionnaires")
    group = models.CharField(_("nhóm đối tượng"), max_length=60)
    block = models.CharField(_("khối đơn vị"), max_length=60, blank=True)
    title = models.CharField(_("tên phiếu"), max_length=200)
    paging = models.CharField(_("cách bày"), max_length=10, choices=Paging.choices, default=Paging.EACH.value)
    definition = models.JSONField()
    edits = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["group", "block"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "group", "block"], name="questionnaire_once"),
            models.CheckConstraint(name="questionnaire_paging_is_known", condition=Q(paging__in=Paging.values)),
        ]

    def __str__(self) -> str:
        return self.title


class Percentage(models.Model):
    """A percentage measured elsewhere (SIPAS and the like), with the document that says so."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="percentages")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    figure = models.CharField(_("số liệu"), max_length=60)
    percent = models.DecimalField(_("phần trăm"), max_digits=9, decimal_places=6)
    source = models.CharField(_("văn bản nguồn"), max_length=300)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "unit", "figure"], name="percentage_once"),
            models.CheckConstraint(
                name="percentage_from_0_to_100", condition=Q(percent__gte=0) & Q(percent__lte=100)
            ),
            models.CheckConstraint(name="percentage_has_a_source", condition=~Q(source="")),
        ]

    @property
    def told(self) -> str:
        """Without the zeros that only fill the column."""
        return f"{self.percent.normalize():f}"
