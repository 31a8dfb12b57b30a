"""Who had the dossier when, what agencies were asked, what was seen on the spot, which letters went out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from parindex.onestop.papers import FormKind
from paroffice.onestop.models.dossier import Dossier, Timeliness
from paroffice.people.models import Person, Unit


class Handover(models.Model):
    """A line of the control slip (phiếu kiểm soát): given to a department for a step, and when that was done."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="handovers")
    step = models.PositiveSmallIntegerField()
    says = models.CharField(max_length=200)
    giver = models.CharField(max_length=200)
    taker = models.CharField(max_length=200)
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    late_transfer = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    timeliness = models.CharField(max_length=10, choices=Timeliness.choices, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="handover_done_after_it_was_given",
                condition=Q(done_at__isnull=True, timeliness="") | Q(done_at__gte=F("given_at")),
            )
        ]


class TaskKind(models.TextChoices):
    SHARE = "share", _("phần việc liên thông")
    OPINION = "opinion", _("lấy ý kiến")


class Task(models.Model):
    """What an agency is to do or say, by when. On paper one after the other (`turn`), electronically all at once."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=TaskKind.choices)
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    lead = models.BooleanField(_("chủ trì"), default=False)
    turn = models.PositiveSmallIntegerField(default=1)
    content = models.TextField(_("nội dung"))
    due_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["turn", "pk"]
        indexes = [models.Index(fields=["agency", "answered_at"], name="task_of_agency")]
        constraints = [
            models.CheckConstraint(name="task_in_words", condition=~Q(content="")),
            models.CheckConstraint(name="task_due_after_it_was_given", condition=Q(due_at__gt=F("given_at"))),
            models.CheckConstraint(
                name="task_answered_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.UniqueConstraint(fields=["dossier"], condition=Q(lead=True), name="task_one_lead_for_a_dossier"),
        ]


class Verification(models.Model):
    """What was verified: when, where, with whom, what was found (Decree 61/2018, article 19, paragraph 3)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="verifications")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=300)
    participants = models.CharField(max_length=500)
    content = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="verification_whole", condition=~Q(place="") & ~Q(participants="") & ~Q(content="")
            )
        ]


class ReturnWay(models.TextChoices):
    """How a result comes into the applicant's hands (Decree 61/2018, articles 6 and 20)."""

    RECEIPT = "receipt", _("tại quầy, người nộp có giấy tiếp nhận")
    AUTHORISED = "authorised", _("tại quầy, người được ủy quyền")
    POST = "post", _("qua bưu chính")
    ONLINE = "online", _("trực tuyến")


class GivenBack(models.Model):
    """Who took the result, how, against which paper; and which originals went back with it."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="given_back")
    way = models.CharField(max_length=10, choices=ReturnWay.choices)
    to = models.CharField(max_length=200)
    proof = models.CharField(max_length=200, blank=True)
    originals = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="given_back_to_somebody", condition=~Q(to="") & Q(way__in=ReturnWay.values)),
            models.CheckConstraint(
                name="given_back_against_a_paper", condition=Q(way__in=["receipt", "online"]) | ~Q(proof="")
            ),
        ]


class Letter(models.Model):
    """A numbered form that went to the applicant: request for a supplement, refusal, apology, notice of stopping.

    `unit` wrote it and numbered it: the dossier's own, or the heir's that went on with it.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in FormKind])
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.TextField()
    items = models.JSONField(default=list)
    due_before = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    overridden_for = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="letter_numbered_once"),
            models.CheckConstraint(name="letter_with_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="letter_of_apology_promises",
                condition=(Q(what="apology") & Q(due__isnull=False, due_before__isnull=False))
                | (~Q(what="apology") & Q(due__isnull=True, due_before__isnull=True)),
            ),
        ]
