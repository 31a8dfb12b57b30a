"""Tokens by which other systems read what is not public yet."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person


class Scope(models.TextChoices):
    """What a token opens."""

    PREVIEW = "preview", _("đọc kết quả đã chốt, chưa công khai")


class ApiToken(models.Model):
    """Kept as its SHA-256 only: the token itself is shown once, to who made it."""

    name = models.CharField(_("hệ thống dùng"), max_length=120)
    scope = models.CharField(_("phạm vi"), max_length=20, choices=Scope.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("hết hạn"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="token_is_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="token_is_somebodys", condition=~Q(name="")),
            models.CheckConstraint(name="token_scope_is_known", condition=Q(scope__in=Scope.values)),
            models.CheckConstraint(name="token_ends", condition=Q(expires_at__gt=F("made_at"))),
        ]
