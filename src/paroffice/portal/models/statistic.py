"""Statistics of a body: figures, how they were gathered, what they say (NĐ 43/2011/NĐ-CP, articles 12 and 17)."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.media import File
from paroffice.portal.text import plain

ON_A_PAGE = 20


class StatisticsPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/statistics.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.StatisticPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục thông tin thống kê")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        reports = StatisticPage.objects.child_of(self).live()
        field = request.GET.get("linh-vuc", "").strip()[:150]
        found = (reports.filter(field=field) if field else reports).order_by("-on", "-pk")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "reports": Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang")),
            "fields": reports.order_by("field").values_list("field", flat=True).distinct(),
            "asked": field,
        }


class StatisticPage(PortalPage):
    """One report: `on` is the day on which its figures were approved."""

    field = models.CharField(_("lĩnh vực"), max_length=150)
    period = models.CharField(_("kỳ số liệu"), max_length=100, help_text=_("Ví dụ: Quý I năm 2026"))
    compiler = models.CharField(_("cơ quan lập"), max_length=200)
    method = models.TextField(
        _("nguồn và phương pháp"), max_length=1000, help_text=_("Số liệu lấy từ đâu, tính thế nào.")
    )
    body = StreamField(Body(), verbose_name=_("phân tích số liệu"), blank=True)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("tệp"), null=True, blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading=_("tên báo cáo, bảng số liệu")),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("field"), FieldPanel("period")]),
        FieldPanel("compiler"),
        FieldPanel(
            "on",
            heading=_("ngày duyệt số liệu"),
            help_text=_("Đăng trong 10 ngày làm việc từ ngày này (Nghị định 43/2011/NĐ-CP, Điều 17)."),
        ),
        InlinePanel("figures", heading=_("Số liệu"), label=_("chỉ tiêu")),
        FieldPanel("method"),
        FieldPanel("body"),
        FieldPanel("file"),
    ]
    template = "portal/statistic.html"
    parent_page_types: ClassVar[list[str]] = ["portal.StatisticsPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("báo cáo, số liệu thống kê")

    def words(self) -> str:
        told = " ".join(one.name for one in self.figures.all())
        return f"{self.field} {self.period} {self.compiler} {told} {plain(self.body.render_as_block())}"


class StatisticFigure(Orderable):
    """One line: what is counted, in what, how much, and how much in the period it is compared with."""

    page = ParentalKey(StatisticPage, related_name="figures")
    name = models.CharField(_("chỉ tiêu"), max_length=200)
    measure = models.CharField(_("đơn vị tính"), max_length=40)
    value = models.DecimalField(_("số liệu"), max_digits=20, decimal_places=4)
    before = models.DecimalField(_("kỳ trước"), max_digits=20, decimal_places=4, null=True, blank=True)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("measure")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("before")]),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(name="statistic_figure_says_of_what", condition=~Q(name="") & ~Q(measure=""))
        ]
