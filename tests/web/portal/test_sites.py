"""Several portals side by side: each on its own host, news shared down and taken over up, pages kept ready."""

from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.portal import finding, kept
from paroffice.portal.actions.portals import accept, let_go, open_portal
from paroffice.portal.models import Acceptance, Portal
from paroffice.refused import NotVisible, Refused
from tests.web.conftest import NOON
from tests.web.portal.conftest import ABOVE, FOOTER, HERE, THERE, Press, article, published, read


def test_a_portal_answers_on_its_own_host_and_the_office_does_not(press: Press) -> None:
    assert "Huyện Đây" in read("/").content.decode()
    assert "Huyện Kia" in read("/", THERE).content.decode()
    for address in ("/dang-nhap/", "/cong/soan/", "/cong/", "/nhat-ky/", "/healthz/"):
        assert read(address).status_code == 404, address
    assert read("/", "nowhere.localhost").status_code == 404


def test_a_page_belongs_to_one_portal(press: Press) -> None:
    published(article("Tin của đây"), press.here)

    assert read("/tin-tuc/tin-cua-day/").status_code == 200
    assert read("/tin-tuc/tin-cua-day/", THERE).status_code == 404


def test_what_the_province_shares_is_shown_below(press: Press) -> None:
    published(article("Tin chung", shared=True), press.above)
    published(article("Tin riêng của tỉnh"), press.above)

    page = read("/").content.decode()

    assert "Tin chung" in page
    assert "http://above.localhost/tin-tuc/tin-chung/" in page
    assert "Tin riêng của tỉnh" not in page


def test_what_a_unit_offers_is_shown_above_once_it_is_accepted(press: Press) -> None:
    page = published(article("Tin đề nghị", offered=True), press.here)
    assert "Tin đề nghị" not in read("/", ABOVE).content.decode()

    assert "Tin đề nghị" in press.as_(press.phuc).get(reverse("portal-offers", args=["above"])).content.decode()
    press.as_(press.phuc).post(reverse("portal-offer", args=["above", page.pk]), {"deed": "accept"})
    kept.forget()
    assert "Tin đề nghị" in read("/", ABOVE).content.decode()

    let_go(article=page, portal=press.above, by=press.phuc, at=NOON)
    kept.forget()
    assert "Tin đề nghị" not in read("/", ABOVE).content.decode()


def test_only_who_publishes_above_takes_over_and_only_what_is_offered(press: Press) -> None:
    page = published(article("Không đề nghị"), press.here)

    with pytest.raises(Refused, match="không còn được đề nghị"):
        accept(article=page, portal=press.above, by=press.phuc, at=NOON)
    with pytest.raises(NotVisible):
        accept(article=page, portal=press.above, by=press.hoa, at=NOON)


def test_a_unit_has_one_portal_and_a_host_one_unit(press: Press) -> None:
    by = press.cast.administrator

    with pytest.raises(Refused, match="đã có cổng"):
        open_portal(unit=press.cast.here, host="x.localhost", footer=FOOTER, above=None, by=by, at=NOON)
    with pytest.raises(Refused):
        open_portal(unit=press.cast.here, host="x.localhost", footer=FOOTER, above=None, by=press.hoa, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Portal.objects.filter(pk=press.here.pk).update(above=press.here.pk)


def test_an_article_is_taken_over_once(press: Press) -> None:
    page = published(article("Tin", offered=True), press.here)
    accept(article=page, portal=press.above, by=press.phuc, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Acceptance.objects.create(portal=press.above, article=page, accepted_at=NOON, accepted_by=press.phuc)


def test_an_administrator_opens_a_portal_on_its_page(press: Press) -> None:
    from paroffice.people.models import Unit

    unit = Unit.objects.create(code="new", name="Huyện Mới", block="units")
    said = {name: getattr(FOOTER, name) for name in ("body", "answerable", "address", "phone", "email")}

    wrong = press.as_(press.cast.administrator).post(
        reverse("portal-open"), said | {"unit": unit.pk, "host": "http://x"}
    )
    right = press.as_(press.cast.administrator).post(
        reverse("portal-open"), said | {"unit": unit.pk, "host": "new.localhost", "above": press.above.pk}
    )

    assert wrong.status_code == 422
    assert right.status_code == 302
    assert "Huyện Mới" in read("/", "new.localhost").content.decode()


@pytest.mark.parametrize("address", ["/rss.xml", "/atom.xml", "/sitemap.xml"])
def test_programs_read_what_is_new(press: Press, address: str) -> None:
    published(article("Tin cho máy"), press.here)

    answer = read(address)

    ElementTree.fromstring(answer.content)
    assert "http://here.localhost/tin-tuc/tin-cho-may/" in answer.content.decode()
    assert "xml" in answer["Content-Type"]


def test_words_are_found_without_accents_and_the_title_first(press: Press) -> None:
    published(article("Đất đai ở huyện"), press.here)
    published(article("Tin khác", summary="Nói về đất đai một chút"), press.here)
    published(article("Đất đai nơi khác"), press.there)

    page = read("/tim-kiem/?q=dat+dai").content.decode()

    assert "Đất đai ở huyện" in page
    assert page.index("Đất đai ở huyện") < page.index("Tin khác")
    assert "Đất đai nơi khác" not in page
    assert "Đất đai nơi khác" in read("/tim-kiem/?q=dat+dai", ABOVE).content.decode()


@pytest.mark.parametrize(
    "said", ['"', "*", "AND OR NOT", "title:x", "(", "'; DROP TABLE x", "đ" * 500, "%00", "a:* & b"]
)
def test_whatever_is_sought_is_only_words(press: Press, said: str) -> None:
    published(article("Tin"), press.here)

    assert read(f"/tim-kiem/?q={said}").status_code in (200, 400)
    assert finding.found(said, [press.here.pk]).total in (0, 1)


def test_what_is_taken_down_is_found_no_more(press: Press) -> None:
    page = published(article("Gỡ xuống"), press.here)
    assert finding.found("go xuong", [press.here.pk]).total == 1

    page.unpublish()

    assert finding.found("go xuong", [press.here.pk]).total == 0
    assert read("/tin-tuc/go-xuong/").status_code == 404


def test_a_deleted_page_is_found_no_more(press: Press) -> None:
    page = published(article("Bỏ đi"), press.here)

    page.delete()

    assert finding.found("bo di", [press.here.pk]).total == 0


def test_a_second_reader_is_answered_from_what_is_kept(press: Press, django_assert_num_queries: object) -> None:
    published(article("Tin"), press.here)
    first = read("/tin-tuc/tin/")

    with django_assert_num_queries(0):  # type: ignore[operator]
        second = read("/tin-tuc/tin/")
        packed = read("/tin-tuc/tin/", HTTP_ACCEPT_ENCODING="gzip")
        same = read("/tin-tuc/tin/", HTTP_IF_NONE_MATCH=first["ETag"])

    assert second.content == first.content
    assert packed["Content-Encoding"] == "gzip"
    assert same.status_code == 304


def test_what_is_published_is_seen_at_once(press: Press) -> None:
    read("/")

    published(article("Tin nóng"), press.here)

    assert "Tin nóng" in read("/").content.decode()


def test_a_kept_page_does_not_outlive_its_day(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read("/").content.decode()
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    second = read("/").content.decode()

    assert first != second


def test_wishes_are_kept_apart(press: Press) -> None:
    client = Client()
    plain = client.get("/", HTTP_HOST=HERE).content.decode()

    back = client.post(
        "/giao-dien/", {"letters": "larger", "contrast": "high", "next": "//evil.example/"}, HTTP_HOST=HERE
    )
    client.post("/giao-dien/", {"language": "en"}, HTTP_HOST=HERE)
    wished = client.get("/", HTTP_HOST=HERE).content.decode()

    assert back["Location"] == "/"
    assert 'data-letters="larger"' in wished
    assert 'data-contrast="high"' in wished
    assert 'lang="en"' in wished
    assert 'data-letters="plain"' in plain
    assert 'data-letters="plain"' in read("/").content.decode()


def test_no_page_asks_the_world_outside(press: Press) -> None:
    published(article("Tin"), press.here)

    for address in ("/", "/tin-tuc/tin/", "/tim-kiem/?q=tin"):
        answer = read(address)
        said = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        for mark in ('src="http', "src='http", 'href="//', "<style", ' style="', "onclick"):
            assert mark not in said, (address, mark)


def test_a_front_page_asks_no_more_for_more_news(press: Press, django_assert_max_num_queries: object) -> None:
    for number in range(9):
        published(article(f"Tin {number}"), press.here)
    kept.forget()

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        read("/")
