"""What the API tells: the published result to anybody, what is to come to a token of that scope, nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.api.actions import digest_of, make_token
from paroffice.api.models import ApiToken, Scope
from paroffice.people.models import Role
from paroffice.results.models import Result
from tests.web.conftest import person
from tests.web.results.example import Example


def asked(path: str, token: str = "") -> object:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return Client().get(f"/api/v1/{path}", headers=headers)


def test_anybody_reads_the_published_ranking(kept_result: Result, example: Example) -> None:
    """Published: 86.38 of 100, 65.55 appraised and 20.83 surveyed."""
    pk = example.round.pk

    rounds, units, unit, leaf = (
        asked(path)
        for path in ("rounds", f"rounds/{pk}/units", f"rounds/{pk}/units/kim-son", f"rounds/{pk}/leaves/3.3.2")
    )

    assert rounds.json()[0]["package_sha256"] == kept_result.public
    assert [one["unit"] for one in units.json()][:2] == ["ben-trang", "kim-son"]
    told = unit.json()
    assert [told[name] for name in ("index", "appraisal", "survey", "rank", "of")] == [
        "86.38",
        "65.55",
        "20.83",
        "2",
        "8",
    ]
    assert (len(told["leaves"]), len(leaf.json())) == (103, 8)
    assert "Huyện Kim Sơn (minh họa)".encode() in unit.content
    assert unit.headers["Content-Type"] == "application/json; charset=utf-8"


def test_what_is_not_public_is_not_there(kept_result: Result, example: Example) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))

    assert asked("rounds").json() == []
    answer = asked(f"rounds/{example.round.pk}/units")
    assert (answer.status_code, set(answer.json())) == (404, {"problem", "remedy"})


def test_a_token_opens_what_it_is_for_until_it_ends(kept_result: Result, example: Example) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))
    boss, now, path = person("boss", Role.ADMINISTRATOR), timezone.now(), f"preview/rounds/{example.round.pk}/units"
    row, token = make_token(
        name="Trục liên thông tỉnh", scope=Scope.PREVIEW, expires_at=now + timedelta(days=30), by=boss, at=now
    )

    assert asked(path, token).json()[1]["index"] == "86.38"
    assert (asked(path).status_code, asked(path, "x").status_code) == (401, 401)
    ApiToken.objects.filter(pk=row.pk).update(made_at=now - timedelta(days=2), expires_at=now - timedelta(days=1))
    assert asked(path, token).status_code == 401
    assert not ApiToken.objects.filter(digest=token).exists()


def test_tokens_are_made_and_taken_back_by_the_administrator(kept_result: Result, example: Example) -> None:
    boss, address = Client(), reverse("api-tokens")
    boss.force_login(person("boss", Role.ADMINISTRATOR))
    said = {"act": "make", "name": "Trục", "scope": "preview"}

    page = boss.post(address, said | {"expires_on": f"{timezone.localdate() + timedelta(days=9)}"})
    refused = boss.post(address, said | {"expires_on": "2020-01-01"})
    row = ApiToken.objects.get()
    boss.post(address, {"act": "revoke", "token": row.pk})

    assert "chỉ hiện lần này" in page.content.decode()
    assert refused.status_code == 409
    row.refresh_from_db()
    assert row.revoked_at is not None
    dung = Client()
    dung.force_login(example.dung)
    assert dung.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("token_is_a_digest", {"digest": "x"}),
        ("token_is_somebodys", {"name": ""}),
        ("token_scope_is_known", {"scope": "all"}),
        ("token_ends", {"expires_at": timezone.now() - timedelta(days=9)}),
    ],
)
def test_a_token_that_cannot_be_is_not_kept(db: None, name: str, broken: dict[str, object]) -> None:
    now = timezone.now()
    sound = {"name": "Trục", "scope": "preview", "digest": digest_of("t"), "made_at": now}
    sound |= {"expires_at": now + timedelta(days=1), "made_by": person("boss", Role.ADMINISTRATOR)}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ApiToken.objects.create(**sound | broken)
