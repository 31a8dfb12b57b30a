"""Who could be asked, who was drawn, and the cells of the sample that answers belong to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parindex.survey.sampling import slovin_error
from paroffice.people.models import Person, Unit
from paroffice.surveys.models.survey import Survey

ALONE = "-"
"""The cluster of answers that belong to none: each counts as one of its own."""


class Stratum(models.Model):
    """One group of respondents about one unit, or a part of it. Its sizes come from the frame or are stated.

    `asked` people are drawn: from `clusters` clusters where it is not empty, else from all alike.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="strata")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    group = models.CharField(_("nhóm đối tượng"), max_length=60)
    label = models.CharField(_("tầng"), max_length=120)
    population = models.PositiveIntegerField(_("số người"), null=True)
    asked = models.PositiveIntegerField(_("cỡ mẫu"), default=0)
    clusters = models.PositiveIntegerField(_("số cụm rút"), null=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "label"], name="stratum_once"),
            models.CheckConstraint(
                name="stratum_asks_no_more_than_there_are",
                condition=Q(population__isnull=True) | Q(asked__lte=models.F("population")),
            ),
            models.CheckConstraint(name="stratum_has_a_label", condition=~Q(label="")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def error_percent(self) -> float | None:
        """The error e, in percent, for which the formula of the sizes asks as many as are asked here."""
        return 100 * slovin_error(self.population, self.asked) if self.population and self.asked else None

    def cluster_for(self, listed: str) -> str:
        """The cluster that an answer belongs to: that of the frame where clusters are drawn, else each is its own."""
        return listed if self.clusters else ALONE


class Listed(models.Model):
    """One line of the frame. Name and contact serve to reach the person, and go when the survey closes.

    So does `dossier`, by which those served are reached: the number alone stands in what is sealed and published.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="frame")
    stratum = models.ForeignKey(Stratum, models.CASCADE, related_name="frame")
    number = models.CharField(_("mã trong danh sách"), max_length=60)
    cluster = models.CharField(_("cụm"), max_length=120, blank=True)
    name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    contact = models.CharField(_("liên hệ"), max_length=200, blank=True)
    dossier = models.CharField(_("mã hồ sơ"), max_length=60, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="listed_once"),
            models.UniqueConstraint(
                fields=["survey", "dossier"], condition=~Q(dossier=""), name="listed_once_for_a_dossier"
            ),
        ]


class Brought(models.Model):
    """A frame as it was previewed: taken over just so, or replaced by the next preview. Never kept longer.

    `lines` and `sample` tell of `rows` what the page shows, since these can be many megabytes.
    """

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="brought")
    rows = models.JSONField()
    lines = models.PositiveIntegerField(default=0)
    sample = models.JSONField(default=list)
    file_name = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class Standing(models.TextChoices):
    ASKED = "asked", _("được hỏi")
    RESERVE = "reserve", _("dự bị")
    REPLACED = "replaced", _("đã thay")


class Drawn(models.Model):
    """A line of the frame that chance took, in the order drawn. A reserve steps in for one of its own cluster."""

    listed = models.OneToOneField(Listed, models.PROTECT, related_name="drawn")
    place = models.PositiveIntegerField(_("thứ tự rút"))
    weight = models.DecimalField(_("trọng số"), max_digits=15, decimal_places=6)
    standing = models.CharField(_("tình trạng"), max_length=20, choices=Standing.choices)
    stands_in_for = models.OneToOneField("self", models.PROTECT, null=True, related_name="stood_in_by")
    reason = models.CharField(_("lý do thay"), max_length=300, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(name="drawn_standing_is_known", condition=Q(standing__in=Standing.values)),
            models.CheckConstraint(
                name="drawn_replaced_for_a_reason",
                condition=(Q(standing=Standing.REPLACED.value) & ~Q(reason=""))
                | (~Q(standing=Standing.REPLACED.value) & Q(reason="")),
            ),
        ]

    @property
    def told(self) -> str:
        """The weight, without the zeros that only fill the column."""
        return f"{self.weight.normalize():f}"


class Cell(models.Model):
    """Where an answer belongs: a cluster of a stratum, with what each answer in it weighs.

    `weight` is the design's; `settled` what it became when the survey closed, where weights are calibrated.
    """

    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="cells")
    cluster = models.CharField(_("cụm"), max_length=120)
    weight = models.DecimalField(_("trọng số"), max_digits=15, decimal_places=6, default=1)
    settled = models.DecimalField(_("trọng số đã chốt"), max_digits=15, decimal_places=6, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stratum", "cluster"], name="cell_once"),
            models.CheckConstraint(name="cell_weighs_something", condition=Q(weight__gt=0)),
            models.CheckConstraint(name="cell_names_its_cluster", condition=~Q(cluster="")),
        ]

    def __str__(self) -> str:
        return self.stratum.label if self.cluster == ALONE else f"{self.stratum.label} · {self.cluster}"


class CallBackDraw(models.Model):
    """Who of a stratum is called back: so many of those asked, by a seed taken late, that no interviewer could know.

    Once only, and after it nobody of the stratum is replaced: seed and number tell the same people again, and no
    list of them is kept.
    """

    stratum = models.OneToOneField(Stratum, models.PROTECT, related_name="call_back_draw")
    seed = models.CharField(_("số khởi tạo ngẫu nhiên"), max_length=40)
    count = models.PositiveIntegerField(_("số người gọi lại"))
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="call_back_draw_takes_somebody", condition=Q(count__gt=0)),
            models.CheckConstraint(name="call_back_draw_has_a_seed", condition=Q(seed__regex=r"^[0-9]{1,40}$")),
        ]


class CallBack(models.Model):
    """A re-check (phúc tra) of part of the sample, told in numbers only: how many were reached, how many confirm."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="call_backs")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="call_backs")
    called = models.PositiveIntegerField(_("đã gọi"))
    reached = models.PositiveIntegerField(_("gặp được"))
    confirmed = models.PositiveIntegerField(_("xác nhận đã được hỏi"))
    told_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="call_back_adds_up",
                condition=Q(reached__lte=models.F("called")) & Q(confirmed__lte=models.F("reached")),
            )
        ]
