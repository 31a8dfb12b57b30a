"""What this office adds to Wagtail, and what it takes away. Wagtail finds this module by its name."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, ReferenceIndex

from paroffice.portal.models import File
from paroffice.portal.models.review import portal_of, wrote
from paroffice.refused import Refused

NOT_FOR_EDITORS = {"help", "settings", "snippets"}


@hooks.register("before_publish_page")
def another_pair_of_eyes(request: HttpRequest, page: Page) -> None:
    """Nobody publishes what they wrote last, by whichever button."""
    if portal_of(page) is not None and wrote(request.user, page):
        raise Refused(
            _("Bạn là người viết bản này: người khác phải duyệt trước khi đăng."),
            _("Hãy bấm «Gửi duyệt»; người có quyền duyệt đăng của đơn vị sẽ xem."),
        )


@hooks.register("construct_main_menu")
def only_what_editors_need(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]


@hooks.register("register_admin_menu_item")
def back_to_the_office() -> MenuItem:
    return MenuItem(_("Việc của tôi"), reverse("desk"), name="office", icon_name="arrow-left", order=10_000)


@hooks.register("before_serve_document")
def only_what_is_published(file: File, request: HttpRequest) -> HttpResponse | None:
    """A file is given out while a published page shows it; to those who edit, always."""
    if getattr(request, "portal", None) is None:
        return None
    pages = ReferenceIndex.get_references_to(file).filter(base_content_type__app_label="wagtailcore")
    if not Page.objects.live().filter(pk__in=[int(one.object_id) for one in pages]).exists():
        raise Http404
    return None


@hooks.register("insert_global_admin_css")
def in_our_letters() -> str:
    sheets = ((static(name),) for name in ("pages/type.css", "portal/cms.css"))
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
