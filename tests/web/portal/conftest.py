"""The cast of a portal: Hoa writes for An's district, Lý publishes there; another district and the province beside."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image

from paroffice.people.models import Person, Role, Unit
from paroffice.people.policy import grants_in_force
from paroffice.portal import kept
from paroffice.portal.actions.portals import Footer, open_portal
from paroffice.portal.actions.staff import admit
from paroffice.portal.models import Article, Picture, Portal, PortalPage
from tests.web.conftest import NOON, Cast, person

HERE, ABOVE, THERE = "here.localhost", "above.localhost", "there.localhost"
FOOTER = Footer(
    body="UBND huyện", answerable="Chánh Văn phòng", address="Số 1", phone="0229 000 0000", email="cong@example.org"
)
WORDS = [("paragraph", "<p>Nội dung của bài.</p>")]


@dataclass
class Press:
    """Three portals and those who keep two of them."""

    cast: Cast
    hoa: Person
    ly: Person
    phuc: Person
    here: Portal
    there: Portal
    above: Portal

    def as_(self, who: Person) -> Client:
        client = Client()
        client.force_login(who)
        return client


@pytest.fixture
def press(cast: Cast, settings: object, tmp_path: object) -> Press:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    kept.forget()
    province = Unit.objects.create(code="above", name="Tỉnh Trên", block="provinces")
    by = cast.administrator
    above = open_portal(unit=province, host=ABOVE, footer=FOOTER, above=None, by=by, at=NOON)
    here = open_portal(unit=cast.here, host=HERE, footer=FOOTER, above=above, by=by, at=NOON)
    there = open_portal(unit=cast.there, host=THERE, footer=FOOTER, above=above, by=by, at=NOON)
    hoa, phuc = person("hoa", Role.EDITOR, cast.here), person("phuc", Role.UNIT_LEADER, province)
    for one in (hoa, cast.ly, phuc):
        admit(one, grants_in_force(one, NOON))
    return Press(cast, hoa, cast.ly, phuc, here, there, above)


def article(title: str, **more: object) -> Article:
    said: dict[str, object] = {"summary": f"Tóm tắt: {title}", "author": "Lê Hoa", "body": WORDS}
    return Article(title=title, **said | more)


def written(page: PortalPage, portal: Portal, slug: str, by: Person) -> PortalPage:
    """A draft in a section of a portal, its first version saved."""
    page.live = False
    portal.site.root_page.get_children().get(slug=slug).specific.add_child(instance=page)
    page.save_revision(user=by)
    return page


def published(page: PortalPage, portal: Portal, slug: str = "tin-tuc", by: Person | None = None) -> PortalPage:
    written(page, portal, slug, by)  # type: ignore[arg-type]
    page.latest_revision.publish()
    page.refresh_from_db()
    return page


def picture(portal: Portal) -> Picture:
    content = BytesIO()
    Image.new("RGB", (60, 40), "#a4201c").save(content, "PNG")
    made = Picture(title="Ảnh", collection=portal.collection, file=ImageFile(BytesIO(content.getvalue()), "anh.png"))
    made.full_clean(exclude=["width", "height"])
    made.save()
    return made


def read(address: str, host: str = HERE, **headers: str) -> object:
    return Client(raise_request_exception=True).get(address, HTTP_HOST=host, **headers)
