"""Tokens, the box, and the answers taken out of it. Nothing here joins an answer to who gave it.

No row has a number that counts up, a moment, or a pointer to another of these tables: keys are random, and the
finest time is the day. A token is spent and a slip is put into the box in one transaction. Slips leave the box many
at a time, in the order of their random keys, under new keys and in another transaction (`actions.box`), so that not
even the database's own marks on a row (its place, its transaction) say which token it came with. What a copy of the
database's write-ahead log would tell is outside this; `docs/operate/privacy.md` says so.
"""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from paroffice.people.models import Person
from paroffice.surveys.models.frame import Cell
from paroffice.surveys.models.survey import Questionnaire, Survey


class Way(models.TextChoices):
    """How an answer came."""

    WEB = "web", _("trực tuyến")
    KIOSK = "kiosk", _("máy tại quầy")
    PAPER = "paper", _("phiếu giấy, nhập hai lần")
    DEVICE = "device", _("thiết bị của điều tra viên")
    FILE = "file", _("nạp từ tệp")


class Pace(models.TextChoices):
    """How long it took, told so coarsely that it is nobody's."""

    UNKNOWN = "", _("không rõ")
    FAST = "fast", _("rất nhanh")
    USUAL = "usual", _("bình thường")
    SLOW = "slow", pgettext_lazy("pace", "chậm")


class Token(models.Model):
    """The right to answer once. `key` is the digest of what stands on the card: the card itself is kept nowhere."""

    key = models.CharField(max_length=64, primary_key=True)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="tokens")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    spent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="survey_token_is_a_digest", condition=Q(key__regex=r"^[0-9a-f]{64}$"))
        ]


class Counter(models.Model):
    """A machine at a counter (kiosk): anyone there may answer, each page once."""

    key = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(_("tên máy"), max_length=120)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="counters")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    shut = models.BooleanField(default=False)


class Device(models.Model):
    """An interviewer's device that speaks OpenRosa. Its answers bear the interviewer's code, and no name."""

    key = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="devices")
    collector = models.CharField(_("mã điều tra viên"), max_length=40)
    shut = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "collector"], name="device_once_a_collector"),
            models.CheckConstraint(name="device_is_of_a_collector", condition=~Q(collector="")),
        ]


class Receipt(models.Model):
    """That a page of a kiosk or a form of a device has come, so that it does not come twice. Says nothing else."""

    key = models.CharField(max_length=64, primary_key=True)


class Said(models.Model):
    """What slips and answers have in common."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    day = models.DateField(_("ngày"))
    way = models.CharField(_("cách trả lời"), max_length=10, choices=Way.choices)
    pace = models.CharField(_("nhịp"), max_length=10, choices=Pace.choices, blank=True)
    collector = models.CharField(_("mã điều tra viên"), max_length=40, blank=True)
    replies = models.JSONField(_("trả lời"))

    class Meta:
        abstract = True


class Slip(Said):
    """An answer in the box: counted by nobody until the box is emptied.

    The database does not hold its keys against the two tables: all who answer would lock the same two rows. They are
    those of a card, a counter or a device, which are held; and so are those of the answer that comes out.
    """

    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="slip_says_how_it_came", condition=Q(way__in=Way.values) & Q(pace__in=Pace.values)
            )
        ]


class Why(models.TextChoices):
    """Why an answer was set aside."""

    COUNTS = "", _("được tính")
    SPEED = "speed", _("trả lời quá nhanh")
    STRAIGHT = "straight", _("chọn một mức cho mọi câu")
    DUPLICATE = "duplicate", _("trùng với nhiều phiếu khác")
    COLLECTOR = "collector", _("điều tra viên nộp quá nhiều trong ngày")
    CALL_BACK = "call_back", _("phúc tra không xác nhận")
    BLANK = "blank", _("không trả lời câu nào")


class Response(Said):
    """An answer that came out of the box. Set aside, it is in no figure and no export."""

    set_aside = models.CharField(_("loại vì"), max_length=20, choices=Why.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["cell"], name="response_of_a_cell")]
        constraints = [
            models.CheckConstraint(
                name="response_says_how_it_came",
                condition=Q(way__in=Way.values) & Q(pace__in=Pace.values) & Q(set_aside__in=Why.values),
            )
        ]


class Keying(models.Model):
    """A paper form as one person typed it. When a second has typed the same, it becomes a slip and both are gone."""

    key = models.CharField(max_length=64)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="keyings")
    replies = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "by"], name="keying_once_by_each")]
