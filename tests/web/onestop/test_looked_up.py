"""What the holder of a key can do without an account: before there is a code, and once there is a result."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from paroffice.onestop import forms
from paroffice.onestop.actions import citizen, desk, working
from paroffice.onestop.actions.papers import keep_paper
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.models import Dossier, Moment, PaperKind, State
from paroffice.trail.models import Entry
from tests.web.conftest import PAPER
from tests.web.onestop.conftest import MORNING, Shop, hanoi
from tests.web.onestop.test_citizens import drafted, paper
from tests.web.onestop.test_dossiers import worked_on


def asked_before_reception(shop: Shop) -> Dossier:
    one = citizen.send(draft=drafted(shop), at=MORNING)
    at = MORNING + timedelta(minutes=10)
    return desk.ask_for_more(dossier=one, reason="Mờ", items=["Tờ khai"], by=shop.thu, at=at)


def test_what_was_asked_for_before_there_is_a_code_is_brought_by_number_and_key(shop: Shop) -> None:
    one = asked_before_reception(shop)
    held = {"ma": str(one.pk), "kiem": one.key}
    page = Client().get(reverse("submit-online", args=[one.draft.pk])).content.decode()
    assert f"?ma={one.pk}&amp;kiem={one.key}" in page
    assert "Mờ" in Client().get(reverse("look-up"), held).content.decode()

    brought = Client().post(reverse("look-up"), held | {"act": "bring", "component": "0", "file": paper()})

    assert brought["Location"] == f"{reverse('look-up')}?ma={one.pk}&kiem={one.key}"
    assert one.papers.count() == 2
    assert desk.receive(dossier=one, by=shop.thu, at=hanoi("2026-03-04 10:00")).state == State.RECEIVED


def test_a_number_without_its_key_says_nothing(shop: Shop) -> None:
    one = asked_before_reception(shop)

    for key in ("", "WRONGKEY"):
        page = Client().get(reverse("look-up"), {"ma": str(one.pk), "kiem": key}).content.decode()
        assert "Không có hồ sơ mang mã này." in page
        assert "chặng" not in page
    assert Client().post(reverse("look-up"), {"ma": str(one.pk), "act": "rate"}).status_code == 404


def test_who_was_refused_at_the_desk_rates_by_what_the_letter_bears(shop: Shop) -> None:
    """Slips are handed out with Mẫu 03 too (Circular 01/2018, article 12): it has no code, so number and key stand on it."""
    one = desk.refuse(
        dossier=citizen.send(draft=drafted(shop), at=MORNING), reason="Sai nơi", by=shop.thu, at=MORNING
    )
    said = " ".join(pair["value"] for pair in forms.letter_form(one.letters.get())["pairs"])  # type: ignore[attr-defined]
    assert f"số {one.pk}" in said
    assert f"{one.key[:4]}-{one.key[4:]}" in said

    rated = {"ma": str(one.pk), "kiem": one.key, "act": "rate", "moment": "refusal", "overall": "2"}
    assert Client().post(reverse("look-up"), rated).status_code == 302

    assert one.ratings.get().moment == Moment.REFUSAL


@pytest.fixture
def done(shop: Shop) -> Dossier:
    """With an electronic result that was not returned yet."""
    one, at = worked_on(shop), hanoi("2026-03-05 09:00")
    file = ContentFile(PAPER, name="giay-xac-nhan.pdf")
    keep_paper(dossier=one, what=PaperKind.RESULT, component=None, file=file, by=shop.tam, at=at)
    return working.finish(dossier=one, result="Giấy số 1", electronic=True, by=shop.tam, at=at)


def test_an_electronic_result_is_taken_by_key_once_it_was_returned(shop: Shop, done: Dossier) -> None:
    held, number = {"ma": done.code, "kiem": done.key}, done.papers.get().pk
    link = reverse("look-up-result", args=[number])
    assert Client().get(link, held).status_code == 404
    said = Return(way="online", to="Nguyễn Văn Minh Họa")
    give_back(dossier=done, said=said, by=shop.thu, at=hanoi("2026-03-05 10:00"))

    given = Client().get(link, held)

    assert b"".join(given.streaming_content) == PAPER  # type: ignore[arg-type]
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Entry.objects.filter(act="onestop.take_result", subject=f"dossier:{done.pk}").count() == 1
    assert "Tải kết quả điện tử" in Client().get(reverse("look-up"), held).content.decode()
    assert Client().get(link, held | {"kiem": "WRONGKEY"}).status_code == 404


def test_the_holder_reads_who_has_it_and_since_when(shop: Shop) -> None:
    """Body, person, and the moments of reception and handling (Decree 224/2026, article 15)."""
    one = worked_on(shop)

    page = Client().get(reverse("look-up"), {"ma": one.code, "kiem": one.key}).content.decode()

    assert "Phòng A, Tam" in page
    assert "Thẩm định" not in page
    assert "Tiếp nhận: Phòng A, Tam" in page
