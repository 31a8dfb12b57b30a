"""Years beside each other: only what can be compared is, and nothing is made up for a unit that was not there."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from parindex.index.round import edition_folder
from parindex.rubric.read import adopted
from paroffice.people.models import Role, Succession, Unit
from paroffice.portal import kept
from paroffice.portal.actions.portals import open_portal
from paroffice.results import bridge, charts_years, lineage, years
from paroffice.results.losses import losses_of
from paroffice.results.models import Result, State
from paroffice.results.packages import keep
from paroffice.results.rows import Files, files_of
from paroffice.rounds.models import Round
from tests.web.conftest import person
from tests.web.portal.conftest import FOOTER
from tests.web.results.conftest import NOON
from tests.web.results.example import EXAMPLE, Example, paper
from tests.web.results.test_pages import text


def of_year(example: Example, year: int, files: Files | None = None, digest: str = "") -> Result:
    """A published result of another year, from the files of this one as the test changed them."""
    package = digest or keep(bridge.drafted(files or {}))
    round_ = Round.objects.create(
        year=year, title=f"Năm {year} (minh họa)", edition=example.round.edition, illustrative=True, opened_at=NOON
    )
    dung, frozen = example.dung, {"study": {}, "process": {}, "fingerprint": "b" * 64}
    return Result.objects.create(
        round=round_, version=1, state=State.PUBLISHED, council=package, public=package, computed_at=NOON,
        computed_by=dung, frozen_at=NOON, frozen_by=dung, decision="1/QĐ", decided_on=NOON.date(),
        signed=paper(example.round, dung), published_at=NOON, published_by=dung, public_at=NOON, **frozen,
    )  # fmt: skip


def under_another_name(example: Example, code: str) -> Files:
    """The example in which Kim Sơn bears another code."""
    files = files_of(example.round)
    return {
        name: content.replace(b"\nkim-son,", f"\n{code},".encode()) if name.endswith(".csv") else content
        for name, content in files.items()
    }


def under_another_law(example: Example) -> Files:
    """The example under an edition of another name, in which 1.1.1 is worth half a point more."""
    files = files_of(example.round)
    for name, old, new in (
        ("edition/cover.yaml", "ninh-binh-districts-2018", "minh-hoa-2016"),
        ("round.yaml", "ninh-binh-districts-2018", "minh-hoa-2016"),
        ("edition/cover.yaml", "scale: 100", "scale: 100.5"),
        ("edition/1-chi-dao.yaml", "points: 11", "points: 11.5"),
        ("edition/1-chi-dao.yaml", "points: 1\n        legal_basis", "points: 1.5\n        legal_basis"),
        (
            "edition/1-chi-dao.yaml",
            "points: 1\n              - level: cham",
            "points: 1.5\n              - level: cham",
        ),
    ):
        assert old in files[name].decode(), old
        files[name] = files[name].decode().replace(old, new, 1).encode()
    return files


def test_more_than_one_earlier_year_stands_with_its_differences(kept_result: Result, example: Example) -> None:
    for year in (2016, 2017):
        of_year(example, year, digest=kept_result.public)
    opened = bridge.opened(kept_result.public)

    found = years.years_of(kept_result, opened, "kim-son", NOON + timedelta(days=1))

    assert [(one.result.round.year, one.rank, one.of, one.difference) for one in found] == [
        (2016, 2, 8, None),
        (2017, 2, 8, Fraction(0)),
        (2018, 2, 8, Fraction(0)),
    ]


def test_a_unit_that_took_anothers_place_has_its_line_and_no_difference(
    kept_result: Result, example: Example
) -> None:
    old = Unit.objects.create(code="xa-cu", name="Xã cũ", block="districts")
    Succession.objects.create(predecessor=old, heir=example.units[0], on=NOON.date(), decision="Nghị quyết minh họa")
    of_year(example, 2017, under_another_name(example, "xa-cu"))
    opened = bridge.opened(kept_result.public)

    before, now = years.years_of(kept_result, opened, "kim-son", NOON + timedelta(days=1))

    assert (before.unit, before.former, now.difference, now.broken) == ("xa-cu", True, None, True)
    assert [point["part"] for point in charts_years.trend([before, now])["data"]["values"]] == [0, 1]
    assert years.leaf_years(kept_result, opened, "kim-son", example.plain.edition.leaves().__next__(), NOON) == []


def test_a_merged_units_line_begins_where_those_it_took_over_end(kept_result: Result, example: Example) -> None:
    """Two of 2016 and 2017 became Kim Sơn: each has a whole line of its own, and descent to Kim Sơn is dashed."""
    for code in ("xa-mot", "xa-hai"):
        old = Unit.objects.create(code=code, name=code, block="districts")
        Succession.objects.create(predecessor=old, heir=example.units[0], on=NOON.date(), decision="Minh họa")
    files = under_another_name(example, "xa-mot")
    files = {name: content.replace(b"\ndong-may,", b"\nxa-hai,") for name, content in files.items()}
    for year in (2016, 2017):
        of_year(example, year, files)
    opened = bridge.opened(kept_result.public)

    found = years.years_of(kept_result, opened, "kim-son", NOON + timedelta(days=1))
    spec = charts_years.trend(found)

    assert [(one.unit, one.result.round.year, one.difference) for one in found] == [
        ("xa-hai", 2016, None), ("xa-mot", 2016, None), ("xa-hai", 2017, 0), ("xa-mot", 2017, 0),
        ("kim-son", 2018, None),
    ]  # fmt: skip
    assert [one.unit for one in found[-1].follows] == ["xa-hai", "xa-mot"]
    assert [row["part"] for row in spec["data"]["values"]] == [0, 1, 0, 1, 4]
    assert [len(spec["layer"]), len(spec["layer"][0]["data"]["values"])] == [4, 4]
    page = text(Client(), reverse("result-unit", args=[example.round.pk, "kim-son"]))
    assert "Kế thừa Huyện Đồng Mây (minh họa), Huyện Kim Sơn (minh họa): có dòng dõi, không có chênh lệch" in page
    assert "không so sánh được: đơn vị kế thừa" in page


def test_an_items_line_breaks_where_its_maximum_changed(kept_result: Result, example: Example) -> None:
    """1.1.1 is worth 1 point; in the law of 2017 it was worth 1.5, and in that of 2016 the same."""
    files = under_another_law(example)
    for year in (2016, 2017):
        of_year(example, year, files)
    opened, at = bridge.opened(kept_result.public), NOON + timedelta(days=1)
    changed, kept = (example.plain.edition.item(code) for code in ("1.1.1", "1.1.2"))
    assert changed is not None
    assert kept is not None

    broken, whole = (lineage.line_of(kept_result, opened, item, at, "kim-son") for item in (changed, kept))

    assert [(one.old.year, one.comparable) for one in broken.steps] == [(2016, True), (2017, False)]
    assert [one.most for one in broken.stages] == [Fraction(3, 2), Fraction(3, 2), Fraction(1)]
    assert not whole.breaks
    for page, title in (("1.1.1", "đứt ở năm 2018"), ("1.1.2", "so được với nhau")):
        for address in (
            reverse("result-mark", args=[example.round.pk, "kim-son", page]),
            reverse("result-leaf", args=[example.round.pk, page]),
        ):
            assert title in text(Client(), address)


def test_a_units_portal_shows_its_index_and_draws_its_years(kept_result: Result, example: Example) -> None:
    """86.38 is published; the other years are the same package under another year."""
    by, told = person("cong", Role.ADMINISTRATOR, None), {"footer": FOOTER, "above": None, "at": NOON}
    open_portal(unit=example.units[0], host="ks.localhost", by=by, **told)
    open_portal(unit=Unit.objects.create(code="la", name="Xã lạ"), host="la.localhost", by=by, **told)
    for year in (2016, 2017):
        of_year(example, year, digest=kept_result.public)
    kept.forget()

    front, page = (Client().get(at, HTTP_HOST="ks.localhost").content.decode() for at in ("/", "/chi-so/"))

    assert "86,38" in front
    assert "<svg" not in front
    assert page.count('<svg role="img"') == 3
    assert "Chỉ số qua các năm" in page
    assert Client().get("/chi-so/", HTTP_HOST="la.localhost").status_code == 404


def test_a_unit_without_an_earlier_year_has_none_and_no_zero(kept_result: Result, example: Example) -> None:
    of_year(example, 2017, under_another_name(example, "xa-cu"))

    page = text(Client(), reverse("result-unit", args=[example.round.pk, "kim-son"]))

    assert "Qua các năm" not in page
    assert "None" not in page


def test_most_improved_counts_only_who_was_ranked_in_both(kept_result: Result, example: Example) -> None:
    files = under_another_name(example, "xa-cu")
    of_year(example, 2017, files)
    opened = bridge.opened(kept_result.public)

    found = years.most_improved(kept_result, opened, "districts", NOON + timedelta(days=1))

    assert (len(found), "kim-son" in {one.unit for one in found}) == (7, False)


def test_items_whose_maximum_changed_are_not_compared() -> None:
    old = adopted(edition_folder(EXAMPLE, "ninh-binh-districts-2018", None))
    other = adopted(edition_folder(EXAMPLE, "qd11-tu-communes-2026", None))

    assert years.comparable_items(old, old) == {item.code: item.code for item in old.leaves()}
    kept = years.comparable_items(old, other)
    assert all(old.item(before).points == other.item(code).points for code, before in kept.items())  # type: ignore[union-attr]
    assert len(kept) < len(list(other.leaves()))


@pytest.mark.parametrize(
    ("unit", "shown"), [("Huyện Gió Lành (minh họa)", "0,75"), ("Huyện Rừng Thông (minh họa)", "0,50")]
)
def test_a_penalty_stands_over_the_most_that_its_section_takes(
    kept_result: Result, example: Example, unit: str, shown: str
) -> None:
    """The edition caps what section 11 takes away at 3 points."""
    page = text(Client(), reverse("result-field", args=[example.round.pk, "11"]))

    row = page[page.index(unit) :].partition("</tr>")[0]
    assert shown in row
    assert "/ 3<" in row


def test_equal_printed_figures_do_not_share_a_rank(example: Example) -> None:
    """Đồng Mây with Kim Sơn's answers, but for one online dossier in 66,000 more: both print 86.38."""
    files = {
        name: under_both_names(content, "kim-son", "dong-may")
        if name.startswith(("ledgers/", "survey/"))
        else content
        for name, content in files_of(example.round).items()
        if name != "rulings.csv"
    }
    for name in ("ledgers/after_reply.csv", "ledgers/final.csv"):
        files[name] = files[name].replace(
            b"dong-may,8.2.2,answered,,924,6600", b"dong-may,8.2.2,answered,,9241,66000"
        )
    opened = bridge.opened(keep(bridge.drafted(files)))

    ahead, behind = (one for one in opened.data["units"] if one["unit"] in ("kim-son", "dong-may"))  # type: ignore[union-attr]

    assert [(one["unit"], one["index"]) for one in (ahead, behind)] == [("dong-may", "86.38"), ("kim-son", "86.38")]
    assert [(one["rank"], one["tied"]) for one in (ahead, behind)] == [("2", False), ("3", False)]
    assert years.exact_index(opened, "dong-may") > years.exact_index(opened, "kim-son")


def under_both_names(content: bytes, of: str, also: str) -> bytes:
    """Every line of one unit once more under the name of another, in the place of that one's own."""
    lines = content.decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{also},")]
    return "".join([*kept, *(line.replace(of, also) for line in lines if line.startswith(f"{of},"))]).encode()


def test_what_an_improvement_starts_from_is_the_published_loss(kept_result: Result, example: Example) -> None:
    """Of 2 points for 8.2.2 Kim Sơn's example earns 0.7; nobody of its block earns them all."""
    stranger = Unit.objects.create(code="xa-la", name="Xã lạ", block="districts")

    first, second, *_rest = losses_of(example.round, example.units[0])

    assert (first.item.code, first.lost, list(first.best)) == ("8.2.2", Fraction(13, 10), [])
    assert (second.item.code, second.reason) == ("4.2.2", "Theo tài liệu (minh họa).")
    assert losses_of(example.round, stranger) == []
