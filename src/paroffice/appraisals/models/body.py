"""The working group (Tổ công tác): the body that appraises a round, and who must keep out of what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.evidence.models import Paper
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round


class WorkingGroup(models.Model):
    """Established by a decision, for a term, with a head."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="working_group")
    number = models.CharField(_("số quyết định"), max_length=120)
    issued_on = models.DateField(_("ngày ban hành"))
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("tệp quyết định"))
    head = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("tổ trưởng"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="group_by_a_decision", condition=~Q(number="")),
            models.CheckConstraint(
                name="group_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]


class Member(models.Model):
    """A person of the group, sent by a department, from a day to a day."""

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    department = models.CharField(_("cơ quan"), max_length=200)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(ends_on__isnull=True), name="member_once_at_a_time"
            ),
            models.CheckConstraint(name="member_of_a_department", condition=~Q(department="")),
            models.CheckConstraint(
                name="member_ends_after_starting", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
        ]


class Tie(models.Model):
    """Why a person keeps out of a unit's appraisal, beside the roles held there: kin, former post, a dispute."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="ties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(_("lý do"))
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit"], name="tie_once"),
            models.CheckConstraint(name="tie_has_a_reason", condition=~Q(reason="")),
        ]
