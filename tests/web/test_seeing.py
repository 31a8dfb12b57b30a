"""No page shows more than the role may see, in either language: each secret is planted once and looked for everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from paroffice.assessments.models import Answer, Assessment
from paroffice.evidence.models import Document
from paroffice.people.models import Person, Role, Unit
from paroffice.people.policy import may
from paroffice.rounds.actions import ask_about, ask_for_time
from paroffice.rounds.models import Step, Window
from paroffice.trail.actions import leave
from tests.web.addresses import DRAWN, OF_A_UNIT, PUBLIC, World, address, patterns, world_of
from tests.web.conftest import NOON, Cast, person
from tests.web.test_hostile import Forms

pytestmark = pytest.mark.any_database
PEOPLE = ("an", "ly", "binh", "chi", "dung", "auditor", "administrator", "nobody")
SEARCHED = {"search": "?q=canary", "evidence-store": "?tim=canary"}
"""Where words are looked for."""


@dataclass(frozen=True)
class Secret:
    """A word that stands in one place, and the rights of which one must be held to read it, in its unit."""

    word: str
    rights: tuple[str, ...]
    unit: Unit | None

    def known_to(self, who: Person) -> bool:
        return any(may(who, right, self.unit) for right in self.rights)


@pytest.fixture
def planted(cast: Cast) -> tuple[World, list[Secret]]:
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    Person.objects.create_user("nobody", full_name="Canary-nobody")
    person("hidden", Role.PARTNER_AGENCY)
    world = world_of(cast)
    secrets = [
        secret for side in (world.here, world.there) for secret in plant(cast, side.unit, side.officer, side.sheet)
    ]
    leave(stream="s", act="x.y", subject="z", by=None, at=NOON, after={"words": "canary-deed"})
    return world, [
        *secrets,
        Secret("canary-deed", ("trail.see",), None),
        Secret("Canary-nobody", ("people.grant",), None),
    ]


def plant(cast: Cast, unit: Unit, officer: Person, sheet: Assessment) -> Iterator[Secret]:
    """In a unit's sheet, papers and letters."""
    word = f"canary-note-{unit.code}"
    Answer.objects.create(
        assessment=sheet, item="1.3", outcome="not_proven", note=word, changed_by=officer, changed_at=NOON
    )
    yield Secret(word, ("assessments.see",), unit)
    word = f"canary-paper-{unit.code}"
    Document.objects.create(unit=unit, title=word, searched=word, secrecy="secret", witness="w", attestation="a")
    yield Secret(word, ("evidence.see",), unit)
    word = f"canary-question-{unit.code}"
    ask_about(round_=cast.round, unit=unit, item="1.3", question=word, by=officer, at=NOON)
    yield Secret(word, ("assessments.see", "rounds.board", "trail.see"), unit)
    word = f"canary-time-{unit.code}"
    ask_for_time(
        round_=cast.round, unit=unit, step=Step.SELF_ASSESSMENT, closes_at=NOON + timedelta(days=99), reason=word,
        by=officer, at=NOON,
    )  # fmt: skip
    yield Secret(word, ("assessments.see", "rounds.board", "trail.see"), unit)


def pages(world: World, client: Client) -> Iterator[tuple[str, str]]:
    """Every page on both sides, and what search says of the secrets; what was typed is no secret."""
    for pattern in patterns():
        name = str(pattern.name)
        for side in (world.here, world.there) if name in OF_A_UNIT else (world.here,):
            link = address(name, world, side)
            for one in {link, link.partition("?")[0] + SEARCHED.get(name, "")} if name not in PUBLIC | DRAWN else ():
                response = client.get(one)
                if response.streaming:
                    b"".join(response.streaming_content)
                elif response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                    yield one, response.content.decode().replace('value="canary"', "")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_reads_what_is_not_theirs(planted: tuple[World, list[Secret]], who: str, language: str) -> None:
    world, secrets = planted
    reader = Person.objects.get(username=who)
    client = Client()
    client.force_login(reader)
    client.cookies["django_language"] = language
    hidden = [secret for secret in secrets if not secret.known_to(reader)]
    seen, leaks = set[str](), list[str]()
    for link, page in pages(world, client):
        own_name = page.replace(str(reader), "")
        leaks += [f"{link} shows {secret.word}" for secret in hidden if secret.word in own_name]
        seen |= {secret.word for secret in secrets if secret.word in own_name}

    assert not leaks, "\n".join(leaks)
    assert seen or who == "nobody", "a walk that meets nothing proves nothing"


def test_the_two_languages_show_the_same_secrets_to_the_same_people(planted: tuple[World, list[Secret]]) -> None:
    world, secrets = planted
    for who in ("an", "dung"):
        client, seen = world.cast.as_(who), dict[str, set[str]]()
        for language in ("vi", "en"):
            client.cookies["django_language"] = language
            whole = "".join(page for _, page in pages(world, client))
            seen[language] = {secret.word for secret in secrets if secret.word in whole}
        assert seen["vi"] == seen["en"] != set()


def test_the_walk_reads_forms_as_a_browser_does() -> None:
    reader = Forms("/here/")
    reader.feed(
        '<form method="post"><input name="a" value="1"><select name="b"><option value="2"><option value="3"></select>'
        '<textarea name="c"></textarea><input type="checkbox" name="d"></form>'
    )

    form = reader.found[0]
    assert (form.action, form.method, form.typed) == ("/here/", "post", {"a", "b", "c"})
    assert form.fields == {"a": "1", "b": "2", "c": "", "d": ""}
