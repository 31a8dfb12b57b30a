"""Few queries, and as many for a large sheet with much evidence as for a small one."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from benchmarks.sheet_page import filled, large_edition
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from paroffice.assessments import actions
from paroffice.assessments.models import Assessment
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt
from tests.web.conftest import Cast

MOST = 15
"""The item's page asks the most: the last of its questions is what reform plans have ready for it."""
PAGES = ("", "?loc=thieu", "?tim=thu+tuc", "muc/1.2/", "bao-cao/", "nop/", "phan-cong/", "noi-dung-bao-cao/")


@dataclass
class Large:
    client: Client
    sheet: Assessment


@pytest.fixture
def large(cast: Cast) -> Callable[[int, int], Large]:
    """A sheet of that many leaves with that many proofs each, last year's beside it."""

    def made(leaves: int, proofs: int) -> Large:
        now = timezone.now()
        edition = adopt(files=large_edition(fields=2, leaves=leaves), by=cast.dung, at=now)
        time = Time(opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(days=1))
        sheets = []
        for year in (2025, 2026):
            round_ = open_round(
                year=year, title=str(year), edition=edition, windows=[(Step.SELF_ASSESSMENT, "", time)],
                units=[cast.here], by=cast.dung, at=now,
            )  # fmt: skip
            sheets.append(actions.begin(round_=round_, unit=cast.here, at=now))
            filled(sheets[-1], cast.an, now, proofs=proofs)
        actions.divide(assessment=sheets[-1], shares={"1": cast.an, "1.2": cast.ly}, by=cast.ly, at=now)
        return Large(client=cast.as_("ly"), sheet=sheets[-1])

    return made


def queries(large: Large, page: str) -> int:
    from django.db import connection

    address = f"/ban-tu-cham/{large.sheet.pk}/{page}"
    assert large.client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        large.client.get(address)
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_sheet_asks_little(large: Callable[[int, int], Large], page: str) -> None:
    assert queries(large(30, 5), page) <= MOST


@pytest.mark.parametrize("page", PAGES)
def test_leaves_and_evidence_do_not_add_queries(large: Callable[[int, int], Large], page: str) -> None:
    few = large(4, 1)
    before = queries(few, page)
    filled_more = filled_again(few)

    assert queries(filled_more, page) == before


def filled_again(large: Large) -> Large:
    """Three times as many proofs on the same leaves."""
    from paroffice.assessments.models import Proof

    rows = list(Proof.objects.filter(assessment=large.sheet))
    Proof.objects.bulk_create(
        Proof(
            assessment=large.sheet, item=row.item, version=row.version, pages=str(page), put_by=row.put_by,
            put_at=row.put_at,
        )
        for row in rows
        for page in (2, 3)
    )  # fmt: skip
    return large
