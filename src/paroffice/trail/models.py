"""One line a deed. No foreign keys: what is told here outlives what it tells of."""

from django.db import models


class Entry(models.Model):
    """The `number`-th deed of a stream. `digest` covers everything here and the digest before it."""

    stream = models.CharField("dòng", max_length=80)
    number = models.PositiveIntegerField("số")
    at = models.DateTimeField("lúc")
    by = models.CharField("người", max_length=150)
    role = models.CharField("vai trò", max_length=200, blank=True)
    act = models.CharField("việc", max_length=60)
    subject = models.CharField("đối tượng", max_length=120)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "number"]
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="entry_number_once")]
        indexes = [models.Index(fields=["subject"])]
