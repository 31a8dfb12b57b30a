"""Links inside pages: what leads nowhere stands on the editors' list until it is mended."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ReferenceIndex

from paroffice.portal import links
from paroffice.portal.actions.links import check
from paroffice.portal.duties import duties
from paroffice.portal.jobs import follow_links
from paroffice.portal.links import Link
from paroffice.portal.models import Article, BrokenLink, DataPage, DataSet
from paroffice.portal.models.links import Why
from tests.web.conftest import NOON
from tests.web.portal.conftest import Press, article, published


def linking(press: Press, *said: str) -> Article:
    """An article with these links in it, published."""
    body = [("paragraph", f"<p>{''.join(f'<a {one}>xem</a> ' for one in said)}</p>")]
    return published(article("Bài có liên kết", body=body), press.here)


def broken() -> list[tuple[str, str]]:
    return list(BrokenLink.objects.order_by("pk").values_list("address", "why"))


def test_a_link_to_a_page_that_is_taken_down_is_listed_until_it_is_mended(press: Press) -> None:
    other = published(article("Bài kia"), press.here)
    page = linking(press, f'linktype="page" id="{other.pk}"')
    ReferenceIndex.create_or_update_for_object(page)  # in the office a worker does it
    assert broken() == []

    other.unpublish()
    assert broken() == [(f"page:{other.pk}", Why.NO_PAGE)]
    shown = press.as_(press.hoa).get(reverse("portal-links", args=["here"])).content.decode()
    assert page.title in shown
    assert any("1 liên kết hỏng" in one.title for one in duties(press.hoa, NOON))

    other.save_revision().publish()
    assert broken() == []


def test_addresses_of_the_house_are_followed_by_its_own_map(press: Press) -> None:
    said = ("/tin-tuc/", "/tin-tuc/khong-co/", "http://there.localhost/tin-tuc/", "http://there.localhost/x/y/")
    said += ("/thu-tuc/", "/thu-tuc/0.0/", "mailto:a@example.org", "#duoi", "/khong/hieu.gif")
    linking(press, *(f'href="{one}"' for one in said), 'linktype="document" id="99"')

    assert [address for address, _ in broken()] == [
        *("/tin-tuc/khong-co/", "http://there.localhost/x/y/", "/thu-tuc/0.0/", "/khong/hieu.gif", "document:99")
    ]


def test_the_world_outside_is_asked_only_where_settings_let_us_out(
    press: Press, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    linking(press, 'href="https://gone.example.org/a"')
    monkeypatch.setattr(links, "_status", lambda _parts: 404)
    follow_links.func()
    assert broken() == []

    settings.OUTSIDE_LINKS = True  # type: ignore[attr-defined]
    follow_links.func()
    assert broken() == [("https://gone.example.org/a", Why.REFUSED)]

    monkeypatch.setattr(links, "_status", lambda _parts: 403)
    follow_links.func()
    assert broken() == []


class Answering(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(404 if "gone" in self.path else 302)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as held:
        thread = threading.Thread(target=held.serve_forever, daemon=True)
        thread.start()
        yield held.server_port
        held.shutdown()
        thread.join()


def test_what_an_address_answers_says_whether_it_is_there(server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_public", lambda host, _port: host)

    found = [links.outside(Link("address", f"http://127.0.0.1:{server}/{path}")) for path in ("here?a=1", "gone")]

    assert found == [None, Why.REFUSED]
    assert links.outside(Link("address", "http://127.0.0.1:1/")) is Why.SILENT


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost"])
def test_an_editors_link_opens_no_inner_door(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_more: pytest.fail("connected"))

    assert links.outside(Link("address", f"http://{host}/secret")) is Why.SILENT


def test_another_units_editor_sees_no_list(press: Press) -> None:
    address = reverse("portal-links", args=["here"])

    assert press.as_(press.phuc).get(address).status_code == 404
    assert press.as_(press.cast.an).get(address).status_code == 404


def test_an_impossible_row_is_refused_by_the_database(press: Press) -> None:
    page = linking(press, 'href="/khong-co/"')

    for more in ({"address": "/x/", "why": "unknown"}, {"address": "/khong-co/", "why": Why.NO_PAGE.value}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BrokenLink.objects.create(page=page, found_at=NOON, **more)


def test_data_sets_are_followed_too(press: Press) -> None:
    page = DataPage.objects.descendant_of(press.here.site.root_page).get()
    page.sets = [DataSet(name="Sổ", says="m", form="CSV", address="http://here.localhost/x/y/", refreshed_on=NOON)]
    page.save()

    check(page=page, at=NOON)

    assert broken() == [("http://here.localhost/x/y/", Why.NO_PAGE)]
