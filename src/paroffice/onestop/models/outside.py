"""What went, or should have gone, to systems outside: kept as it was written, with what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.onestop.models.dossier import Dossier


class What(models.TextChoices):
    SYNC = "sync", _("đồng bộ Cổng dịch vụ công quốc gia")
    MAIL = "mail", _("thư điện tử")
    TEXT = "text", _("tin nhắn")
    PAYMENT = "payment", _("đề nghị thanh toán")


class Outcome(models.TextChoices):
    """`recorded` is no success: there is no real system behind the adapter."""

    RECORDED = "recorded", _("đã ghi, chưa gửi: chưa nối được hệ thống thật")
    SENT = "sent", _("đã gửi")
    FAILED = "failed", _("không gửi được")


class Outgoing(models.Model):
    """One message. Its text holds what the receiving system needs, personal data included."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="outgoing")
    what = models.CharField(max_length=10, choices=What.choices)
    payload = models.JSONField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outgoing_done_with_its_outcome",
                condition=Q(outcome="", done_at__isnull=True)
                | (Q(outcome__in=Outcome.values) & Q(done_at__isnull=False)),
            )
        ]
