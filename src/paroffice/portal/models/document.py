"""Legal and directing documents, found by their words, number, issuer and year (NĐ 43/2011/NĐ-CP, article 10)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.media import File

ON_A_PAGE = 20


class DocumentsPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/documents.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.DocumentPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục văn bản")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        documents = DocumentPage.objects.child_of(self).live().select_related("file")
        asked = {name: request.GET.get(name, "").strip()[:200] for name in ("q", "co-quan", "nam")}
        found = _narrowed(documents, asked).order_by("-on", "-pk")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "documents": Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang")),
            "issuers": documents.order_by("issuer").values_list("issuer", flat=True).distinct(),
            "years": [day.year for day in documents.dates("on", "year", order="DESC")],
            "asked": {"words": asked["q"], "issuer": asked["co-quan"], "year": asked["nam"]},
        }


def _narrowed(documents: QuerySet["DocumentPage"], asked: dict[str, str]) -> QuerySet["DocumentPage"]:
    from paroffice.portal.finding import matching

    if asked["q"]:
        documents = documents.filter(pk__in=matching(asked["q"], "documentpage"))
    if asked["co-quan"]:
        documents = documents.filter(issuer=asked["co-quan"])
    if asked["nam"].isdecimal():
        documents = documents.filter(on__year=int(asked["nam"][:4]))
    return documents


class DocumentPage(PortalPage):
    """A document: `on` is the day it was issued."""

    number = models.CharField(_("số, ký hiệu"), max_length=60)
    form = models.CharField(_("hình thức"), max_length=60, help_text=_("Ví dụ: Quyết định, Kế hoạch"))
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    effective_on = models.DateField(_("ngày có hiệu lực"), null=True, blank=True)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("tệp"), null=True, blank=True)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading=_("tên văn bản")),
        FieldRowPanel([FieldPanel("number"), FieldPanel("form")]),
        FieldPanel("issuer"),
        FieldRowPanel([FieldPanel("on", heading=_("ngày ban hành")), FieldPanel("effective_on")]),
        FieldPanel("summary", heading=_("trích yếu")),
        FieldPanel("file"),
    ]
    template = "portal/document.html"
    parent_page_types: ClassVar[list[str]] = ["portal.DocumentsPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("văn bản")
        constraints = [
            models.CheckConstraint(
                name="document_not_in_effect_before_issued",
                condition=Q(effective_on__isnull=True) | Q(effective_on__gte=F("on")),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.on and self.effective_on and self.effective_on < self.on:
            raise ValidationError({"effective_on": gettext("Không thể trước ngày ban hành.")})

    def words(self) -> str:
        return f"{self.number} {self.form} {self.issuer}"
