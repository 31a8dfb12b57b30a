"""Pages turned by key: each row once, whatever comes or goes between two pages; an address that was bent does no harm."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from paroffice.assessments.models import Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.pages.pager import A_PAGE, Page, turned, turned_over
from paroffice.people.models import Unit
from paroffice.rounds.models import Clarification, ExtensionRequest, Participant, Step
from paroffice.trail.actions import leave
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

IN_ORDER = ("order_key", "pk")
ONWARD = re.compile(r'rel="next" href="([^"]+)"')


def asked(address: str = "") -> object:
    return RequestFactory().get(f"/{address}")


def walk(found: Callable[[], QuerySet[Unit]], keys: Sequence[str], between: Callable[[], None]) -> list[Unit]:
    """Every row of every page, with something done between the pages."""
    seen, address = list[Unit](), ""
    while True:
        page = turned(asked(address), found(), keys)  # type: ignore[arg-type]
        seen += page.rows
        address = page.following
        if not address:
            return seen
        between()


@pytest.fixture
def many(db: None) -> list[Unit]:
    """Two pages and a half, many of the same name."""
    units = [Unit(code=f"u{number:03}", name=f"Xã {number % 7}", block="x") for number in range(125)]
    for unit in units:
        unit._meta.get_field("order_key").pre_save(unit, add=True)
    return Unit.objects.bulk_create(units)


@pytest.mark.parametrize("keys", [IN_ORDER, ("-order_key", "pk"), ("-order_key", "-pk"), ("code",), ("-pk",)])
def test_every_row_shows_once_in_its_order(many: list[Unit], keys: tuple[str, ...]) -> None:
    seen = walk(Unit.objects.all, keys, lambda: None)

    assert seen == list(Unit.objects.order_by(*keys))
    assert len(seen) == 125


def test_rows_that_come_before_the_page_at_hand_shift_nothing(many: list[Unit]) -> None:
    fresh = iter(range(1000))

    def comes() -> None:
        for _ in range(30):
            Unit.objects.create(code=f"a{next(fresh)}", name="Ấp Đầu", block="x")

    seen = walk(Unit.objects.all, IN_ORDER, comes)

    assert [unit.code for unit in seen if unit.code.startswith("u")] == [
        unit.code for unit in Unit.objects.filter(code__startswith="u").order_by(*IN_ORDER)
    ]
    assert not [unit for unit in seen if unit.name == "Ấp Đầu"]


def test_rows_that_come_after_it_show_and_rows_that_go_leave_no_gap(many: list[Unit]) -> None:
    done = list[int]()

    def comes_and_goes() -> None:
        if not done:
            done.append(1)
            Unit.objects.create(code="z", name="Xóm Cuối", block="x")
            first = Unit.objects.order_by(*IN_ORDER)[: A_PAGE // 2]
            Unit.objects.filter(pk__in=[unit.pk for unit in first]).delete()

    seen = walk(Unit.objects.all, IN_ORDER, comes_and_goes)

    assert seen[-1].code == "z"
    assert len(seen) == len(set(seen)) == 126


def test_the_row_that_ended_a_page_may_go(many: list[Unit]) -> None:
    first = turned(asked(), Unit.objects.all(), IN_ORDER)  # type: ignore[arg-type]
    Unit.objects.filter(pk=first.rows[-1].pk).delete()

    second = turned(asked(first.following), Unit.objects.all(), IN_ORDER)  # type: ignore[arg-type]

    assert [*first.rows[:-1], *second.rows] == list(Unit.objects.order_by(*IN_ORDER)[: 2 * A_PAGE - 1])


@pytest.mark.parametrize(
    "bent",
    ["x", "W10", "WyJhIl0", "WzEsMl0", "bnVsbA", "WyJcdTAwMDAiLDFd", "WyJcdWQ4MDAiLDFd", "W1tdLDFd", "WyJhIiwxZTk5OV0",
     "WyJhIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTldCg", "á", "a" * 9000, "WyJhIiwieCJd"],
)  # fmt: skip
def test_a_bent_key_leads_to_some_page_and_never_to_an_error(many: list[Unit], bent: str) -> None:
    page = turned(asked(f"?sau={bent}"), Unit.objects.all(), IN_ORDER)  # type: ignore[arg-type]

    assert len(page.rows) == A_PAGE


def test_what_else_the_address_says_stays(many: list[Unit]) -> None:
    first = turned(asked("?q=x%C3%A3&khac=1"), Unit.objects.all(), IN_ORDER, name="sau-nua")  # type: ignore[arg-type]

    assert first.following.startswith("?q=x%C3%A3&khac=1&sau-nua=")
    assert first.first == ""
    second = turned(asked(first.following), Unit.objects.all(), IN_ORDER, name="sau-nua")  # type: ignore[arg-type]
    assert second.first == "?q=x%C3%A3&khac=1"


def test_a_page_is_one_query_that_counts_nothing_and_skips_nothing(many: list[Unit]) -> None:
    first = turned(asked(), Unit.objects.all(), IN_ORDER)  # type: ignore[arg-type]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        turned(asked(first.following), Unit.objects.all(), IN_ORDER)  # type: ignore[arg-type]

    [query] = queries.captured_queries
    assert "OFFSET" not in query["sql"]
    assert "COUNT" not in query["sql"]


def test_rows_that_no_database_sorts_are_turned_by_the_row_that_ended_the_page() -> None:
    def page(address: str, rows: Sequence[int]) -> Page[int]:
        return turned_over(asked(address), rows, lambda row: row, size=3)  # type: ignore[arg-type]

    first = page("", [5, 1, 4, 2, 3])

    assert first.rows == [5, 1, 4]
    assert page(first.following, [9, 5, 8, 1, 4, 2, 3]).rows == [2, 3]
    assert page(first.following, [5, 1, 2, 3]).rows == [5, 1, 2]  # the one that ended it is gone


# On the screens


def more_units(cast: Cast, count: int) -> None:
    """Taking part, each with a sheet handed over, a request and a question."""
    now = timezone.now()
    for number in range(count):
        unit = Unit.objects.create(code=f"u{number:03}", name=f"Xã {number % 7}", block="units")
        Participant.objects.create(round=cast.round, unit=unit, name=unit.name, block=unit.block)
        handed = {"state": SheetState.SUBMITTED, "submitted_at": now, "submitted_by": cast.ly}
        Assessment.objects.create(round=cast.round, unit=unit, **handed)
        told = {"round": cast.round, "unit": unit, "asked_by": cast.ly, "asked_at": now}
        ExtensionRequest.objects.create(step=Step.SELF_ASSESSMENT, closes_at=now, reason=f"lý do {unit.code}", **told)
        Clarification.objects.create(item="1.1", question=f"câu hỏi {unit.code}", **told)
        leave(stream="s", act="x.y", subject=f"thing:{unit.code}", by=None, at=NOON)


LISTS = {
    "the units": ("administrator", "/don-vi/?hien=tat-ca", "sau", r'href="/don-vi/(u\d+)/"'),
    "the board": ("dung", "/dot/{round}/", "sau", r'href="/ban-tu-cham/(\d+)/">Xã'),
    "the units to appraise": ("dung", "/tham-dinh/{round}/don-vi/", "sau", r'/don-vi/(u\d+)/"'),
    "one item across the units": ("dung", "/tham-dinh/{round}/muc/1.1/", "sau", r'/muc/1.1/(u\d+)/"'),
    "requests for time": ("dung", "/dot/{round}/hoi-dap/", "sau-gia-han", r"lý do (u\d+)"),
    "questions": ("dung", "/dot/{round}/hoi-dap/", "sau-hoi", r"câu hỏi (u\d+)"),
    "what was asked": ("dung", "/dot/{round}/huong-dan/", "sau", r"câu hỏi (u\d+)"),
    "the trail": ("dung", "/nhat-ky/?stream=s", "sau", r"<small>thing:(u\d+)"),
}
"""Who reads a list, where, the name of its key, and how its rows are told apart."""


@pytest.fixture
def crowded(cast: Cast) -> Cast:
    more_units(cast, 160)
    return cast


@pytest.mark.any_database
@pytest.mark.parametrize("name", LISTS)
def test_every_list_that_grows_shows_each_row_once_and_no_page_is_long(crowded: Cast, name: str) -> None:
    who, address, key, pattern = LISTS[name]
    client, here, seen = crowded.as_(who), address.format(round=crowded.round.pk), list[list[str]]()
    while here:
        page = client.get(here).content.decode()
        seen.append(re.findall(pattern, page))
        here = onward(here, key, page)

    assert len(seen) > 1
    assert max(map(len, seen)) <= 150
    assert len({row for rows in seen for row in rows}) == sum(map(len, seen)) == 160


def onward(here: str, key: str, page: str) -> str:
    """The address of the list's next page: the link that changes its own key and no other list's."""
    way, _, asked_here = here.partition("?")
    links = [link.replace("&amp;", "&") for link in ONWARD.findall(page)]
    before = parse_qs(asked_here).get(key)
    return next((way + link for link in links if parse_qs(link[1:]).get(key, before) != before), "")


def test_a_deed_that_comes_meanwhile_moves_no_row_of_the_trail(cast: Cast) -> None:
    for number in range(60):
        leave(stream="s", act="x.y", subject=f"thing:{number}", by=None, at=NOON)
    reader = cast.as_("dung")
    [following] = ONWARD.findall(reader.get("/nhat-ky/?stream=s").content.decode())

    leave(stream="s", act="x.y", subject="thing:new", by=None, at=NOON)
    second = reader.get(f"/nhat-ky/{following.replace('&amp;', '&')}").content.decode()

    shown = re.findall(r"<small>thing:(\w+)", second)
    assert shown == [str(number) for number in range(9, -1, -1)]
    assert Entry.objects.filter(stream="s").count() == 61
