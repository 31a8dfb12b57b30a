"""Who appraises what: a person, a part of the edition, a block of units or one of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class Mandate(models.Model):
    """`part` is the code of a field, criterion or item, empty for all; `unit` empty for all of `block`, that for all.

    Ended, it stays readable: what was ruled under it stands.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    part = models.CharField(_("phần"), max_length=60, blank=True)
    block = models.CharField(_("nhóm"), max_length=60, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị"))
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "part", "block"],
                condition=Q(ended_at__isnull=True, unit__isnull=True),
                name="mandate_for_units_once",
            ),
            models.UniqueConstraint(
                fields=["round", "person", "part", "unit"],
                condition=Q(ended_at__isnull=True, unit__isnull=False),
                name="mandate_for_a_unit_once",
            ),
            models.CheckConstraint(
                name="mandate_for_a_block_or_a_unit", condition=Q(unit__isnull=True) | Q(block="")
            ),
        ]
