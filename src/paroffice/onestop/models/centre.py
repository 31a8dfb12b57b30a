"""The centre itself: who works there, what it holds, the meetings and notes that the decree asks for."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person, Unit


class Staff(models.Model):
    """Made public with name, title and telephone (Decree 61/2018, article 9, paragraph 7).

    A `reserve` stays with the agency that would send them, and is not at the centre.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    field = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    head = models.BooleanField(default=False)
    sent_by = models.CharField(max_length=200, blank=True)
    serves_since = models.DateField(null=True)
    reserve = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-head", "name"]
        constraints = [
            models.CheckConstraint(name="staff_named", condition=~Q(name="") & ~Q(title="")),
            models.CheckConstraint(
                name="staff_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="staff_served_before_they_came",
                condition=Q(serves_since__isnull=True) | Q(serves_since__lte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="staff_reserve_of_an_agency", condition=Q(reserve=False) | (Q(head=False) & ~Q(sent_by=""))
            ),
        ]


class Holding(models.Model):
    """How many of a kind of the decree's equipment there are, as counted on a day; a later count stands beside it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings")
    code = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    counted_on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-counted_on", "-pk"]


class RecordKind(models.TextChoices):
    MEETING = "meeting", _("họp với các cơ quan (3 tháng một lần)")
    STAFF_NOTE = "staff_note", _("nhận xét công chức gửi cơ quan cử (hằng tháng)")


class CentreRecord(models.Model):
    """A meeting of the quarter, or the month's note on staff."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="records")
    kind = models.CharField(max_length=12, choices=RecordKind.choices)
    on = models.DateField()
    content = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="centre_record_whole", condition=~Q(content="") & Q(kind__in=RecordKind.values)
            )
        ]
