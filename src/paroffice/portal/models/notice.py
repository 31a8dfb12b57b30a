"""When a service will be closed, told seven working days before (NĐ 224/2026/NĐ-CP, article 13); no
source counts hours."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.review import portal_of
from paroffice.portal.working_days import OUTAGE_BEFORE, after, calendar_of


class OutagesPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/outages.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.OutagePage"]
    is_creatable = True

    class Meta:
        verbose_name = _("thông báo tạm ngừng dịch vụ")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "outages": list(OutagePage.objects.child_of(self).live().order_by("-begins_at")[:50]),
            "now": timezone.now(),
        }


class OutagePage(PortalPage):
    """One outage: what is closed, from when, and when it is expected back. A sudden one is told at once."""

    service = models.CharField(_("dịch vụ tạm ngừng"), max_length=200)
    begins_at = models.DateTimeField(_("từ lúc"))
    ends_at = models.DateTimeField(_("dự kiến trở lại lúc"))
    sudden = models.BooleanField(_("sự cố đột xuất"), default=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("service"),
        FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")]),
        FieldPanel("sudden"),
    ]
    template = "portal/outage.html"
    parent_page_types: ClassVar[list[str]] = ["portal.OutagesPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("thông báo tạm ngừng")
        constraints = [
            models.CheckConstraint(name="outage_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at")))
        ]

    def clean(self) -> None:
        super().clean()
        if not (self.begins_at and self.ends_at):
            return
        if self.ends_at <= self.begins_at:
            raise ValidationError({"ends_at": gettext("Phải sau lúc bắt đầu.")})
        if not self.sudden and self.earliest > timezone.localdate(self.begins_at):
            said = gettext("Phải báo trước ít nhất 07 ngày làm việc; nếu là sự cố đột xuất, hãy đánh dấu ô ấy.")
            raise ValidationError({"begins_at": said})

    @property
    def earliest(self) -> date:
        """The first day that a planned outage may begin, by the unit's own calendar as far as it reaches."""
        near = self if self.path else self.under
        portal = portal_of(near) if near is not None else None
        calendar = calendar_of(portal.unit) if portal is not None else None
        return after(timezone.localdate(self.first_published_at or timezone.now()), OUTAGE_BEFORE, calendar)

    def words(self) -> str:
        return self.service
