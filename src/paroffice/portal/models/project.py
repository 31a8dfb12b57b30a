"""Projects, investment, tenders and public buying (NĐ 43/2011/NĐ-CP, article 10)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PortalPage
from paroffice.portal.text import plain


class State(models.TextChoices):
    PREPARING = "preparing", _("đang chuẩn bị đầu tư")
    RUNNING = "running", _("đang triển khai")
    FINISHED = "finished", _("đã hoàn tất")


class ProjectsPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/projects.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.ProjectPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục dự án, đấu thầu, mua sắm công")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        projects = list(ProjectPage.objects.child_of(self).live().order_by("-on"))
        lists = [(state.label, [one for one in projects if one.state == state]) for state in State]
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"lists": lists}


class ProjectPage(PortalPage):
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices, default=State.PREPARING.value)
    field = models.CharField(_("lĩnh vực chuyên môn"), max_length=150)
    sort = models.CharField(_("loại dự án"), max_length=150)
    period = models.CharField(_("thời gian thực hiện"), max_length=100)
    cost = models.CharField(_("kinh phí"), max_length=100)
    funding = models.CharField(_("nguồn vốn, nhà tài trợ"), max_length=200)
    investor = models.CharField(_("chủ đầu tư"), max_length=200)
    body = StreamField(Body(), verbose_name=_("mục tiêu và nội dung"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading=_("tên dự án")),
        FieldPanel("summary", heading=_("mục tiêu chính")),
        FieldRowPanel([FieldPanel("state"), FieldPanel("field"), FieldPanel("sort")]),
        FieldRowPanel([FieldPanel("period"), FieldPanel("cost")]),
        FieldRowPanel([FieldPanel("funding"), FieldPanel("investor")]),
        FieldPanel("on", heading=_("ngày phê duyệt")),
        FieldPanel("body"),
    ]
    template = "portal/project.html"
    parent_page_types: ClassVar[list[str]] = ["portal.ProjectsPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("dự án")
        constraints = [models.CheckConstraint(name="project_state_is_known", condition=Q(state__in=State.values))]

    def words(self) -> str:
        return f"{self.field} {self.investor} {plain(self.body.render_as_block())}"
