"""One line a deed. No foreign keys: what is told here outlives what it tells of."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """The `number`-th deed of a stream. `digest` covers everything here and the digest before it."""

    stream = models.CharField(_("dòng"), max_length=80)
    number = models.PositiveIntegerField(_("số"))
    at = models.DateTimeField(_("lúc"))
    by = models.CharField(_("người"), max_length=150)
    origin = models.CharField(_("mạng"), max_length=60, null=True)
    role = models.CharField(_("vai trò"), max_length=200, blank=True)
    act = models.CharField(_("việc"), max_length=60)
    subject = models.CharField(_("đối tượng"), max_length=120)
    before = models.JSONField(_("trước"), null=True)
    after = models.JSONField(_("sau"), null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "number"]
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="entry_number_once")]
        indexes = [
            models.Index(fields=["subject"]),
            models.Index(fields=["by"]),
            models.Index(fields=["act"]),
            models.Index(fields=["at"]),
        ]


def sought(clear: str) -> str:
    """By what a clear form is found: a text of any length in an index."""
    return hashlib.sha256(clear.encode()).hexdigest()


class Pseudonym(models.Model):
    """Whom the trail means by a digest. Erased, nobody can tell any more; the chain of digests stands."""

    digest = models.CharField(_("bí danh"), max_length=65, unique=True)
    salt = models.CharField(max_length=64)
    clear = models.TextField(_("tên thật"))
    found = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pseudonym_is_a_digest", condition=models.Q(digest__regex=r"^~[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="pseudonym_of_someone", condition=~models.Q(clear="")),
        ]
