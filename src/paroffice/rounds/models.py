"""A round and its dates."""

from django.db import models
from django.db.models import F, Q

from paroffice.people.models import Person, Unit
from paroffice.rubrics.models import AdoptedEdition


class Step(models.TextChoices):
    """What a window is open for."""

    SELF_ASSESSMENT = "self_assessment", "tự đánh giá"
    APPRAISAL = "appraisal", "thẩm định"
    REPLY = "reply", "giải trình"
    SECOND_APPRAISAL = "second_appraisal", "thẩm định lần hai"
    SURVEY = "survey", "điều tra xã hội học"
    PUBLICATION = "publication", "công bố"


class Round(models.Model):
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên", max_length=300)
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, verbose_name="bộ chỉ số")
    illustrative = models.BooleanField("minh họa", default=False)
    opened_at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name, verbose_name_plural = "đợt đánh giá", "đợt đánh giá"
        ordering = ["-year", "-opened_at"]

    def __str__(self) -> str:
        return self.title


class Window(models.Model):
    """When a step is open, for one block of units or for all (`block` empty). The last moment is outside."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="windows")
    step = models.CharField(max_length=40, choices=Step.choices)
    block = models.CharField(max_length=60, blank=True)
    opens_at = models.DateTimeField("mở")
    closes_at = models.DateTimeField("đóng")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "step", "block"], name="window_once"),
            models.CheckConstraint(name="window_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(name="window_step_is_known", condition=Q(step__in=Step.values)),
        ]


class Extension(models.Model):
    """More time for one unit, for a written reason. The latest to close counts; none is taken back."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT)
    step = models.CharField(max_length=40, choices=Step.choices)
    closes_at = models.DateTimeField("đóng")
    reason = models.TextField("lý do")
    given_by = models.ForeignKey(Person, models.PROTECT)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="extension_has_a_reason", condition=~Q(reason=""))]
