"""How far the appraisal of a unit's sheet has come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.assessments.models import Assessment
from paroffice.people.models import Person


class State(models.TextChoices):
    """The unit sees marks from `told` on."""

    APPRAISING = "appraising", _("đang thẩm định")
    TOLD = "told", _("đã thông báo kết quả lần một")
    SETTLED = "settled", _("đã chốt thẩm định")
    FROZEN = "frozen", _("hội đồng đã chốt")


AFTER_TELLING = (State.TOLD, State.SETTLED, State.FROZEN)
AFTER_SETTLING = (State.SETTLED, State.FROZEN)


class Appraisal(models.Model):
    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="appraisal")
    state = models.CharField(max_length=20, choices=State.choices, default=State.APPRAISING)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state"])]
        constraints = [
            models.CheckConstraint(name="appraisal_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="appraisal_told_by_someone_once",
                condition=Q(state=State.APPRAISING.value, told_at__isnull=True, told_by__isnull=True)
                | Q(state__in=[one.value for one in AFTER_TELLING], told_at__isnull=False, told_by__isnull=False),
            ),
            models.CheckConstraint(
                name="appraisal_settled_by_someone_once",
                condition=Q(
                    state__in=[State.APPRAISING.value, State.TOLD.value],
                    settled_at__isnull=True,
                    settled_by__isnull=True,
                )
                | Q(
                    state__in=[one.value for one in AFTER_SETTLING],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="appraisal_frozen_by_someone_once",
                condition=(~Q(state=State.FROZEN.value) & Q(frozen_at__isnull=True, frozen_by__isnull=True))
                | Q(state=State.FROZEN.value, frozen_at__isnull=False, frozen_by__isnull=False),
            ),
        ]
