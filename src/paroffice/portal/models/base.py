"""What every page of a portal says of itself: Dublin Core, six elements of it never empty (TT 24/2011/TT-BTTTT)."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse, set_urlconf
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import Page, Site

from paroffice.people.names import folded

PUBLIC = "paroffice.portal.public.urls"
"""The addresses of a portal on its own host."""
SEPARATOR = ";"
"""Between several values of one element."""


class PageForm(WagtailAdminPageForm):
    """Without an address typed, one follows from the title, also where no script wrote it while the title was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.under = self.parent_page
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug = address_of(self.cleaned_data.get("slug") or self.cleaned_data.get("title", ""))
        if not slug:
            raise ValidationError(self.fields["slug"].error_messages["required"])
        return slug


def address_of(text: str) -> str:
    """As an address says it: without accents, at most a hundred letters."""
    return slugify(folded(text))[:100]


class PortalPage(Page):
    """A page with its metadata. What it says of itself stands in `dublin_core`."""

    summary = models.TextField(
        _("tóm tắt"), max_length=500, help_text=_("Một hai câu; hiện ở danh sách, khi tìm và khi chia sẻ.")
    )
    author = models.CharField(
        _("tác giả"), max_length=200, help_text=_("Người hoặc cơ quan viết. Nhiều tên thì cách nhau bằng dấu ;")
    )
    source = models.CharField(
        _("nguồn"), max_length=300, blank=True, help_text=_("Nơi đăng đầu tiên, nếu đăng lại từ nơi khác.")
    )
    contributor = models.CharField(_("người góp phần"), max_length=300, blank=True)
    subject = models.CharField(_("chủ đề, từ khóa"), max_length=300, blank=True, help_text=_("Cách nhau bằng dấu ;"))
    on = models.DateField(_("ngày"), default=timezone.localdate, help_text=_("Ngày của nội dung, hiện trên trang."))

    metadata_panels: ClassVar[list[Any]] = [
        FieldPanel("author"),
        FieldPanel("source"),
        FieldPanel("contributor"),
        FieldPanel("subject"),
    ]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(metadata_panels, heading=_("Thông tin mô tả (Dublin Core)")),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("show_in_menus")], heading=_("Địa chỉ")),
    ]
    is_creatable = False
    base_form_class = PageForm
    under: Page | None = None
    """Below which page the form writes one that has no place yet."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        empty = [name for name, values in self.dublin_core().items() if name in OBLIGATORY and not "".join(values)]
        fields = {FIELDS[name]: gettext("Không được để trống (Thông tư 24/2011/TT-BTTTT).") for name in empty}
        if fields:
            raise ValidationError(fields)

    def dublin_core(self, request: Any = None) -> dict[str, list[str]]:
        """The elements by name; several values apart."""
        return {
            "title": [self.title.strip()],
            "creator": _several(self.author),
            "date": [self.on.isoformat() if self.on else ""],
            "description": [self.summary.strip()],
            "publisher": [self.publisher],
            "identifier": [self.get_full_url(request) or "/" if self.pk else "/"],
            "language": [self.language],
            "source": _several(self.source),
            "contributor": _several(self.contributor),
            "subject": _several(self.subject),
        }

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """An address is written without accents, whatever was typed or derived from the title."""
        self.slug = address_of(self.slug or self.title) or self.slug
        super().full_clean(*args, **kwargs)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """With the addresses of the portal, though it is the office that asks."""
        set_urlconf(PUBLIC)
        try:
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response
        finally:
            set_urlconf(None)

    @cached_property
    def publisher(self) -> str:
        """The body whose portal it is."""
        site = self.get_site()
        portal = getattr(site, "portal", None) if site else None
        return str(portal.unit) if portal else gettext("Chưa thuộc cổng nào")

    @property
    def language(self) -> str:
        """In which language it is written."""
        return "vi"

    @property
    def updated_at(self) -> datetime | None:
        return self.last_published_at or self.first_published_at

    def words(self) -> str:
        """What is searched besides title and summary."""
        return ""

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """On its portal's host, by whatever port and scheme the reader came."""
        possible = self._get_relevant_site_root_paths(request)
        if not possible:
            return None
        site_id, root_path, root_url, _language = possible[0]
        path = reverse("wagtail_serve", args=(self.url_path[len(root_path) :],), urlconf=PUBLIC)
        return site_id, beside(root_url, request), path

    def get_url(self, request: Any = None, current_site: Site | None = None) -> str | None:
        """Without a host only where the reader is on it."""
        here = current_site or (getattr(request, "_wagtail_site", None) if request is not None else None)
        parts = self.get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        return path if here is not None and here.pk == site_id else root_url + path

    url = property(get_url)


OBLIGATORY = ("title", "creator", "date", "description", "publisher", "identifier")
"""TT 24/2011/TT-BTTTT."""
FIELDS = {
    "title": "title",
    "creator": "author",
    "date": "on",
    "description": "summary",
    "publisher": "title",
    "identifier": "slug",
}
"""In which field of the form an element is written."""


def beside(root_url: str, request: Any) -> str:
    """The address of a host as the reader reaches this one: the same scheme, the same port."""
    if request is None or not hasattr(request, "get_host"):
        return root_url
    host = root_url.partition("://")[2].partition(":")[0]
    port = request.get_port()
    bare = port in ("80", "443")
    return f"{request.scheme}://{host}" if bare else f"{request.scheme}://{host}:{port}"


def _several(text: str) -> list[str]:
    return [one.strip() for one in text.split(SEPARATOR) if one.strip()] or [""]
