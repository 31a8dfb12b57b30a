"""Coming in: passwords, codes, recovery, sessions, and how guessing is slow."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from paroffice.people import actions
from paroffice.people.guessing import MOST_WRONG, attempt, right
from paroffice.people.models import Person, WrongPassword
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

PASSWORD = "mật khẩu dài"


def sign_in(name: str = "an", password: str = PASSWORD, client: Client | None = None, **more: str) -> Client:
    client = client or Client()
    client.last = client.post(reverse("sign-in"), {"username": name, "password": password} | more)  # type: ignore[attr-defined]
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("desk")).status_code == 200


def code_of(secret: str, steps: int = 0) -> str:
    """What the phone shows: RFC 6238 over 30 seconds, computed from the secret."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def with_codes(cast: Cast) -> tuple[Client, str]:
    """An has turned codes on, as she would in a browser."""
    client = sign_in()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code class=\"n\">([A-Z2-7]+)</code>", page)
    assert secret is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1], -1)})
    assert answer.status_code == 302
    return client, secret[1]


def test_a_name_and_its_password_open_the_office(cast: Cast) -> None:
    client = sign_in()

    assert is_in(client)
    assert not WrongPassword.objects.exists()
    assert UserSession.objects.get().user == cast.an


def test_one_comes_to_the_page_that_was_asked_for_but_never_to_another_house(cast: Cast) -> None:
    assert sign_in(next="/don-vi/").last["Location"] == "/don-vi/"
    assert sign_in(next="https://evil.example/").last["Location"] == "/"


def test_a_wrong_password_says_so_and_nothing_more(cast: Cast) -> None:
    known, unknown = sign_in(password="đoán"), sign_in("khong-co", "đoán")

    for client in (known, unknown):
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in client.last.content.decode()
        assert not is_in(client)


def test_a_name_rests_after_five_wrong_passwords_in_any_case_of_letters(cast: Cast) -> None:
    for _ in range(MOST_WRONG):
        sign_in("AN", "đoán")

    client = sign_in()

    assert "sai quá nhiều lần" in client.last.content.decode()
    assert WrongPassword.objects.count() == MOST_WRONG
    WrongPassword.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert is_in(sign_in())


def test_right_tries_are_struck_out_of_the_register(db: None) -> None:
    for _ in range(MOST_WRONG + 3):
        entered = attempt("an", NOON)
        assert entered is not None
        right(entered)

    assert not WrongPassword.objects.exists()


def test_a_closed_account_cannot_come_in_and_its_sessions_die_at_once(cast: Cast) -> None:
    client = sign_in()

    actions.close(person=cast.an, by=cast.administrator, at=NOON)

    assert not is_in(client)
    assert not is_in(sign_in())
    actions.reopen(person=cast.an, by=cast.administrator, at=NOON)
    assert not is_in(client)
    assert not is_in(sign_in())


def test_a_session_ends_eight_hours_after_it_began_though_it_was_used(cast: Cast, settings: Settings) -> None:
    client = sign_in()
    assert is_in(client)
    session = client.session
    session["began"] = timezone.now().timestamp() - settings.SESSION_COOKIE_AGE - 1
    session.save()

    assert client.get(reverse("desk"))["Location"] == reverse("sign-in")
    assert not is_in(client)
    assert "hết sau tám giờ" in client.get(reverse("sign-in")).content.decode()


def test_a_session_ends_with_the_browser(cast: Cast) -> None:
    cookie = sign_in().cookies["sessionid"]

    assert cookie["max-age"] == ""
    assert cookie["httponly"]


def test_a_new_password_ends_every_other_session(cast: Cast) -> None:
    here, elsewhere = sign_in(), sign_in()
    new = {"new_password1": "một câu thật dài", "new_password2": "một câu thật dài"}

    assert here.post(reverse("change-password"), {"old_password": PASSWORD} | new).status_code == 302

    assert is_in(here)
    assert not is_in(elsewhere)
    assert Entry.objects.filter(act="people.set_password", by=pseudonym_of("an")).exists()


def test_one_signs_out_elsewhere_and_stays_here(cast: Cast) -> None:
    here, elsewhere = sign_in(), sign_in()
    assert here.get(reverse("sessions")).content.decode().count("127.0.0.1") == 2

    here.post(reverse("sessions"))

    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_code_is_asked_after_the_password_and_works_once(with_codes: tuple[Client, str]) -> None:
    _, secret = with_codes
    client = sign_in()
    assert client.last["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)

    code = code_of(secret)
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert is_in(client)
    again = sign_in()
    page = again.post(reverse("mfa_authenticate"), {"code": code}).content.decode()
    assert "Mã không đúng, đã dùng, hoặc đã hết hạn." in page
    assert not is_in(again)


def test_codes_are_guessed_as_slowly_as_passwords(with_codes: tuple[Client, str]) -> None:
    _, secret = with_codes
    client = sign_in()
    for _ in range(MOST_WRONG):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    page = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).content.decode()

    assert "sai quá nhiều lần" in page
    assert not is_in(client)
    assert sign_in().last["Location"] == reverse("mfa_authenticate"), "the password is another door"


def test_a_recovery_code_works_once(with_codes: tuple[Client, str]) -> None:
    owner, _ = with_codes
    codes = re.findall(r"<li><code>(\d{8})</code>", owner.get(reverse("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10

    first, second = sign_in(), sign_in()
    first.post(reverse("mfa_authenticate"), {"code": codes[0]})
    second.post(reverse("mfa_authenticate"), {"code": codes[0]})

    assert is_in(first)
    assert not is_in(second)


def test_what_makes_codes_is_not_in_the_clear_in_the_database(with_codes: tuple[Client, str]) -> None:
    _, secret = with_codes
    held = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]

    assert secret not in held
    assert decrypt(held) == secret


def test_under_another_key_no_code_fits_and_nothing_breaks(
    with_codes: tuple[Client, str], settings: Settings
) -> None:
    _, secret = with_codes
    settings.SECRET_KEY = "another key, as after a restore without keys"
    client = sign_in()

    page = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert page.status_code == 200
    assert not is_in(client)


def test_an_administrator_takes_a_lost_second_factor_away(cast: Cast, with_codes: tuple[Client, str]) -> None:
    cast.as_("administrator").post(reverse("person", args=[cast.an.pk]), {"act": "drop", "person": cast.an.pk})

    assert is_in(sign_in())
    assert Entry.objects.filter(act="people.drop_second_factors", by=pseudonym_of("administrator")).exists()


def test_each_change_of_a_second_factor_leaves_a_trace(
    with_codes: tuple[Client, str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    owner, _ = with_codes
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(reverse("mfa_generate_recovery_codes"))
        owner.post(reverse("mfa_deactivate_totp"))
        owner.get(reverse("mfa_activate_totp"))
        secret = owner.session["mfa.totp.secret"]
        owner.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    acts = {entry.act for entry in Entry.objects.filter(subject=f"person:{pseudonym_of('an')}")}
    assert {"people.add_factor", "people.reset_factor", "people.remove_factor"} <= acts


def test_a_change_of_what_guards_the_account_asks_for_the_password_again(cast: Cast) -> None:
    client = sign_in()

    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(("setting", "asked"), [("off", set()), ("roles", {"dung", "administrator"}), ("all", {"an", "dung", "administrator"})])  # fmt: skip
def test_a_second_factor_is_asked_of_whom_the_office_says(
    cast: Cast, settings: Settings, setting: str, asked: set[str]
) -> None:
    settings.SECOND_FACTOR = setting

    for who in ("an", "dung", "administrator"):
        client = cast.as_(who)
        answer = client.get(reverse("desk"))
        assert (answer.status_code == 302) is (who in asked), who
        assert client.get(reverse("security")).status_code == 200
        assert client.get(reverse("mfa_activate_totp")).status_code in (200, 302)
        assert client.post(reverse("accounts"), {"act": "fly"}).status_code == (302 if who in asked else 404)


def test_the_last_second_factor_stays_where_it_is_asked(
    cast: Cast, with_codes: tuple[Client, str], settings: Settings
) -> None:
    owner, _ = with_codes
    settings.SECOND_FACTOR = "all"

    page = owner.post(reverse("mfa_deactivate_totp")).content.decode()

    assert "đòi hỏi lớp bảo vệ thứ hai" in page
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


@pytest.fixture
def with_address(cast: Cast) -> Person:
    return actions.change_person(
        person=cast.an, full_name="An", email="An@Example.org", phone="", by=cast.administrator, at=NOON
    )


def link_in(body: str) -> str:
    found = re.search(r"http://testserver(/mat-khau/\S+)", body)
    assert found is not None
    return found[1]


def test_who_forgot_the_password_sets_a_new_one_by_a_mailed_link(with_address: Person) -> None:
    visitor = Client()
    assert visitor.post(reverse("forgotten"), {"email": "an@EXAMPLE.org"}).status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["an@example.org"]

    form = visitor.get(link_in(sent.body), follow=True)
    new = {"new_password1": "một câu thật dài", "new_password2": "một câu thật dài"}
    assert visitor.post(form.request["PATH_INFO"], new).status_code == 302

    assert is_in(sign_in(password="một câu thật dài"))
    assert "không dùng được nữa" in Client().get(link_in(sent.body), follow=True).content.decode()


def test_the_mail_speaks_english_to_who_reads_english(with_address: Person) -> None:
    visitor = Client()
    visitor.cookies["django_language"] = "en"

    visitor.post(reverse("forgotten"), {"email": "an@example.org"})

    assert mail.outbox[0].subject == "Set a new password"
    assert "Dear An" in mail.outbox[0].body


def test_the_page_does_not_tell_who_has_an_account(with_address: Person) -> None:
    known = Client().post(reverse("forgotten"), {"email": "an@example.org"})
    unknown = Client().post(reverse("forgotten"), {"email": "nobody@example.org"})
    empty = Client().post(reverse("forgotten"), {"email": ""})

    assert known["Location"] == unknown["Location"] == empty["Location"]
    assert len(mail.outbox) == 1


def test_an_address_is_not_flooded_with_mails(with_address: Person) -> None:
    for _ in range(MOST_WRONG + 4):
        Client().post(reverse("forgotten"), {"email": "an@example.org"})

    assert len(mail.outbox) == MOST_WRONG


def test_a_closed_account_gets_no_link_and_its_old_link_is_dead(cast: Cast, with_address: Person) -> None:
    Client().post(reverse("forgotten"), {"email": "an@example.org"})
    actions.close(person=cast.an, by=cast.administrator, at=NOON)
    Client().post(reverse("forgotten"), {"email": "an@example.org"})

    assert len(mail.outbox) == 1
    assert "không dùng được nữa" in Client().get(link_in(mail.outbox[0].body), follow=True).content.decode()


def test_there_is_no_way_to_sign_up(cast: Cast) -> None:
    for address in ("/accounts/signup/", "/signup/", "/dang-ky/"):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("credential", ["", "x", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "!!"}}', '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA","userHandle":"AA"}}'])  # fmt: skip
def test_a_hostile_answer_for_a_passkey_is_a_wrong_answer(cast: Cast, credential: str) -> None:
    client = Client()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})

    assert answer.status_code == 302
    assert not is_in(client)
