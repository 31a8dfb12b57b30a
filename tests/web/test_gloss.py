"""The round office completes the translation of an adopted edition; the law stays as it was adopted."""

import pytest
from django.urls import reverse

from parindex.rubric.write import digest
from paroffice.people.policy import NotVisible
from paroffice.refused import Refused
from paroffice.rubrics.actions import GlossedMeanwhile, gloss
from paroffice.rubrics.glosses import MOST_IN_A_TEXT, seal_of_gloss
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.queries import law_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

PLAN = "Kế hoạch đã ban hành"
SAID = {PLAN: "The issued plan"}


def address(section: str = "1") -> str:
    return reverse("edition-gloss", args=["sound", "en", section])


def given(cast: Cast, said: dict[str, str] = SAID, language: str = "en", held: dict[str, str] | None = None) -> None:
    seen = seal_of_gloss(held or {}, said)
    gloss(edition=cast.round.edition, language=language, said=said, seen=seen, by=cast.dung, at=NOON)


def test_what_is_glossed_is_read_in_english_and_the_law_does_not_move(cast: Cast) -> None:
    before = AdoptedEdition.objects.get()
    given(cast)

    english = cast.as_("an")
    english.cookies["django_language"] = "en"
    item = english.get(reverse("item", args=[cast.sheet.pk, "1.1"])).content.decode()

    after = AdoptedEdition.objects.get()
    assert "The issued plan" in item
    assert PLAN not in item
    assert (after.files, after.digest, digest(law_of(after))) == (before.files, before.digest, before.digest)
    assert PLAN in cast.as_("an").get(reverse("item", args=[cast.sheet.pk, "1.1"])).content.decode()


def test_an_amended_gloss_is_read_at_once(cast: Cast) -> None:
    english = cast.as_("an")
    english.cookies["django_language"] = "en"
    for word, held in (
        ("The plan as issued", {}),
        ("The plan, signed", {PLAN: "The plan as issued"}),
        ("", {PLAN: "The plan, signed"}),
    ):
        given(cast, {PLAN: word}, held=held)

        assert (word or PLAN) in english.get(reverse("edition", args=["sound"])).content.decode()


def test_the_page_saves_and_the_trail_tells(cast: Cast) -> None:
    office = cast.as_("dung")
    page = office.get(address())
    place = [text for text, *_ in page.context["lines"]].index(PLAN)

    saved = office.post(address(), {"seen": page.context["seen"], f"says.{place}": "  The issued\tplan "})

    assert saved.status_code == 302
    assert AdoptedEdition.objects.get().glosses == {"en": SAID}
    assert Entry.objects.filter(act="rubrics.gloss", subject=f"edition:{cast.round.edition_id}").count() == 1
    assert "The issued plan" in office.get(address()).content.decode()


def test_nobody_writes_over_a_translation_that_they_did_not_see(cast: Cast) -> None:
    office = cast.as_("dung")
    page = office.get(address())
    given(cast)
    place = [text for text, *_ in page.context["lines"]].index(PLAN)

    answer = office.post(address(), {"seen": page.context["seen"], f"says.{place}": "Mine"})

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine" in shown
    assert "The issued plan" in shown
    assert AdoptedEdition.objects.get().glosses == {"en": SAID}
    again = office.post(address(), {"seen": answer.context["seen"], f"says.{place}": "Mine"})
    assert again.status_code == 302
    assert AdoptedEdition.objects.get().glosses["en"][PLAN] == "Mine"


@pytest.mark.parametrize("who", ["an", "chi", "auditor", "administrator"])
def test_only_the_round_office_translates(cast: Cast, who: str) -> None:
    person = getattr(cast, who)

    with pytest.raises((Refused, NotVisible)):
        gloss(edition=cast.round.edition, language="en", said=SAID, seen=seal_of_gloss({}, SAID), by=person, at=NOON)

    assert cast.as_(who).get(address()).status_code == 404
    assert AdoptedEdition.objects.get().glosses == {}


@pytest.mark.parametrize(
    ("said", "language", "refusal"),
    [
        ({"Không có câu này": "Nowhere"}, "en", Refused),
        ({PLAN: "x" * (MOST_IN_A_TEXT + 1)}, "en", Refused),
        ({PLAN: "nul \0"}, "en", Refused),
        (SAID, "fr", NotVisible),
    ],
)
def test_what_no_gloss_may_say_is_refused(
    cast: Cast, said: dict[str, str], language: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        given(cast, said, language)

    assert AdoptedEdition.objects.get().glosses == {}


def test_a_seal_of_another_state_is_refused_in_the_action(cast: Cast) -> None:
    given(cast)

    with pytest.raises(GlossedMeanwhile):
        given(cast, {PLAN: "Mine"})


def test_a_part_that_is_not_there_is_not_found(cast: Cast) -> None:
    assert [cast.as_("dung").get(address(section)).status_code for section in ("cover", "1", "99", "..")] == [
        200, 200, 404, 404,
    ]  # fmt: skip
