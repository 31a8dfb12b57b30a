"""Sections, and what is written in them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.media import Picture
from paroffice.portal.text import plain

ON_A_PAGE = 12


class Kind(models.TextChoices):
    """Which of the mandatory sections (NĐ 43/2011/NĐ-CP, article 10) are written as articles."""

    NEWS = "news", _("tin tức, sự kiện")
    DIRECTION = "direction", _("chỉ đạo, điều hành")
    LAW = "law", _("tuyên truyền, phổ biến pháp luật, chính sách")
    PLANS = "plans", _("chiến lược, quy hoạch, kế hoạch")


class Section(PortalPage):
    """A list of articles, the newest first."""

    kind = models.CharField(_("chuyên mục"), max_length=10, choices=Kind.choices, default=Kind.NEWS.value)

    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary"), FieldPanel("kind")]
    template = "portal/section.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.Article", "portal.CalendarPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục tin bài")
        constraints = [models.CheckConstraint(name="section_kind_is_known", condition=Q(kind__in=Kind.values))]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        articles = Article.objects.child_of(self).live().select_related("picture").order_by("-first_published_at")
        page = Paginator(articles, ON_A_PAGE).get_page(request.GET.get("trang"))
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"articles": page, "others": self.get_children().live().not_type(Article)}


class Article(PortalPage):
    """A piece of news: lead, picture, body, who wrote it, where it came from."""

    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ảnh đầu bài")
    )
    picture_alternative = models.CharField(
        _("lời thay ảnh"), max_length=250, blank=True, help_text=_("Ảnh cho thấy gì. Bắt buộc khi có ảnh.")
    )
    picture_caption = models.CharField(
        _("chú thích ảnh"), max_length=300, blank=True, help_text=_("Bắt buộc khi có ảnh.")
    )
    body = StreamField(Body(), verbose_name=_("nội dung"), blank=False)
    shared = models.BooleanField(_("chia sẻ xuống các đơn vị"), default=False)
    offered = models.BooleanField(_("đề nghị cổng cấp trên đăng"), default=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary", heading=_("Sapo (tóm tắt mở đầu)")),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_alternative"), FieldPanel("picture_caption")],
            heading=_("Ảnh đầu bài"),
        ),
        FieldPanel("body"),
        FieldRowPanel(
            [FieldPanel("author"), FieldPanel("source"), FieldPanel("on")], heading=_("Tác giả, nguồn, ngày")
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("shared"), FieldPanel("offered")], heading=_("Giữa các cổng")),
        MultiFieldPanel(
            [FieldPanel("subject"), FieldPanel("contributor")], heading=_("Thông tin mô tả (Dublin Core)")
        ),
        MultiFieldPanel([FieldPanel("slug")], heading=_("Địa chỉ")),
    ]
    template = "portal/article.html"
    parent_page_types: ClassVar[list[str]] = ["portal.Section"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("tin, bài")
        constraints = [
            models.CheckConstraint(
                name="article_picture_is_described",
                condition=Q(picture__isnull=True) | ~(Q(picture_alternative="") | Q(picture_caption="")),
            )
        ]

    def clean(self) -> None:
        super().clean()
        said = {"picture_alternative": self.picture_alternative, "picture_caption": self.picture_caption}
        empty = [name for name, text in said.items() if not text.strip()] if self.picture_id else []
        if empty:
            raise ValidationError({name: gettext("Bắt buộc khi có ảnh đầu bài.") for name in empty})

    def words(self) -> str:
        return f"{self.picture_caption} {plain(self.body.render_as_block())}"
