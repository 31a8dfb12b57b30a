"""The pages of people speak the reader's language, and never django-allauth's English to who reads Vietnamese."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from paroffice.config.env import identity_providers
from tests.house.test_catalogues import VIETNAMESE
from tests.web.conftest import Cast
from tests.web.test_door import PASSWORD, sign_in

CATALOGUE = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
"""Any of allauth's catalogues names every sentence that it says."""
SENTENCES = sorted(
    {
        " ".join(str(one.id[0] if isinstance(one.id, tuple) else one.id).split())
        for one in read_po(BytesIO(CATALOGUE.read_bytes()))
        if one.id and "%" not in str(one.id)
    }
)
ONE_STOP = '[{"id": "so", "name": "Cổng", "server": "http://localhost:1", "client": "c", "secret": "s"}]'

OPEN = ("sign-in", "forgotten", "forgotten-sent")
OWN = (
    "security", "change-password", "sessions", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "account_reauthenticate", "mfa_reauthenticate", "delegation", "units",
)  # fmt: skip
OFFICE = ("accounts", "people-in", "units-in", "unit-new")


class Text(HTMLParser):
    """What a reader sees or hears: text, and what stands in the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.said += [text for name, text in attrs if text and name in ("placeholder", "aria-label", "title", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


def said_on(page: str) -> list[str]:
    reader = Text()
    reader.feed(unescape(page))
    return reader.said


def english_of_allauth(page: str) -> list[str]:
    said = said_on(page)
    whole = " ".join(said)
    return [one for one in SENTENCES if (one in whole if " " in one else one in said) and one != "Email"]


@pytest.fixture
def owner(cast: Cast, settings: Settings) -> Client:
    """Ly with codes on, freshly confirmed, so that every page of hers opens."""
    settings.SOCIALACCOUNT_PROVIDERS, settings.IDENTITY_ORIGINS = identity_providers(ONE_STOP)
    client = sign_in("ly")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(cast.ly, generate_totp_secret())
    client.post(reverse("mfa_generate_recovery_codes"))
    return client


def pages(cast: Cast, owner: Client, language: str) -> dict[str, str]:
    """Every page a person can meet, also after something went wrong."""
    visitor, office, waiting = Client(), cast.as_("administrator"), sign_in("ly")
    for client in (visitor, owner, office, waiting):
        client.cookies["django_language"] = language
    shown = {name: visitor.get(reverse(name)) for name in OPEN}
    shown |= {name: owner.get(reverse(name)) for name in OWN}
    shown |= {name: office.get(reverse(name)) for name in OFFICE}
    shown |= {
        "turn codes on": office.get(reverse("mfa_activate_totp"), follow=True),
        "person": office.get(reverse("person", args=[cast.an.pk])),
        "hand over": office.get(reverse("hand-over", args=[cast.an.pk])),
        "unit": office.get(reverse("unit", args=["here"])),
        "change unit": office.get(reverse("unit-change", args=["here"])),
        "second door": waiting.get(reverse("mfa_authenticate")),
        "wrong code": waiting.post(reverse("mfa_authenticate"), {"code": "1"}),
        "no code": waiting.post(reverse("mfa_authenticate"), {"code": ""}),
        "wrong key": waiting.post(reverse("mfa_authenticate"), {"credential": "{}"}),
        "wrong password": visitor.post(reverse("sign-in"), {"username": "an", "password": "x"}),
        "no name": visitor.post(reverse("sign-in"), {"username": "", "password": ""}),
        "wrong again": owner.post(reverse("account_reauthenticate"), {"password": "x"}),
        "wrong old": owner.post(reverse("change-password"), {"old_password": "x", "new_password1": "1", "new_password2": "2"}),
        "dead link": visitor.get(reverse("set-password", args=["MQ", "x-y"])),
        "provider": visitor.get(reverse("openid_connect_login", args=["so"])),
        "provider fails": visitor.get(reverse("openid_connect_callback", args=["so"]) + "?error=x"),
        "stopped": visitor.get(reverse("socialaccount_login_cancelled"), follow=True),
        "no such page": visitor.get("/khong-co/"),
    }  # fmt: skip
    for name, answer in shown.items():
        assert answer.status_code in (200, 401, 404), (name, answer.status_code)
    return {name: answer.content.decode() for name, answer in shown.items()}


def test_no_english_sentence_of_allauth_reaches_who_reads_vietnamese(cast: Cast, owner: Client) -> None:
    assert len(SENTENCES) > 200
    assert "Incorrect code." in SENTENCES

    found = {name: english_of_allauth(page) for name, page in pages(cast, owner, "vi").items()}

    assert {name: said for name, said in found.items() if said} == {}


def test_an_english_page_says_nothing_in_vietnamese(cast: Cast, owner: Client) -> None:
    names = re.compile("Huyện [^ ]+|Năm 2026|Tiếng Việt|Cổng")
    found = {
        name: [said for said in said_on(page) if VIETNAMESE.search(names.sub("", said))]
        for name, page in pages(cast, owner, "en").items()
    }

    assert {name: said for name, said in found.items() if said} == {}


def test_messages_after_a_change_are_ours(cast: Cast, owner: Client) -> None:
    said = [
        owner.post(reverse("mfa_generate_recovery_codes"), follow=True),
        owner.post(reverse("sessions"), follow=True),
        owner.post(reverse("mfa_deactivate_totp"), follow=True),
    ]

    for answer in said:
        assert english_of_allauth(answer.content.decode()) == []
    assert not Authenticator.objects.exists()
