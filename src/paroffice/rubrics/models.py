"""An adopted edition: never changed, only followed by another. A draft: what one is written in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person


class AdoptedEdition(models.Model):
    """`files` holds the edition's folder as it was adopted, file name → text; `digest` that of its law.

    `glosses` says its texts in other languages, for reading: language → original → said. No law, and no digest.
    """

    name = models.SlugField(_("mã"), max_length=120, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(_("tên"), max_length=500)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    files = models.JSONField()
    glosses = models.JSONField(default=dict)
    adopted_at = models.DateTimeField(_("ban hành lúc"))

    class Meta:
        verbose_name, verbose_name_plural = _("bộ chỉ số"), _("bộ chỉ số")
        ordering = ["-adopted_at"]

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """An edition being written. `edits` counts its changes; one adopted or discarded is kept as it is."""

    files = models.JSONField()
    title = models.CharField(_("tên"), max_length=500, blank=True)
    based_on = models.ForeignKey(AdoptedEdition, models.PROTECT, null=True, related_name="amendments")
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("bắt đầu lúc"))
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("sửa lúc"))
    edits = models.PositiveIntegerField(default=0)
    adopted_as = models.OneToOneField(AdoptedEdition, models.PROTECT, null=True, related_name="draft")
    discarded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(_("bỏ lúc"), null=True)
    discarded_for = models.TextField(_("lý do bỏ"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("bản thảo"), _("bản thảo")
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                name="draft_discarded_whole",
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True, discarded_for="")
                | (Q(discarded_at__isnull=False, discarded_by__isnull=False) & ~Q(discarded_for="")),
            ),
            models.CheckConstraint(
                name="draft_adopted_or_discarded",
                condition=Q(adopted_as__isnull=True) | Q(discarded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def open(self) -> bool:
        """Whether it is still written on."""
        return self.adopted_as_id is None and self.discarded_at is None
