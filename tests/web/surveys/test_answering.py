"""The respondent's pages: no account, no cookie, no script; forwards, back without loss, a clear end."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.rounds.models import Window
from paroffice.surveys.actions import preparing
from paroffice.surveys.actions.field import set_up_counter
from paroffice.surveys.models import Paging, Slip
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork
from tests.web.surveys.test_questionnaires import FOUR, WHYS

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
Q1 = Asked(
    name="Q1", kind=Kind.ONE, says={"vi": "Hài lòng không?", "en": "Satisfied?"}, choices="four", required=True
)
WHY = Asked(
    name="vi_sao", kind=Kind.MANY, says={"vi": "Vì sao?", "en": "Why?"}, choices="why", shown_when="${Q1} = 'D'"
)
VIEW = Asked(name="y_kien", kind=Kind.TEXT, says={"vi": "Ý kiến khác?", "en": "Anything else?"})
FORM = Form(languages=("vi", "en"), choices={"four": FOUR, "why": WHYS}, questions=(Q1, WHY, VIEW))


@pytest.fixture
def asked(fieldwork: Fieldwork) -> Fieldwork:
    """In the field with three questions, one of them only for who is not satisfied; the window is around now."""
    return in_the_field(fieldwork, Paging.EACH)


def in_the_field(fieldwork: Fieldwork, paging: Paging, form: Form = FORM) -> Fieldwork:
    preparing.write_questionnaire(
        questionnaire=fieldwork.survey.questionnaires.get(), title="Phiếu người dân", paging=paging, form=form, edits=0,
        by=fieldwork.xuan, at=NOON,
    )  # fmt: skip
    fieldwork.plan()
    fieldwork.seal()
    now = timezone.now()
    Window.objects.update(opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(days=1))
    return fieldwork


class Respondent:
    """Somebody with a browser that keeps nothing: what the page carries is sent with the next click."""

    def __init__(self, address: str) -> None:
        self.client, self.address = Client(), address
        self.read(self.client.get(address))

    def read(self, response: object) -> None:
        self.status = response.status_code  # type: ignore[attr-defined]
        self.page = response.content.decode()  # type: ignore[attr-defined]
        self.carried = HIDDEN.findall(self.page)
        found = re.search(r'<form method="post" action="([^"]+)"', self.page)
        self.address = found[1] if found else self.address

    def click(self, act: str = "", **typed: str | list[str]) -> "Respondent":
        sent: dict[str, list[str]] = {}
        for name, value in self.carried:
            sent.setdefault(name, []).append(value)
        for name, value in typed.items():
            sent[name.replace("__", "-")] = [value] if isinstance(value, str) else value
        self.read(self.client.post(self.address, sent | ({"act": [act]} if act else {})))
        return self


def with_card(fieldwork: Fieldwork) -> Respondent:
    (code,) = fieldwork.cards(fieldwork.here, 1)
    return Respondent(reverse("card", args=[code]))


def test_one_answers_screen_by_screen_to_a_clear_end(asked: Fieldwork) -> None:
    someone = with_card(asked)
    assert "Xin ý kiến của ông, bà về Huyện Đây" in someone.page

    assert "Hài lòng không?" in someone.click("begin").page
    assert "Vì sao?" in someone.click("next", q__Q1="D").page
    assert "Ý kiến khác?" in someone.click("next", q__vi_sao=["cham", "xa"]).page
    review = someone.click("next", q__y_kien="Cần thêm ghế").page
    assert "Chậm; Xa" in review
    assert "Đã nhận câu trả lời" in someone.click("send").page

    assert Slip.objects.get().replies == {"Q1": "D", "vi_sao": "cham xa", "y_kien": "Cần thêm ghế"}


def test_who_goes_back_finds_what_they_said(asked: Fieldwork) -> None:
    someone = with_card(asked).click("begin").click("next", q__Q1="A").click("next", q__y_kien="Cảm ơn")

    back = someone.click("back")
    assert "Cảm ơn</textarea>" in back.page
    assert re.search(r'value="A" checked', back.click("back").page)
    assert "Vì sao?" in back.click("next", q__Q1="D").page, "another reply asks another question"


def test_another_language_loses_nothing(asked: Fieldwork) -> None:
    someone = with_card(asked).click("begin").click("", lang="en", q__Q1="A")

    assert '<html lang="en">' in someone.page
    assert "Satisfied?" in someone.page
    assert re.search(r'value="A" checked', someone.page)
    assert "Question 1 / 2" in someone.page


def test_who_reads_english_is_refused_and_asked_for_a_code_in_english(asked: Fieldwork) -> None:
    client, unknown = Client(), reverse("card", args=["0000-0000-0000-0000-0000"])
    (code,) = asked.cards(asked.here, 1)

    for address in (unknown, reverse("respond")):
        assert 'href="?lang=en"' in client.get(address).content.decode()
        english = client.get(address, {"lang": "en"}).content.decode()
        assert '<html lang="en">' in english
        assert 'href="?lang=vi"' in english
    assert f"{reverse('respond')}?lang=en" in client.get(unknown, {"lang": "en"}).content.decode()
    assert '<input type="hidden" name="lang" value="en">' in english
    assert (
        "Satisfied?" in client.post(reverse("respond"), {"code": code, "lang": "en", "act": "begin"}).content.decode()
    )


def test_a_question_that_needs_a_reply_says_so_beside_it(asked: Fieldwork) -> None:
    someone = with_card(asked).click("begin").click("next")

    assert someone.status == 422
    assert "câu này cần có trả lời" in someone.page
    assert "Hài lòng không?" in someone.page


def test_all_on_one_page_asks_what_a_reply_opens(fieldwork: Fieldwork) -> None:
    someone = with_card(in_the_field(fieldwork, Paging.ALL))
    assert "Hài lòng không?" in someone.page
    assert "Vì sao?" not in someone.page

    assert "có thêm 1 câu" in someone.click("send", q__Q1="D").page
    assert "Đã nhận câu trả lời" in someone.click("send", q__Q1="D", q__vi_sao="xa").page
    assert Slip.objects.get().replies == {"Q1": "D", "vi_sao": "xa"}


def test_the_pages_set_no_cookie_and_load_nothing_from_elsewhere(asked: Fieldwork) -> None:
    someone = with_card(asked)

    assert not someone.client.cookies
    assert not someone.click("begin").client.cookies
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', someone.page)
    response = someone.client.get(reverse("respond"))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "csrf" not in response.content.decode()


def test_no_page_of_a_respondent_sets_a_cookie_or_asks_for_one(asked: Fieldwork) -> None:
    """The code on the card is the only authority: posting needs no token of the site, in either language."""
    (code,) = asked.cards(asked.here, 1)
    machine = set_up_counter(survey=asked.survey, cell=asked.here.cells.get(), name="Quầy 1", by=asked.xuan, at=NOON)
    client = Client(enforce_csrf_checks=True)
    card, respond, counter = reverse("card", args=[code]), reverse("respond"), reverse("counter", args=[machine])
    sent = {"code": code, "act": "send", "q-Q1": "A"}

    answers = [
        *(client.get(address) for address in (card, f"{card}?lang=en", respond, counter)),
        *(client.post(respond, {"code": code, "act": act, "lang": "en"}) for act in ("begin", "", "whole")),
        client.post(counter, {"act": "begin"}),
        *(client.post(respond, sent) for _ in range(2)),
        client.get(reverse("card", args=["0000-0000-0000-0000-0000"])),
    ]

    assert [one.status_code for one in answers] == [200] * 9 + [409, 404]
    assert not client.cookies
    assert not any(one.has_header("Set-Cookie") for one in answers)


def test_the_whole_sheet_asks_everything_and_comes_in_once(asked: Fieldwork) -> None:
    """What a phone holds ready for when the line goes: all questions, no reply; sent twice it is one answer."""
    whole = with_card(asked).click("whole")
    assert [text in whole.page for text in ("Hài lòng không?", "Vì sao?", "Ý kiến khác?")] == [True] * 3
    assert "Bỏ qua nếu không phải trường hợp của ông, bà." in whole.page
    assert " checked" not in whole.page
    kept = list(whole.carried)

    assert "Đã nhận câu trả lời" in whole.click("send", q__Q1="D", q__vi_sao="xa").page
    whole.carried = kept
    assert whole.click("send", q__Q1="D", q__vi_sao="xa").status == 409
    assert Slip.objects.get().replies == {"Q1": "D", "vi_sao": "xa"}


def test_the_first_screen_is_light(asked: Fieldwork) -> None:
    """Under 50 kB all told, for an old phone on a weak line: page, style, script, and the sheet that the script holds."""
    someone = with_card(asked)
    parts = re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', someone.page)
    brought = [b"".join(Client().get(part).streaming_content) for part in parts]

    assert len(parts) == 2
    assert sum(map(len, brought)) + len((someone.page + someone.click("whole").page).encode()) < 50_000


def test_a_spent_or_forged_code_is_told_apart_and_nothing_is_stored(asked: Fieldwork) -> None:
    (code,) = asked.cards(asked.here, 1)
    first = Respondent(reverse("card", args=[code])).click("begin").click("next", q__Q1="A").click("next")
    again = list(first.carried)
    first.click("send")
    first.carried = again

    first.address = reverse("respond")
    assert first.click("send").status == 409
    assert "đã được dùng" in first.page
    forged = Client().get(reverse("card", args=["0000-0000-0000-0000-0000"]))
    assert forged.status_code == 404
    assert Slip.objects.count() == 1


def test_a_huge_answer_is_refused(asked: Fieldwork) -> None:
    (code,) = asked.cards(asked.here, 1)
    sent = {"code": code, "act": "send", "q-Q1": "A", "q-y_kien": "x" * 10_000_000}

    response = Client(raise_request_exception=False).post(reverse("respond"), sent)

    assert response.status_code == 400
    assert "Không nhận được những gì vừa gửi." in response.content.decode()
    assert not response.cookies
    assert not Slip.objects.exists()


def test_unknown_fields_are_dropped(asked: Fieldwork) -> None:
    (code,) = asked.cards(asked.here, 1)
    sent = {"code": code, "act": "send", "q-Q1": "A", "q-admin": "1", "email": "a@b.vn", "q-vi_sao": "cham"}

    Client().post(reverse("respond"), sent)

    assert Slip.objects.get().replies == {"Q1": "A"}


def test_a_counter_begins_anew_for_everyone(asked: Fieldwork) -> None:
    code = set_up_counter(survey=asked.survey, cell=asked.here.cells.get(), name="Quầy 1", by=asked.xuan, at=NOON)
    address = reverse("counter", args=[code])
    for reply in ("A", "K"):
        someone = Respondent(address).click("begin").click("next", q__Q1=reply).click("next").click("send")
        assert f'url={address}"' in someone.page
        assert "Người tiếp theo" in someone.page

    assert sorted(slip.replies["Q1"] for slip in Slip.objects.all()) == ["A", "K"]


def test_a_note_stands_between_questions(fieldwork: Fieldwork) -> None:
    note = Asked(name="loi_dan", kind=Kind.NOTE, says={"vi": "Vài câu nữa thôi.", "en": "Only a few more."})
    one = Choice(code="1", says={"vi": "Một", "en": "One"})
    form = replace(FORM, choices=FORM.choices | {"mot": (one,)}, questions=(Q1, note, VIEW))
    someone = with_card(in_the_field(fieldwork, Paging.EACH, replace(form, choices={"four": FOUR})))

    assert "Vài câu nữa thôi." in someone.click("begin").click("next", q__Q1="A").page
    assert "Ý kiến khác?" in someone.click("next").page
