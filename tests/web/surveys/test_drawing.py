"""Whom chance takes: frames in, sizes by formula, draws that anybody can repeat, replacements by rule."""

from fractions import Fraction
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paroffice.refused import Refused
from paroffice.surveys.actions import drawing, field
from paroffice.surveys.frame_in import Line, read_frame
from paroffice.surveys.models import Cell, Drawn, Listed, Standing, Survey, Weighting
from paroffice.trail.models import Entry
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork

LINES = [
    Line(
        number=f"{unit}-{place:03}", unit=unit, group="citizens", cluster=f"thôn {place % 8}", name=f"Người {place}",
        contact=f"090{place}",
    )
    for unit in ("here", "there")
    for place in range(80)
]  # fmt: skip


@pytest.fixture
def framed(fieldwork: Fieldwork) -> Fieldwork:
    drawing.preview_frame(survey=fieldwork.survey, lines=LINES, file_name="ds.csv", by=fieldwork.xuan, at=NOON)
    drawing.take_frame(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)
    fieldwork.conduct(Weighting.DESIGN)
    return fieldwork


def plan(fieldwork: Fieldwork, asked: int, clusters: int | None = None) -> None:
    sizes = {one.pk: (None, asked, clusters) for one in fieldwork.survey.strata.all()}
    drawing.set_plan(survey=fieldwork.survey, plan=sizes, by=fieldwork.xuan, at=NOON)


def draw(fieldwork: Fieldwork) -> list[tuple[str, str, str]]:
    drawing.draw(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)
    return list(Drawn.objects.order_by("place").values_list("listed__number", "weight", "standing"))


def test_the_frame_tells_how_many_there_are(framed: Fieldwork) -> None:
    assert [one.population for one in framed.survey.strata.all()] == [80, 80]


def test_the_size_follows_the_formula(framed: Fieldwork) -> None:
    """n = 80 / (1 + 80 × 0.01) = 44.4…, taken as 45 (Yamane 1967)."""
    drawing.size_by_formula(survey=framed.survey, error=Fraction(1, 10), by=framed.xuan, at=NOON)

    assert [one.asked for one in framed.survey.strata.all()] == [45, 45]


def test_the_same_seed_draws_the_same_people(framed: Fieldwork) -> None:
    plan(framed, 20)
    first = draw(framed)

    assert draw(framed) == first
    assert sum(standing == Standing.ASKED for _number, _weight, standing in first) == 40
    assert {str(weight) for _number, weight, standing in first} == {"4.000000"}


def test_two_stages_take_clusters_then_people(framed: Fieldwork) -> None:
    plan(framed, 20, clusters=4)
    draw(framed)

    asked = Drawn.objects.filter(listed__stratum=framed.here, standing=Standing.ASKED)
    assert len(set(asked.values_list("listed__cluster", flat=True))) == 4
    assert asked.count() == 20


def test_what_is_sealed_stands_in_the_trail_and_changes_no_more(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()

    told = Entry.objects.get(act="surveys.seal").after
    assert told["digest"] == framed.survey.digest
    assert told["seed"] == "20261102"
    for deed in (
        lambda: plan(framed, 10),
        lambda: draw(framed),
        lambda: drawing.preview_frame(survey=framed.survey, lines=LINES, file_name="x", by=framed.xuan, at=NOON),
        lambda: framed.conduct(),
    ):
        with pytest.raises(Refused, match="đang thu phiếu"):
            deed()


def test_another_frame_or_seed_gives_another_seal(framed: Fieldwork) -> None:
    from paroffice.surveys.sealed import sealed_digest

    plan(framed, 20)
    draw(framed)
    before = sealed_digest(framed.survey)
    assert sealed_digest(framed.survey) == before

    Listed.objects.filter(number="here-001").update(cluster="thôn khác")
    assert sealed_digest(framed.survey) != before


def test_a_frame_without_a_draw_is_not_sealed(framed: Fieldwork) -> None:
    plan(framed, 20)

    with pytest.raises(Refused, match="chưa rút mẫu"):
        framed.seal()


def test_the_next_reserve_stands_in_for_a_reason_and_nobody_else(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    gone = Drawn.objects.filter(listed__stratum=framed.here, standing=Standing.ASKED).first()
    reserve = Drawn.objects.filter(listed__stratum=framed.here, standing=Standing.RESERVE).order_by("place").first()
    assert gone is not None

    with pytest.raises(Refused, match="lý do"):
        drawing.replace(drawn=gone, reason=" ", by=framed.xuan, at=NOON)
    assert drawing.replace(drawn=gone, reason="đã chuyển đi", by=framed.xuan, at=NOON) == reserve
    with pytest.raises(Refused, match="không còn trong mẫu"):
        drawing.replace(drawn=gone, reason="nữa", by=framed.xuan, at=NOON)
    assert Entry.objects.get(act="surveys.replace").after["reason"] == "đã chuyển đi"


def test_a_stratum_without_reserves_stays_short(framed: Fieldwork) -> None:
    plan(framed, 80)
    draw(framed)
    framed.seal()
    gone = Drawn.objects.filter(standing=Standing.ASKED).first()
    assert gone is not None

    with pytest.raises(Refused, match="không còn người dự bị"):
        drawing.replace(drawn=gone, reason="đã chuyển đi", by=framed.xuan, at=NOON)


def test_links_are_told_once_and_names_are_gone_when_the_books_are_shut(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()

    given = field.links_for_the_drawn(survey=framed.survey, by=framed.xuan, at=NOON)
    assert len({code for _listed, code in given}) == 40
    framed.answer(given[0][1])
    framed.close()

    assert not Listed.objects.exclude(name="", contact="").exists()
    assert Cell.objects.get(stratum=framed.here).weight == 4


def test_a_frame_is_shown_before_it_is_taken(fieldwork: Fieldwork) -> None:
    client, page = fieldwork.cast.as_("dung"), reverse("survey-plan", args=[fieldwork.cast.round.pk])
    rows = "ma,don_vi,nhom,cum,ho_ten\n" + "".join(f"{n},here,citizens,thôn {n % 3},=cmd()\n" for n in range(50))

    sent = {"act": "bring", "file": SimpleUploadedFile("ds.csv", rows.encode())}
    assert client.post(page, sent).status_code == 302
    assert not Listed.objects.exists()
    assert "50 người" in client.get(page).content.decode()

    client.post(page, {"act": "take"})
    assert Listed.objects.count() == 50
    assert fieldwork.here.population == 50
    client.post(page, {"act": "formula", "error": "10"})
    assert fieldwork.here.asked == 34, "50 / (1 + 50 × 0.01) = 33.3…"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "trống"),
        ("ma,don_vi\n1,here\n", "thiếu cột: nhom"),
        ("ma,don_vi,nhom\n1,nowhere,citizens\n", "không có đơn vị"),
        ("ma,don_vi,nhom\n1,here,kings\n", "không có nhóm"),
        ("ma,don_vi,nhom\n1,here,citizens\n1,here,citizens\n", "lặp lại"),
        ("ma,don_vi,nhom,ho_ten\n1,here,citizens," + "x" * 500 + "\n", "dài quá"),
    ],
)
def test_a_frame_with_a_flaw_is_refused_at_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "ds.csv"
    path.write_text(text, encoding="utf-8")

    _lines, findings = read_frame(path, {"here": "Huyện Đây"}, {"citizens": "Người dân"})

    assert any(says in str(one.problem) for one in findings)


def test_calibrated_weights_meet_what_the_frame_tells(framed: Fieldwork) -> None:
    """Two of eighty answer here: each then stands for forty. Nobody there: its stratum cannot be calibrated alone."""
    framed.conduct(Weighting.CALIBRATED)
    plan(framed, 20)
    draw(framed)
    framed.seal()
    for code in framed.cards(framed.here, 2):
        framed.answer(code)
    framed.close()

    assert Survey.objects.get().state == "closed"
    assert Cell.objects.get(stratum=framed.here).settled == 40
    assert Cell.objects.get(stratum=framed.there).settled is None
