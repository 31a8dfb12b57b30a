"""How the appraisal of a round is conducted. Set before it begins; the draw of second opinions freezes it."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.rounds.models import Round


class Conduct(models.Model):
    """`risk_bands` raise the share for units whose past claims were cut more: `[{"cut": "0.10", "share": "0.30"}]`.

    `alike_rulings` in `alike_minutes` that all repeat the claim raise a flag on the board.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="conduct")
    challenge = models.BooleanField(_("cho phép phản biện chéo"), default=False)
    second_share = models.DecimalField(_("tỷ lệ chấm lần hai"), max_digits=5, decimal_places=4, default=Decimal(0))
    risk_bands = models.JSONField(_("tỷ lệ theo rủi ro"), default=list)
    seed = models.CharField(_("hạt giống"), max_length=80, blank=True)
    alike_rulings = models.PositiveSmallIntegerField(_("số kết luận giống tự chấm"), default=20)
    alike_minutes = models.PositiveSmallIntegerField(_("trong số phút"), default=10)
    drawn_at = models.DateTimeField(_("rút mẫu lúc"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="conduct_share_is_a_share", condition=Q(second_share__gte=0, second_share__lte=1)
            ),
            models.CheckConstraint(
                name="conduct_drawn_with_a_seed", condition=Q(drawn_at__isnull=True) | ~Q(seed="")
            ),
            models.CheckConstraint(
                name="conduct_alike_means_something", condition=Q(alike_rulings__gte=2, alike_minutes__gte=1)
            ),
        ]
