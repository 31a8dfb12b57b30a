"""The first page of a portal, and what stands around all its pages."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.media import Picture


class Accent(models.TextChoices):
    """The colour of a portal. Each is legible on paper and on ink; the values stand in portal.css."""

    LACQUER = "lacquer", _("đỏ son")
    INDIGO = "indigo", _("chàm")
    FOREST = "forest", _("xanh rừng")
    RIVER = "river", _("xanh sông")
    EARTH = "earth", _("nâu đất")


class HomePage(PortalPage):
    """Its name, crest and colour, and in the footer who answers for it (TT 32/2017/TT-BTTTT)."""

    upper_line = models.CharField(_("dòng trên tên"), max_length=120, help_text=_("Ví dụ: Cổng thông tin điện tử"))
    crest = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("huy hiệu")
    )
    accent = models.CharField(_("màu"), max_length=10, choices=Accent.choices, default=Accent.LACQUER.value)
    answerable = models.CharField(_("người chịu trách nhiệm chính"), max_length=200)
    body = models.CharField(_("cơ quan chủ quản"), max_length=200)
    address = models.CharField(_("địa chỉ"), max_length=300)
    phone = models.CharField(_("điện thoại"), max_length=40)
    email = models.EmailField(_("thư điện tử"))

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("upper_line"), FieldPanel("crest"), FieldPanel("accent")], heading=_("Đầu trang")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("body", "answerable", "address", "phone", "email")],
            heading=_("Chân trang"),
        ),
    ]
    template = "portal/home.html"
    max_count_per_parent = None
    parent_page_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("trang đầu của cổng")
        constraints = [
            models.CheckConstraint(name="home_accent_is_known", condition=models.Q(accent__in=Accent.values))
        ]
