"""The list of procedures as a national system hands it out: a dated copy, beside our own and never in its place."""

from django.db import models
from django.db.models import Q

from paroffice.people.models import Person


class NationalList(models.Model):
    """`rows` lists code and name. Never changed; a newer copy stands beside it."""

    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="national_list_has_a_hash", condition=Q(file_sha256__regex=r"^[0-9a-f]{64}$"))
        ]
