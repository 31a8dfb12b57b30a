"""Persons, units through time, and the roles that persons hold in them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from paroffice.people.derived import Derived
from paroffice.people.names import folded, order_key


class Role(models.TextChoices):
    """What a person may be. The rights of each stand in `policy.py`."""

    ROUND_OFFICE = "round_office", _("thường trực đợt đánh giá")
    UNIT_OFFICER = "unit_officer", _("cán bộ đơn vị")
    UNIT_LEADER = "unit_leader", _("lãnh đạo đơn vị")
    APPRAISER = "appraiser", _("người thẩm định")
    SECOND_APPRAISER = "second_appraiser", _("người thẩm định lần hai")
    HEAD_OF_WORKING_GROUP = "head_of_working_group", _("tổ trưởng tổ công tác")
    COUNCIL = "council", _("hội đồng")
    CONFIRMING_AGENCY = "confirming_agency", _("cơ quan xác nhận")
    SURVEY_OFFICER = "survey_officer", _("cán bộ điều tra xã hội học")
    ONE_STOP_OFFICER = "one_stop_officer", _("cán bộ quản lý một cửa")
    ONE_STOP_CLERK = "one_stop_clerk", _("công chức tiếp nhận một cửa")
    HEAD_OF_ONE_STOP = "head_of_one_stop", _("phụ trách một cửa")
    CASE_OFFICER = "case_officer", _("công chức thụ lý")
    PARTNER_AGENCY = "partner_agency", _("cơ quan phối hợp")
    EDITOR = "editor", _("biên tập viên")
    AUDITOR = "auditor", _("người giám sát")
    ADMINISTRATOR = "administrator", _("quản trị tài khoản")
    CITIZEN = "citizen", _("người dân")


class Person(AbstractUser):
    """An account. `full_name` is how the person is called; Vietnamese names have no first and last."""

    first_name = last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    order_key = Derived(max_length=380, follows=lambda person: order_key(str(person)))
    sought = Derived(
        max_length=540, follows=lambda person: folded(f"{person.full_name} {person.username} {person.email}")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("người dùng")
        indexes = [models.Index(fields=["order_key", "id"], name="person_in_order")]
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email_once"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Unit(models.Model):
    """A public body, from the day it begins to the day it ends. An ended one stays readable."""

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    block = models.CharField(_("nhóm"), max_length=60)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    order_key = Derived(max_length=620, follows=lambda unit: order_key(unit.name))
    sought = Derived(max_length=270, follows=lambda unit: folded(f"{unit.name} {unit.code}"))

    class Meta:
        verbose_name = verbose_name_plural = _("đơn vị")
        ordering = ["name"]
        indexes = [models.Index(fields=["order_key", "id"], name="unit_in_order")]
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of a unit: `heir` takes over all or part of `predecessor` on a day, by a decision."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="heirs", verbose_name=_("đơn vị cũ"))
    heir = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors", verbose_name=_("đơn vị kế thừa"))
    on = models.DateField(_("ngày"))
    decision = models.CharField(_("văn bản"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "heir"], name="succession_once"),
            models.CheckConstraint(name="succession_to_another", condition=~Q(predecessor=F("heir"))),
        ]


class Grant(models.Model):
    """A role that a person holds, in one unit or for all (`unit` empty), for a time.

    A delegation (ủy quyền) is a grant that names who gave it, and the grant of theirs that it comes from: it holds
    only while that one does.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("người"))
    role = models.CharField(_("vai trò"), max_length=40, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("đơn vị"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name=_("người ủy quyền")
    )
    delegated_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="lent")
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    paper = models.CharField(_("văn bản"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("vai trò")
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="grant_role_is_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="grant_delegated_with_an_end", condition=Q(delegated_by__isnull=True) | Q(ends_on__isnull=False)
            ),
            models.CheckConstraint(
                name="grant_delegated_from_a_grant",
                condition=Q(delegated_by__isnull=True, delegated_from__isnull=True)
                | Q(delegated_by__isnull=False, delegated_from__isnull=False),
            ),
        ]


class WrongPassword(models.Model):
    """A sign-in that failed, whether or not there is such an account."""

    username = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "at"])]


class IntakeKind(models.TextChoices):
    UNITS = "units", _("đơn vị")
    PEOPLE = "people", _("người dùng")


class Intake(models.Model):
    """What a workbook would change, as it was previewed: applied just so, or not at all.

    `standing` is the digest of the register that the preview was held against.
    """

    kind = models.CharField(max_length=10, choices=IntakeKind.choices)
    rows = models.JSONField()
    standing = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    made_by = models.ForeignKey(Person, models.PROTECT)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="intake_kind_is_known", condition=Q(kind__in=IntakeKind.values)),
            models.CheckConstraint(
                name="intake_applied_after_it_was_made",
                condition=Q(applied_at__isnull=True) | Q(applied_at__gte=F("made_at")),
            ),
        ]
