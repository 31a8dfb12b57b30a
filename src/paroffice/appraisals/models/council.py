"""The council (Hội đồng): meetings, the cases it decides, and the freezing of a block."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.appraisals.models.ruling import Ruling
from paroffice.evidence.models import Paper
from paroffice.people.models import Person
from paroffice.rounds.models import Round


class Meeting(models.Model):
    """Held once it has its minutes."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings")
    on = models.DateField(_("ngày"))
    agenda = models.TextField(_("nội dung"))
    minutes = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("biên bản"))
    called_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]


class Why(models.TextChoices):
    """What brings an item before the council."""

    SECOND = "second", _("hai người chấm khác nhau")
    REPLY = "reply", _("đơn vị không đồng ý sau giải trình")
    CHALLENGE = "challenge", _("phản biện của đơn vị khác")
    HEAD = "head", _("tổ trưởng đề nghị")


class Case(models.Model):
    """An item that the council must decide. Decided, it names its ruling in the final ledger."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="cases")
    item = models.CharField(_("mục"), max_length=60)
    why = models.CharField(max_length=20, choices=Why.choices)
    question = models.TextField(_("vấn đề"))
    brought_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="cases")
    ruling = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="case")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "item", "why"], condition=Q(ruling__isnull=True), name="case_open_once"
            ),
            models.CheckConstraint(name="case_why_is_known", condition=Q(why__in=Why.values)),
            models.CheckConstraint(
                name="case_decided_at_a_meeting", condition=Q(ruling__isnull=True) | Q(meeting__isnull=False)
            ),
        ]


class Reopening(models.Model):
    """What was frozen is opened again: one asks with a reason, another agrees."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="reopenings")
    reason = models.TextField(_("lý do"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal"], condition=Q(agreed_at__isnull=True), name="reopening_waits_once"
            ),
            models.CheckConstraint(name="reopening_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="reopening_by_two_persons", condition=~Q(asked_by=F("agreed_by"))),
            models.CheckConstraint(
                name="reopening_agreed_whole",
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
        ]
