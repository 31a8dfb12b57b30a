"""What the one-stop unit feeds the index: sealed extracts of figures, and disputes with what was declared."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.onestop.models.law import Law
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class Source(models.TextChoices):
    OWN = "own", _("tính từ hồ sơ ở đây")
    NATIONAL = "national", _("tệp của hệ thống quốc gia")


class Extract(models.Model):
    """A figure of a unit for a round, as it stood at a moment. Never changed; a newer one stands beside it.

    `rows` lists code, numerator, denominator and digest of each dossier, procedure or piece of feedback behind it;
    `digest` seals all of it. One from a national system has no rows but its file's hash.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="extracts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extracts")
    figure = models.CharField(max_length=80)
    source = models.CharField(max_length=10, choices=Source.choices)
    since = models.DateField()
    until = models.DateField()
    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField()
    definition = models.TextField()
    rows = models.JSONField(default=list)
    law = models.ForeignKey(Law, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["round", "unit", "figure"], name="extract_of_figure")]
        constraints = [
            models.CheckConstraint(name="extract_of_a_span", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="extract_has_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="extract_from_rows_or_from_a_file",
                condition=Q(source="own", law__isnull=False, file_sha256="")
                | (Q(source="national", law__isnull=True) & ~Q(file_sha256="")),
            ),
        ]


class Dispute(models.Model):
    """A unit declared something else than the extract says. It stays open until somebody says why."""

    extract = models.ForeignKey(Extract, models.PROTECT, related_name="disputes")
    item = models.CharField(max_length=60)
    numerator = models.CharField(max_length=40)
    denominator = models.CharField(max_length=40)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    explanation = models.TextField(blank=True)
    explained_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["extract", "item", "numerator", "denominator"], name="dispute_once_for_what_was_said"
            ),
            models.CheckConstraint(
                name="dispute_explained_whole",
                condition=Q(explanation="", explained_by__isnull=True, explained_at__isnull=True)
                | (~Q(explanation="") & Q(explained_by__isnull=False, explained_at__isnull=False)),
            ),
        ]
