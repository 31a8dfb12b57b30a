"""A dossier (hồ sơ): what it keeps from its reception, its raw events, its papers, its place in the register."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from parindex.onestop.events import EventKind
from paroffice.onestop.models.law import Law
from paroffice.onestop.models.procedure import ProcedureVersion
from paroffice.people.derived import Derived
from paroffice.people.models import Person, Unit
from paroffice.people.names import folded


class State(models.IntegerChoices):
    """As exchanged with the national portal; the label is what the citizen reads."""

    SUBMITTED = 1, _("mới đăng ký")
    RECEIVED = 2, _("được tiếp nhận")
    NOT_RECEIVED = 3, _("không được tiếp nhận")
    WORKED_ON = 4, _("đang xử lý")
    TO_SUPPLEMENT = 5, _("yêu cầu bổ sung giấy tờ")
    TO_PAY = 6, _("yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWN = 7, _("công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("dừng xử lý")
    DONE = 9, _("đã xử lý xong")
    RETURNED = 10, _("đã trả kết quả")


class Tray(models.TextChoices):
    """On whose pile a dossier lies: one word of its state, stored so that lists need no sorting."""

    NEW = "new", _("chờ tiếp nhận")
    WORKING = "working", _("đang giải quyết")
    WAITING = "waiting", _("chờ người nộp")
    READY = "ready", _("chờ trả")
    OVER = "over", _("đã kết thúc")


TRAYS = {
    Tray.NEW: (State.SUBMITTED,),
    Tray.WORKING: (State.RECEIVED, State.WORKED_ON),
    Tray.WAITING: (State.TO_SUPPLEMENT, State.TO_PAY),
    Tray.READY: (State.STOPPED, State.DONE),
    Tray.OVER: (State.NOT_RECEIVED, State.WITHDRAWN, State.RETURNED),
}
TRAY_OF = {state: tray for tray, states in TRAYS.items() for state in states}


def _tray_fits() -> Q:
    fits = Q(pk__isnull=True)
    for tray, states in TRAYS.items():
        fits |= Q(tray=tray.value, state__in=[state.value for state in states])
    return fits


class Channel(models.TextChoices):
    """Codes 1, 2, 3 of the national portal."""

    DIRECT = "direct", _("trực tiếp")
    ONLINE = "online", _("trực tuyến")
    POST = "post", _("bưu chính công ích")


class Applicant(models.TextChoices):
    PERSON = "person", _("công dân")
    BUSINESS = "business", _("doanh nghiệp")
    HOUSEHOLD = "household", _("hộ kinh doanh")


class Timeliness(models.TextChoices):
    """How the end stands to the due moment; empty while there is none."""

    EARLY = "early", _("trước hạn")
    ON_TIME = "on_time", _("đúng hạn")
    LATE = "late", _("quá hạn")


class Dossier(models.Model):
    """It keeps law, regime, calendar and procedure version of its reception, and is never reckoned by newer ones.

    Everything about time is derived from its events; what is stored of it here only finds and sorts.
    `key` is printed on the receipt beside the code: who holds it may rate and bring what is missing.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="dossiers")
    law = models.ForeignKey(Law, models.PROTECT, related_name="+")
    regime = models.CharField(max_length=60)
    calendar = models.CharField(max_length=60)
    code = models.CharField(_("mã hồ sơ"), max_length=60, null=True, unique=True)
    key = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField(_("sổ năm"), null=True)
    number = models.PositiveIntegerField(_("số thứ tự"), null=True)
    state = models.PositiveSmallIntegerField(_("trạng thái"), choices=State.choices)
    tray = models.CharField(max_length=10, choices=Tray.choices)
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel.choices)
    result_by = models.CharField(_("nhận kết quả"), max_length=10, choices=Channel.choices, default="direct")
    applicant_kind = models.CharField(max_length=12, choices=Applicant.choices, default="person")
    applicant = models.CharField(_("người nộp"), max_length=200)
    id_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    representative = models.CharField(_("người đại diện"), max_length=200, blank=True)
    content = models.CharField(_("nội dung yêu cầu"), max_length=500, blank=True)
    checklist = models.JSONField(_("thành phần đã nhận"), default=list)
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(_("nhận lúc"), null=True)
    due_at = models.DateTimeField(_("hẹn trả"), null=True)
    sort_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    timeliness = models.CharField(max_length=10, choices=Timeliness.choices, blank=True)
    returned_at = models.DateTimeField(null=True)
    office_minutes = models.PositiveIntegerField(null=True)
    applicant_minutes = models.PositiveIntegerField(null=True)
    supplements = models.PositiveSmallIntegerField(default=0)
    extended = models.BooleanField(default=False)
    step = models.PositiveSmallIntegerField(default=0)
    department = models.CharField(max_length=200, blank=True)
    holder = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    step_due_at = models.DateTimeField(null=True)
    refused_for = models.TextField(blank=True)
    result = models.CharField(max_length=500, blank=True)
    result_electronic = models.BooleanField(default=False)
    fee = models.PositiveIntegerField(default=0)
    paid_online = models.BooleanField(default=False)
    reused = models.BooleanField(default=False)
    population_data = models.BooleanField(default=False)
    disliked = models.BooleanField(default=False)
    synced_at = models.DateTimeField(null=True)
    sought = Derived(max_length=800, follows=lambda one: folded(f"{one.applicant} {one.content}"))

    class Meta:
        indexes = [
            models.Index(fields=["unit", "tray", "sort_at", "id"], name="dossier_in_order"),
            models.Index(fields=["unit", "received_at"], name="dossier_by_reception"),
            models.Index(fields=["holder", "tray"], name="dossier_by_holder"),
            models.Index(  # all that the board counts of what is open, without a look at the rows
                fields=["unit", "tray", "due_at", "step_due_at", "department", "holder"],
                condition=Q(tray__in=["new", "working", "waiting", "ready"]),
                name="dossier_at_hand",
            ),
            models.Index(  # and of the time that went, of tens of thousands that ended
                fields=["unit", "sort_at", "office_minutes", "applicant_minutes"],
                condition=Q(tray__in=["ready", "over"], office_minutes__isnull=False),
                name="dossier_time_spent",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="dossier_once_in_the_register"),
            models.CheckConstraint(name="dossier_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="dossier_tray_fits_its_state", condition=_tray_fits()),
            models.CheckConstraint(name="dossier_channel_is_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(name="dossier_of_somebody", condition=~Q(applicant="")),
            models.CheckConstraint(
                name="dossier_code_register_and_due_since_reception",
                condition=Q(code__isnull=True, number__isnull=True, received_at__isnull=True, due_at__isnull=True)
                | Q(code__isnull=False, number__isnull=False, received_at__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_received_in_states_that_need_it",
                condition=Q(received_at__isnull=False) | Q(state__in=[1, 3, 5, 7]),
            ),
            models.CheckConstraint(
                name="dossier_ended_where_its_state_is_an_end",
                condition=Q(ended_at__isnull=True, state__in=[1, 2, 4, 5, 6])
                | Q(ended_at__isnull=False, state__in=[3, 7, 8, 9, 10]),
            ),
            models.CheckConstraint(
                name="dossier_returned_with_its_moment",
                condition=Q(returned_at__isnull=True) & ~Q(state=10) | Q(returned_at__isnull=False, state=10),
            ),
        ]

    def __str__(self) -> str:
        return self.code or f"#{self.pk}"

    @property
    def known_by(self) -> str:
        """What its holder looks it up by, beside the key: its code, and before its reception its number."""
        return self.code or str(self.pk)


class Happened(models.Model):
    """A raw event, in the vocabulary of `parindex.onestop.events`. Only ever added. `by` is empty for the citizen."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in EventKind])
    at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="happened_kind_is_known", condition=Q(kind__in=[kind.value for kind in EventKind])
            ),
            models.CheckConstraint(
                name="happened_only_an_extension_promises",
                condition=Q(kind=EventKind.EXTENDED.value, due__isnull=False)
                | (~Q(kind=EventKind.EXTENDED.value) & Q(due__isnull=True)),
            ),
        ]


class PaperKind(models.TextChoices):
    COMPONENT = "component", _("thành phần hồ sơ")
    RESULT = "result", _("kết quả")
    OTHER = "other", _("khác")


class DossierPaper(models.Model):
    """A scan or an uploaded file, found by its hash. `component` is its place in the checklist, from 0."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    what = models.CharField(max_length=12, choices=PaperKind.choices)
    component = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    signatures = models.JSONField(default=list)
    stored_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="dossier_paper_has_a_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="dossier_paper_of_a_component_says_which",
                condition=Q(what="component", component__isnull=False)
                | (~Q(what="component") & Q(component__isnull=True)),
            ),
        ]


class Counter(models.Model):
    """The last number given: held while a number is taken, so that none is left out and none given twice."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    of = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "what", "of"], name="counter_once")]


class RegisterYear(models.Model):
    """The book of a year, closed: how many numbers it holds, and the digest of its lines."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="register_closed_once"),
            models.CheckConstraint(name="register_has_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
        ]
