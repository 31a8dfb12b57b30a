"""A round's result, version by version; the survey's figures where they come from outside; complaints."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.evidence.models import Paper
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round

SHA256 = r"^[0-9a-f]{64}$"


class SurveyFigures(models.Model):
    """What a survey that was not held in this office found: its files as handed in, with the paper that vouches.

    `responses` and `percentages` are CSV in the public input format; `not_held` says why there was no survey. Later
    figures take the place of earlier ones, which stay readable with `stands` false.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="survey_figures")
    source = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name=_("văn bản nguồn"))
    responses = models.TextField(_("phiếu trả lời"), blank=True)
    percentages = models.TextField(_("tỷ lệ đo ở nơi khác"), blank=True)
    not_held = models.TextField(_("lý do không điều tra"), blank=True)
    seed = models.CharField(_("hạt giống rút mẫu"), max_length=80, blank=True)
    stands = models.BooleanField(default=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(stands=True), name="survey_figures_stand_once"),
            models.CheckConstraint(
                name="survey_figures_or_a_reason",
                condition=(Q(responses="", percentages="") & ~Q(not_held=""))
                | (Q(not_held="") & ~Q(responses="", percentages="")),
            ),
        ]


class State(models.TextChoices):
    """Of one version. Frozen, it is sealed as well; published, it is public once its embargo is over."""

    DRAFT = "draft", _("bản tính thử")
    FROZEN = "frozen", _("đã chốt và niêm phong")
    PUBLISHED = "published", _("đã công bố")


class Result(models.Model):
    """One version of a round's result: everything shown of it is read from its package.

    `council` and `public` are the SHA-256 of the two packages in the store of files; a draft has only the first, not
    signed. `study` is the robustness, `process` how the round was conducted, `changes` what a correction changed,
    each counted once, when the version was frozen.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField(_("bản"))
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    reason = models.TextField(_("lý do đính chính"), blank=True)
    council = models.CharField(max_length=64)
    public = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(_("vân tay khóa"), max_length=64, blank=True)
    study = models.JSONField(null=True)
    process = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    computed_at = models.DateTimeField(_("tính lúc"))
    computed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True)
    frozen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("số quyết định"), max_length=120, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True)
    signed = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("bản đã ký"))
    published_at = models.DateTimeField(_("công bố lúc"), null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    public_at = models.DateTimeField(_("công khai từ"), null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="result_version_once"),
            models.UniqueConstraint(
                fields=["round"], condition=~Q(state=State.PUBLISHED.value), name="result_in_work_once"
            ),
            models.CheckConstraint(name="result_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="result_is_counted_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(name="result_corrects_for_a_reason", condition=Q(version=1) | ~Q(reason="")),
            models.CheckConstraint(name="result_has_its_package", condition=Q(council__regex=SHA256)),
            models.CheckConstraint(
                name="result_frozen_whole",
                condition=Q(
                    state=State.DRAFT.value, public="", fingerprint="", frozen_at__isnull=True,
                    frozen_by__isnull=True, study__isnull=True, process__isnull=True,
                )
                | Q(
                    state__in=[State.FROZEN.value, State.PUBLISHED.value], public__regex=SHA256,
                    fingerprint__regex=SHA256, frozen_at__isnull=False, frozen_by__isnull=False,
                    study__isnull=False, process__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="result_published_by_a_signed_decision",
                condition=Q(
                    state__in=[State.DRAFT.value, State.FROZEN.value], decision="", decided_on__isnull=True,
                    signed__isnull=True, published_at__isnull=True, published_by__isnull=True, public_at__isnull=True,
                )
                | (
                    Q(
                        state=State.PUBLISHED.value, decided_on__isnull=False, signed__isnull=False,
                        published_at__isnull=False, published_by__isnull=False, public_at__isnull=False,
                    )
                    & ~Q(decision="")
                ),
            ),
            models.CheckConstraint(
                name="result_public_after_publishing",
                condition=Q(public_at__isnull=True) | Q(public_at__gte=F("published_at")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round} · {self.version}"


class Complaint(models.Model):
    """What somebody objects to in a published result, and the answer, which is given once."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="complaints")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị"))
    sender = models.CharField(_("người kiến nghị"), max_length=200)
    item = models.CharField(_("mục"), max_length=60, blank=True)
    text = models.TextField(_("nội dung"))
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    upheld = models.BooleanField(_("chấp nhận"), null=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["registered_at", "pk"]
        constraints = [
            models.CheckConstraint(name="complaint_in_words", condition=~Q(text="") & ~Q(sender="")),
            models.CheckConstraint(
                name="complaint_answered_whole",
                condition=Q(upheld__isnull=True, answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (Q(upheld__isnull=False, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]
