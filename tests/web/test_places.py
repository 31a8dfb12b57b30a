"""The row at the top of every page: each place once, for whom it opens; what belongs together in one drawer."""

from paroffice.pages.places import IN_A_ROW, PLACES, Drawer
from paroffice.people.models import Grant, Role
from tests.web.conftest import NOON, Cast


def row(client: object, address: str = "/") -> list[Drawer]:
    return list(client.get(address, follow=True).context["places"])  # type: ignore[attr-defined]


def names(drawers: list[Drawer]) -> list[str]:
    return [place.name for drawer in drawers for place in drawer.places]


def test_few_places_stand_beside_each_other(cast: Cast) -> None:
    Grant.objects.all().delete()

    found = row(cast.as_("an"))

    assert 0 < len(names(found)) <= IN_A_ROW
    assert {drawer.label for drawer in found} == {""}


def test_many_places_lie_in_drawers_and_none_is_lost(cast: Cast) -> None:
    """Somebody with every role still has a row of at most as many words as there are groups."""
    for role in Role:
        Grant.objects.create(person=cast.an, role=role, unit=None, starts_on=NOON.date())

    found = row(cast.as_("an"))

    assert names(found) == [name for _label, named in PLACES for name in named]
    assert len(found) == len(PLACES)
    assert [drawer.label == "" for drawer in found] == [len(named) == 1 for _label, named in PLACES]


def test_the_drawer_in_which_one_is_says_so(cast: Cast) -> None:
    page = cast.as_("dung").get("/dot/").content.decode()

    assert '<summary aria-current="true">Đánh giá</summary>' in page
    assert 'aria-current="page">Đợt đánh giá</a>' in page
