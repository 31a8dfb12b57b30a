"""Pages that tell what a body is, who leads it and how it is reached."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PortalPage
from paroffice.portal.text import plain


class PlainPage(PortalPage):
    """The introduction, with its leaders; the portal's own terms; any other page that just tells something."""

    body = StreamField(Body(), verbose_name=_("nội dung"), blank=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("leaders", heading=_("Lãnh đạo"), label=_("người")),
    ]
    template = "portal/plain.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage", "portal.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["portal.PlainPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("trang giới thiệu, trang thông tin")

    def words(self) -> str:
        leaders = " ".join(f"{one.name} {one.post} {one.duties}" for one in self.leaders.all())
        return f"{plain(self.body.render_as_block())} {leaders}"


class Leader(Orderable):
    page = ParentalKey(PlainPage, related_name="leaders")
    name = models.CharField(_("họ và tên"), max_length=120)
    post = models.CharField(_("chức vụ"), max_length=150)
    life = models.TextField(_("tiểu sử tóm tắt"), max_length=1000, blank=True)
    duties = models.TextField(_("nhiệm vụ, quyền hạn"), max_length=1000, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel(name) for name in ("name", "post", "life", "duties")]


class ContactsPage(PortalPage):
    """Whom to write to or call: official addresses only."""

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        InlinePanel("contacts", heading=_("Cán bộ"), label=_("người")),
    ]
    template = "portal/contacts.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("danh bạ liên hệ cán bộ")

    def words(self) -> str:
        return " ".join(f"{one.name} {one.post} {one.department}" for one in self.contacts.all())


class Contact(Orderable):
    page = ParentalKey(ContactsPage, related_name="contacts")
    name = models.CharField(_("họ và tên"), max_length=120)
    post = models.CharField(_("chức vụ"), max_length=150)
    department = models.CharField(_("đơn vị công tác"), max_length=150)
    phone = models.CharField(_("điện thoại, fax"), max_length=60)
    email = models.EmailField(_("thư điện tử chính thức"))

    panels: ClassVar[list[Any]] = [FieldPanel(name) for name in ("name", "post", "department", "phone", "email")]
