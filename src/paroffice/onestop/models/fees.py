"""Fees: what was paid, when, how, against which receipt; and the quarter's settlement of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.onestop.models.dossier import Dossier
from paroffice.people.models import Person, Unit


class Collected(models.IntegerChoices):
    """When a fee is collected; codes of the national portal."""

    RECEPTION = 1, _("khi tiếp nhận")
    SUPPLEMENT = 2, _("khi bổ sung")
    RETURN = 4, _("khi trả kết quả")


class Way(models.TextChoices):
    CASH = "cash", _("tiền mặt")
    TRANSFER = "transfer", _("chuyển khoản")
    POST = "post", _("qua bưu chính")
    ONLINE = "online", _("trực tuyến")


class Settlement(models.Model):
    """A quarter's fees settled with the agencies (Decree 61/2018, article 12): how many, how much, sealed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "quarter"], name="settlement_once"),
            models.CheckConstraint(name="settlement_of_a_quarter", condition=Q(quarter__gte=1, quarter__lte=4)),
        ]


class Payment(models.Model):
    """One payment of a dossier; never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="payments")
    amount = models.PositiveIntegerField()
    moment = models.PositiveSmallIntegerField(choices=Collected.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    receipt = models.CharField(max_length=60)
    paid_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    settlement = models.ForeignKey(Settlement, models.PROTECT, null=True, related_name="payments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "receipt"], name="payment_receipt_once"),
            models.CheckConstraint(name="payment_of_something", condition=Q(amount__gt=0) & ~Q(receipt="")),
            models.CheckConstraint(name="payment_moment_is_known", condition=Q(moment__in=Collected.values)),
            models.CheckConstraint(name="payment_way_is_known", condition=Q(way__in=Way.values)),
        ]
