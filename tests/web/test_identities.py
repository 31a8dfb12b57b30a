"""Identities of another house, against a real OpenID Connect provider that runs on a port of its own."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import run_server_in_thread
from pytest_django import Settings

from paroffice.config.env import identity_providers
from paroffice.people import actions
from paroffice.people.models import Person
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast
from tests.web.test_door import PASSWORD, is_in, sign_in

pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
"""The provider's own, raised in its thread."""
LOGIN = "/dang-nhap/qua/so/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[str]:
    """The provider's address; the office knows it as «Sở»."""
    with run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        told = f'[{{"id": "so", "name": "Sở", "server": "{address}", "client": "office", "secret": "s"}}]'
        settings.SOCIALACCOUNT_PROVIDERS, settings.IDENTITY_ORIGINS = identity_providers(told)
        yield address


def identity(provider: str, sub: str, email: str, verified: bool = True) -> None:
    told = {"email": email, "email_verified": verified}
    requests.put(f"{provider}/users/{sub}", json=told, timeout=5).raise_for_status()


def come_by(client: Client, sub: str, query: str = "") -> str:
    """The whole way: our form, the provider's page, back to us. The page where it ends."""
    out = client.post(LOGIN + query)
    assert out.status_code == 302, out.content.decode()
    back = requests.post(out["Location"], data={"sub": sub}, allow_redirects=False, timeout=5).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}", follow=True).content.decode()


def with_address(cast: Cast, person: Person, email: str) -> None:
    actions.change_person(
        person=person, full_name=person.full_name, email=email, phone="", by=cast.administrator, at=NOON
    )


def test_a_verified_address_signs_in_to_the_account_that_bears_it(cast: Cast, provider: str) -> None:
    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-an", "an@example.org")
    client = Client()

    come_by(client, "sub-an")

    assert is_in(client)
    assert SocialAccount.objects.get().user == cast.an
    assert Entry.objects.filter(act="people.link_identity", by=pseudonym_of("an")).exists()
    assert Person.objects.get(pk=cast.an.pk).has_usable_password()


def test_once_linked_it_is_known_by_its_link_whatever_the_address_is(cast: Cast, provider: str) -> None:
    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-an", "an@example.org")
    come_by(Client(), "sub-an")
    identity(provider, "sub-an", "elsewhere@example.org")
    with_address(cast, cast.an, "")
    again = Client()

    come_by(again, "sub-an")

    assert is_in(again)


@pytest.mark.parametrize(
    ("email", "verified"), [("stranger@example.org", True), ("an@example.org", False), ("", True)]
)
def test_no_other_identity_opens_or_makes_an_account(cast: Cast, provider: str, email: str, verified: bool) -> None:
    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-x", email, verified)
    people, client = Person.objects.count(), Client()

    page = come_by(client, "sub-x")

    assert "Không có tài khoản nào dùng danh tính này." in page
    assert not is_in(client)
    assert Person.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_a_second_identity_does_not_slip_in_by_the_same_address(cast: Cast, provider: str) -> None:
    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-an", "an@example.org")
    come_by(Client(), "sub-an")
    identity(provider, "sub-other", "an@example.org")
    client = Client()

    come_by(client, "sub-other")

    assert not is_in(client)


def test_a_closed_account_stays_closed_for_its_identity(cast: Cast, provider: str) -> None:
    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-an", "an@example.org")
    come_by(Client(), "sub-an")
    actions.close(person=cast.an, by=cast.administrator, at=NOON)
    client = Client()

    page = come_by(client, "sub-an")

    assert "Tài khoản này đã khóa." in page
    assert not is_in(client)


def test_its_owner_links_an_identity_by_hand_and_unlinks_it(cast: Cast, provider: str) -> None:
    identity(provider, "sub-an", "private@example.org")
    client = sign_in()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    come_by(client, "sub-an", "?process=connect")

    account = SocialAccount.objects.get()
    assert account.user == cast.an
    by_identity = Client()
    come_by(by_identity, "sub-an")
    assert is_in(by_identity)
    assert cast.as_("binh").post(reverse("unlink-identity", args=[account.pk])).status_code == 404
    client.post(reverse("unlink-identity", args=[account.pk]))
    assert not SocialAccount.objects.exists()
    assert Entry.objects.filter(act="people.unlink_identity", by=pseudonym_of("an")).exists()


def test_a_second_factor_is_asked_after_an_identity_too(cast: Cast, provider: str) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    with_address(cast, cast.an, "an@example.org")
    identity(provider, "sub-an", "an@example.org")
    TOTP.activate(cast.an, generate_totp_secret())
    client = Client()

    page = come_by(client, "sub-an")

    assert "Xác nhận đăng nhập" in page
    assert not is_in(client)


def test_forged_and_broken_answers_of_a_provider_open_nothing(cast: Cast, provider: str) -> None:
    client = Client()
    callback = reverse("openid_connect_callback", args=["so"])

    for query in ("", "?code=x", "?code=x&state=y", "?error=access_denied&state=y", "?error=boom"):
        answer = client.get(callback + query)
        assert answer.status_code in (302, 401), query
        assert "Third-Party" not in answer.content.decode()
    assert not is_in(client)
    assert client.get("/dang-nhap/qua/khac/").status_code == 404


def test_the_sign_in_page_may_lead_to_the_provider_and_nowhere_else(cast: Cast, provider: str) -> None:
    policy = Client().get(reverse("sign-in"))["Content-Security-Policy"]

    assert f"form-action 'self' {provider};" in policy
    assert "form-action 'self';" in Client().get(reverse("forgotten"))["Content-Security-Policy"]


@pytest.mark.parametrize("text", ["x", "{}x", '[{"id": "so"}]', '[{"id": "Ă", "name": "", "server": "https://x", "client": "", "secret": ""}]', '[{"id": "so", "name": "", "server": "ftp://x", "client": "", "secret": ""}]'])  # fmt: skip
def test_providers_that_cannot_be_read_stop_the_start(text: str) -> None:
    with pytest.raises(SystemExit, match="PAROFFICE_OIDC"):
        identity_providers(text)
