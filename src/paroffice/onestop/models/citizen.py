"""What citizens send in: drafts of online submissions, ratings, feedback (phản ánh, kiến nghị), queue tickets."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from paroffice.onestop.models.dossier import Dossier
from paroffice.onestop.models.procedure import ProcedureVersion
from paroffice.people.models import Person, Unit


class OnlineDraft(models.Model):
    """A submission being written, found only by its key. Once sent it points to its dossier and changes no more."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)
    origin = models.CharField(max_length=60, blank=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="draft")

    class Meta:
        indexes = [models.Index(fields=["origin", "begun_at"], name="draft_by_origin")]
        constraints = [
            models.CheckConstraint(name="online_draft_expires_later", condition=Q(expires_at__gt=F("begun_at")))
        ]


class DraftFile(models.Model):
    """A file of a draft, one a component; another one takes its place."""

    draft = models.ForeignKey(OnlineDraft, models.CASCADE, related_name="files")
    component = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    signatures = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "component"], name="draft_file_once"),
            models.CheckConstraint(name="draft_file_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]


class Moment(models.TextChoices):
    """After which step a citizen rates: slips are handed out with Mẫu 01, 02, 03 and at the return."""

    RECEPTION = "reception", _("sau khi tiếp nhận")
    SUPPLEMENT = "supplement", _("sau khi yêu cầu bổ sung")
    REFUSAL = "refusal", _("sau khi từ chối")
    RETURN = "return", _("sau khi trả kết quả")


class Satisfaction(models.IntegerChoices):
    """Circular 32/2017, article 12: only the overall one is obligatory."""

    VERY = 3, _("rất hài lòng")
    YES = 2, _("hài lòng")
    NOT_YET = 1, _("chưa hài lòng")


class Rating(models.Model):
    """Once for each step of a dossier."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="ratings")
    moment = models.CharField(max_length=12, choices=Moment.choices)
    overall = models.PositiveSmallIntegerField(choices=Satisfaction.choices)
    convenience = models.PositiveSmallIntegerField(choices=Satisfaction.choices, null=True)
    timeliness = models.PositiveSmallIntegerField(choices=Satisfaction.choices, null=True)
    attitude = models.PositiveSmallIntegerField(choices=Satisfaction.choices, null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "moment"], name="rating_once_a_step"),
            models.CheckConstraint(name="rating_of_three_levels", condition=Q(overall__gte=1, overall__lte=3)),
        ]


class Petition(models.Model):
    """A reflection or petition (phản ánh, kiến nghị) and what became of it. A false one leaves every figure.

    `forwarded_to` is where it went when another body is competent (Decree 20/2008: within five working days).
    `declined` says that the answer is a refusal to take it up; `asked` is what the office still had to know, `told`
    what its writer said to that.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="petitions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="petitions")
    key = models.CharField(max_length=12)
    content = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    forwarded_to = models.CharField(max_length=200, blank=True)
    forwarded_at = models.DateTimeField(null=True)
    asked = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    told = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    declined = models.BooleanField(default=False)
    false_for = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    satisfied = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "received_at"], name="petition_of_unit")]
        constraints = [
            models.CheckConstraint(name="petition_in_words", condition=~Q(content="")),
            models.CheckConstraint(
                name="petition_answered_whole",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="petition_forwarded_somewhere",
                condition=Q(forwarded_to="", forwarded_at__isnull=True)
                | (~Q(forwarded_to="") & Q(forwarded_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="petition_asked_whole",
                condition=Q(asked="", asked_at__isnull=True) | (~Q(asked="") & Q(asked_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="petition_told_once_asked",
                condition=Q(told="", told_at__isnull=True)
                | (~Q(told="") & Q(told_at__isnull=False, asked_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="petition_declined_in_an_answer", condition=Q(declined=False) | Q(answered_at__isnull=False)
            ),
            models.CheckConstraint(
                name="petition_published_and_rated_once_answered",
                condition=Q(answered_at__isnull=False) | Q(published_at__isnull=True, satisfied__isnull=True),
            ),
        ]


class Ticket(models.Model):
    """A queue number of a day, called to a counter; linked to the dossier that was taken in there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    field = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    counter = models.CharField(max_length=40, blank=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="tickets")

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "number"], name="ticket_once"),
            models.CheckConstraint(
                name="ticket_called_whole",
                condition=Q(called_at__isnull=True, called_by__isnull=True, counter="")
                | (Q(called_at__isnull=False, called_by__isnull=False) & ~Q(counter="")),
            ),
            models.CheckConstraint(
                name="ticket_served_once_called",
                condition=Q(dossier__isnull=True) | Q(called_at__isnull=False),
            ),
        ]
