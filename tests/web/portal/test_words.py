"""Every sentence that an editor meets in Wagtail has its Vietnamese, though Wagtail ships a fifth of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from paroffice.portal.models import PortalPage
from tests.web.portal.conftest import Press, article, picture, published, written
from tests.web.portal.test_review import BODY, FORM

pytestmark = pytest.mark.any_database
VIETNAMESE_KEYS = frozenset("ăâđêôơưĂÂĐÊÔƠƯ")


class Missing:
    """Stands behind the Vietnamese catalogue: whatever is asked of it was not found there."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def gettext(self, message: str) -> str:
        self.found.add(message)
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        self.found.add(many)
        return one if count == 1 else many

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        return self.ngettext(one, many, count)


@contextmanager
def listening() -> Iterator[Missing]:
    catalogue, missing = trans_real.translation("vi"), Missing()
    before, catalogue._fallback = catalogue._fallback, missing  # type: ignore[attr-defined]
    with translation.override("vi"):
        yield missing
    catalogue._fallback = before  # type: ignore[attr-defined]


def english(found: set[str]) -> list[str]:
    """Our own sentences are Vietnamese already, and are found nowhere because they need not be."""
    return sorted(one for one in found if one.isascii() and any(letter.isalpha() for letter in one))


def addresses(press: Press) -> list[str]:
    """The screens in which an editor writes, and a leader reviews."""
    draft = written(article("Bản nháp"), press.here, "tin-tuc", press.hoa)
    live = published(article("Đã đăng"), press.here)
    made = picture(press.here)
    home = press.here.site.root_page
    section = home.get_children().get(slug="tin-tuc")
    of_page = ("edit", "history", "workflow_history", "delete", "unpublish", "move", "copy", "usage", "view_draft")
    found = [reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root"), reverse("wagtailadmin_pages:search")]
    found += [reverse("wagtailadmin_explore", args=[page.pk]) for page in (home, section)]
    found += [reverse("wagtailadmin_pages:add_subpage", args=[home.get_children().get(slug="tin-tuc").pk])]
    found += [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for page in (draft, live) for name in of_page]
    found += [
        reverse("wagtailadmin_pages:add", args=["portal", model._meta.model_name, parent.pk])
        for model in PortalPage.__subclasses__()
        for parent in home.get_children()
        if model in parent.specific.allowed_subpage_models()
    ]
    found += [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in home.get_children()]
    found += [reverse(name) for name in ("wagtailimages:index", "wagtailimages:add", "wagtailimages:add_multiple")]
    found += [reverse(name) for name in ("wagtaildocs:index", "wagtaildocs:add", "wagtaildocs:add_multiple")]
    found += [reverse("wagtailimages:edit", args=[made.pk]), reverse("wagtailimages:delete", args=[made.pk])]
    found += [reverse("wagtailimages_chooser:choose"), reverse("wagtaildocs_chooser:choose")]
    kinds = ("page", "page_external_link", "page_email_link", "page_phone_link", "page_anchor_link")
    found += [reverse(f"wagtailadmin_choose_{kind}") for kind in kinds]
    found += [reverse(f"wagtailadmin_reports:{name}") for name in ("locked_pages", "workflow", "workflow_tasks")]
    found += [reverse("wagtailadmin_reports:aging_pages"), reverse("wagtailadmin_javascript_catalog")]
    return found


def walked(client: Client, links: list[str]) -> None:
    for link in links:
        assert client.get(link).status_code in (200, 302), link


def test_every_sentence_that_an_editor_meets_is_vietnamese(press: Press) -> None:
    links = addresses(press)
    with listening() as missing:
        for who in (press.hoa, press.ly):
            walked(press.as_(who), links)
        add = reverse(
            "wagtailadmin_pages:add",
            args=["portal", "article", press.here.site.root_page.get_children().get(slug="tin-tuc").pk],
        )
        press.as_(press.hoa).post(add, FORM | BODY | {"title": ""})
        press.as_(press.hoa).post(add, FORM | BODY | {"action-submit": "1"}, follow=True)

    assert english(missing.found) == [], "say them in src/paroffice/portal/cms/locale/vi"
