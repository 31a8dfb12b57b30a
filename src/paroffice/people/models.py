"""Persons, units through time, and the roles that persons hold in them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q


class Role(models.TextChoices):
    """What a person may be. The rights of each stand in `policy.py`."""

    ROUND_OFFICE = "round_office", "thường trực đợt đánh giá"
    UNIT_OFFICER = "unit_officer", "cán bộ đơn vị"
    UNIT_LEADER = "unit_leader", "lãnh đạo đơn vị"
    APPRAISER = "appraiser", "người thẩm định"
    SECOND_APPRAISER = "second_appraiser", "người thẩm định lần hai"
    HEAD_OF_WORKING_GROUP = "head_of_working_group", "tổ trưởng tổ công tác"
    COUNCIL = "council", "hội đồng"
    CONFIRMING_AGENCY = "confirming_agency", "cơ quan xác nhận"
    SURVEY_OFFICER = "survey_officer", "cán bộ điều tra xã hội học"
    ONE_STOP_OFFICER = "one_stop_officer", "cán bộ quản lý một cửa"
    ONE_STOP_CLERK = "one_stop_clerk", "công chức tiếp nhận một cửa"
    HEAD_OF_ONE_STOP = "head_of_one_stop", "phụ trách một cửa"
    CASE_OFFICER = "case_officer", "công chức thụ lý"
    PARTNER_AGENCY = "partner_agency", "cơ quan phối hợp"
    EDITOR = "editor", "biên tập viên"
    AUDITOR = "auditor", "người giám sát"
    ADMINISTRATOR = "administrator", "quản trị tài khoản"
    CITIZEN = "citizen", "người dân"


class Person(AbstractUser):
    """An account. `full_name` is how the person is called; Vietnamese names have no first and last."""

    first_name = last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)

    class Meta:
        verbose_name, verbose_name_plural = "người dùng", "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Unit(models.Model):
    """A public body, from the day it begins to the day it ends. An ended one stays readable."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    block = models.CharField("nhóm", max_length=60)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "đơn vị", "đơn vị"
        ordering = ["name"]
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

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="heirs", verbose_name="đơn vị cũ")
    heir = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors", verbose_name="đơn vị kế thừa")
    on = models.DateField("ngày")
    decision = models.CharField("văn bản", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "heir"], name="succession_once"),
            models.CheckConstraint(name="succession_to_another", condition=~Q(predecessor=F("heir"))),
        ]


class Grant(models.Model):
    """A role that a person holds, in one unit or for all (`unit` empty), for a time.

    A delegation (ủy quyền) is a grant that names who gave it from their own role.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name="người")
    role = models.CharField("vai trò", max_length=40, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    delegated_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name="người ủy quyền"
    )
    paper = models.CharField("văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "vai trò", "vai trò"
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_starts", condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="grant_role_is_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="grant_delegated_with_an_end", condition=Q(delegated_by__isnull=True) | Q(ends_on__isnull=False)
            ),
        ]


class WrongPassword(models.Model):
    """A sign-in that failed, whether or not there is such an account."""

    username = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["username", "at"])]
