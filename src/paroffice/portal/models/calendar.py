"""The leaders' working calendar, a week to a page (NĐ 43/2011/NĐ-CP, article 10)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from paroffice.portal.models.base import PortalPage


class CalendarPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("on", heading=_("tuần bắt đầu ngày")),
        InlinePanel("appointments", heading=_("Lịch"), label=pgettext_lazy("portal", "việc")),
    ]
    template = "portal/calendar.html"
    parent_page_types: ClassVar[list[str]] = ["portal.Section"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("lịch công tác của lãnh đạo")

    def words(self) -> str:
        return " ".join(f"{one.leader} {one.what} {one.place}" for one in self.appointments.all())


class Appointment(Orderable):
    page = ParentalKey(CalendarPage, related_name="appointments")
    day = models.DateField(_("ngày"))
    hour = models.TimeField(_("giờ"), null=True, blank=True)
    leader = models.CharField(_("lãnh đạo"), max_length=120)
    what = models.CharField(_("nội dung"), max_length=300)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel(name) for name in ("day", "hour", "leader", "what", "place")]
