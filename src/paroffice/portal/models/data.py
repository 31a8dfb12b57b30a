"""The list of open data, and when it was looked over (NĐ 47/2020/NĐ-CP, articles 17–21)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from paroffice.portal.dates import months_after
from paroffice.portal.models.base import PortalPage

REVIEWED_EVERY, REFRESHED_EVERY = 6, 3
"""Months: the list is looked over at least so often, what is published refreshed within so many."""


class DataPage(PortalPage):
    """What a body gives away as data, whoever reads it and without asking who."""

    reviewed_on = models.DateField(
        _("rà soát danh mục ngày"), default=timezone.localdate, help_text=_("Ít nhất 6 tháng một lần.")
    )

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("reviewed_on"),
        InlinePanel("sets", heading=_("Bộ dữ liệu"), label=_("bộ dữ liệu")),
    ]
    template = "portal/data.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("danh mục dữ liệu mở")

    @property
    def review_by(self) -> date:
        return months_after(self.reviewed_on, REVIEWED_EVERY)

    def words(self) -> str:
        return " ".join(f"{one.name} {one.says} {one.form}" for one in self.sets.all())


class DataSet(Orderable):
    """One set: what it holds, in which open format, where it is fetched, when it was refreshed."""

    page = ParentalKey(DataPage, related_name="sets")
    name = models.CharField(_("tên bộ dữ liệu"), max_length=200)
    says = models.TextField(_("mô tả"), max_length=500)
    form = models.CharField(_("định dạng"), max_length=60, help_text=_("Định dạng mở, ví dụ: CSV, JSON"))
    address = models.URLField(_("địa chỉ tải hoặc API"), max_length=500)
    refreshed_on = models.DateField(_("cập nhật ngày"), help_text=_("Chậm nhất 3 tháng phải cập nhật lại."))

    panels: ClassVar[list[Any]] = [
        FieldPanel("name"),
        FieldPanel("says"),
        FieldRowPanel([FieldPanel("form"), FieldPanel("refreshed_on")]),
        FieldPanel("address"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.CheckConstraint(name="data_set_lies_somewhere", condition=~Q(address=""))]

    @property
    def refresh_by(self) -> date:
        return months_after(self.refreshed_on, REFRESHED_EVERY)
