"""Whom chance takes: frames in, sizes by formula, draws that anybody can repeat, replacements by rule."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.survey.draw import Draw, draw_simple, draw_two_stage
from parindex.survey.draw import Listed as One
from paroffice.people.models import Role
from paroffice.refused import Refused
from paroffice.surveys.actions import drawing, field, framing
from paroffice.surveys.actions.bringing import Brought, bring_answers
from paroffice.surveys.actions.keying import key_form
from paroffice.surveys.cards import Card
from paroffice.surveys.frame_in import Line, read_frame
from paroffice.surveys.models import Cell, Counter, Drawn, Listed, Questionnaire, Standing, Stratum, Survey, Weighting
from paroffice.surveys.models.frame import ALONE
from paroffice.surveys.queries.weights import unsettled
from paroffice.surveys.sealed import broken_seals, sealed_digest
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, person
from tests.web.surveys.conftest import Fieldwork

LINES = [
    Line(
        number=f"{unit}-{place:03}", unit=unit, group="citizens", cluster=f"thôn {place % 8}", name=f"Người {place}",
        contact=f"090{place}",
    )
    for unit in ("here", "there")
    for place in range(80)
]  # fmt: skip
IN_PARTS = [replace(line, stratum="xã" if int(line.number[-3:]) % 2 else "thị trấn") for line in LINES]


@pytest.fixture
def framed(fieldwork: Fieldwork) -> Fieldwork:
    framing.preview_frame(survey=fieldwork.survey, lines=LINES, file_name="ds.csv", by=fieldwork.xuan, at=NOON)
    framing.take_frame(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)
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


def test_each_group_may_have_an_error_of_its_own_and_a_size_tells_its_error(framed: Fieldwork) -> None:
    """√((80 - 20) / (80 × 20)) = 0.1936…; of nobody asked there is none."""
    plan(framed, 20)
    with pytest.raises(Refused, match="Chưa biết số người"):
        drawing.size_by_formula(survey=framed.survey, error=Fraction(1, 10), group="leaders", by=framed.xuan, at=NOON)

    assert framed.here.error_percent == pytest.approx(19.36, abs=0.01)
    plan(framed, 0)
    assert framed.here.error_percent is None


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
        lambda: framing.preview_frame(survey=framed.survey, lines=LINES, file_name="x", by=framed.xuan, at=NOON),
        lambda: framed.conduct(),
    ):
        with pytest.raises(Refused, match="đang thu phiếu"):
            deed()


def test_another_frame_or_seed_gives_another_seal(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    before = sealed_digest(framed.survey)
    assert sealed_digest(framed.survey) == before

    Listed.objects.filter(number="here-001").update(cluster="thôn khác")
    assert sealed_digest(framed.survey) != before


@pytest.mark.parametrize("clusters", [None, 4])
def test_the_seal_holds_through_the_fieldwork_and_draws_the_same_people_again(
    framed: Fieldwork, clusters: int | None
) -> None:
    """Its file has no names, its SHA-256 is the seal, and from it alone the same people are drawn."""
    framing.preview_frame(survey=framed.survey, lines=IN_PARTS, file_name="ds.csv", by=framed.xuan, at=NOON)
    framing.take_frame(survey=framed.survey, by=framed.xuan, at=NOON)
    plan(framed, 12, clusters)
    first, *_rest = framed.survey.strata.order_by("label")
    sizes = {first.pk: (None, 0, None)}  # nobody is asked there: no chance is used up
    drawing.set_plan(survey=framed.survey, plan=sizes, by=framed.xuan, at=NOON)
    draw(framed)
    framed.seal()
    client, page = framed.cast.as_("dung"), reverse("survey-seal", args=[framed.cast.round.pk])
    gone = Drawn.objects.filter(standing=Standing.ASKED).first()
    drawing.replace(drawn=gone, reason="đã chuyển đi", by=framed.xuan, at=NOON)
    (code,) = framed.cards(framed.survey.strata.get(label="there-citizens-xã"), 1)
    framed.answer(code)
    framed.close()

    content = client.get(page).content
    assert sha256(content).hexdigest() == framed.survey.digest
    assert "Người 1" not in content.decode()
    conduct, _forms, sizes, frame, drawn, _cells = json.loads(content)
    again = drawn_again(int(conduct[3]), sizes, frame)
    for standing, people in (("asked", "drawn"), ("reserve", "replacements")):
        found = [one.listed.id for made in again for one in getattr(made, people)]
        assert found == [number for number, _place, _weight, stands in drawn if stands == standing]


def drawn_again(seed: int, sizes: list[list[Any]], frame: list[list[str]]) -> list[Draw]:
    """As the manual says it: stratum by stratum where somebody is asked, one stream of chance."""
    rng, made = np.random.Generator(np.random.PCG64(seed)), list[Draw]()
    for label, _unit, _group, _people, asked, clusters in sizes:
        listed = [One(id=one, stratum=label, cluster=cluster) for one, stratum, cluster in frame if stratum == label]
        if asked and clusters:
            made.append(draw_two_stage(listed, {label: clusters}, math.ceil(asked / clusters), rng, replacements=5))
        elif asked:
            made.append(draw_simple(listed, {label: asked}, rng, 5))
    return made


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Listed.objects.filter(number="here-001").update(cluster="khác"),
        lambda: Drawn.objects.filter(place=1).update(weight=9),
        lambda: Stratum.objects.filter(label="here-citizens").update(asked=21),
        lambda: Survey.objects.update(seed="7"),
        lambda: Questionnaire.objects.update(title="Phiếu khác"),
        lambda: Cell.objects.filter(stratum__label="here-citizens").update(weight=9),
        lambda: Cell.objects.filter(stratum__label="here-citizens").delete(),
        lambda: Cell.objects.create(stratum=Stratum.objects.get(label="here-citizens"), cluster="thôn 1", weight=9),
    ],
    ids=["frame", "draw", "plan", "seed", "forms", "weight", "lost cell", "new cell"],
)
def test_what_was_sealed_and_changed_by_hand_is_named(framed: Fieldwork, tamper: Callable[[], object]) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    assert list(broken_seals()) == []

    tamper()

    assert list(broken_seals()) == [framed.survey]
    page = reverse("survey-seal", args=[framed.cast.round.pk])
    assert "không còn như lúc niêm phong" in framed.cast.as_("dung").get(page).content.decode()


def test_whom_chance_took_is_shown_to_the_round_office_alone_until_the_books_are_shut(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    client, room = Client(), [framed.cast.round.pk]
    client.force_login(framed.xuan)

    early = client.get(reverse("survey-seal", args=room))
    assert (early.status_code, "khóa sổ rồi mới mở" in early.content.decode()) == (409, True)
    assert reverse("survey-seal", args=room) not in client.get(reverse("survey", args=room)).content.decode()
    assert framed.cast.as_("dung").get(reverse("survey-seal", args=room)).status_code == 200

    framed.close()
    assert client.get(reverse("survey-seal", args=room)).status_code == 200


@pytest.mark.parametrize("cluster", ["", "-"])
def test_clusters_are_drawn_only_where_everybody_listed_has_one(framed: Fieldwork, cluster: str) -> None:
    Listed.objects.filter(number="here-007").update(cluster=cluster)
    plan(framed, 20, clusters=4)

    with pytest.raises(Refused, match="không ghi cụm"):
        draw(framed)


def test_weights_that_are_to_meet_numbers_of_people_are_sealed_only_with_these(fieldwork: Fieldwork) -> None:
    """After the seal nobody could state them any more, and the books could never be shut."""
    fieldwork.conduct(Weighting.CALIBRATED)
    fieldwork.plan()
    fieldwork.survey.strata.filter(label="here-citizens").update(population=900)
    with pytest.raises(Refused, match="there-citizens chưa có"):
        fieldwork.seal()

    fieldwork.survey.strata.filter(label="there-citizens").update(asked=0)
    fieldwork.seal()


def test_what_a_file_brings_into_a_stratum_without_a_frame_leaves_the_seal_as_it_was(in_the_field: Fieldwork) -> None:
    one = Brought(name="1", stratum="here-citizens", replies={"Q1": "A"}, cluster="thôn 1", weight=Decimal(3))
    bring_answers(survey=in_the_field.survey, answers=[one], source="f", by=in_the_field.xuan, at=NOON)
    assert list(broken_seals()) == []

    Cell.objects.filter(stratum=in_the_field.here, cluster=ALONE).update(weight=2)

    assert list(broken_seals()) == [in_the_field.survey]


def test_weights_that_were_settled_and_changed_by_hand_are_named(in_the_field: Fieldwork) -> None:
    """Three answered for ninety: each weighs thirty."""
    Survey.objects.update(weighting=Weighting.CALIBRATED)
    in_the_field.survey.strata.update(population=90)
    for code in in_the_field.cards(in_the_field.here, 3):
        in_the_field.answer(code)
    in_the_field.close()
    settled = Cell.objects.filter(stratum=in_the_field.here)
    assert settled.get().settled == 30
    assert list(unsettled()) == []

    settled.update(settled=31)

    assert list(unsettled()) == [in_the_field.survey]


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


def test_nobody_is_given_two_links(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    framed.cards(framed.there, 1)
    link = {"survey": framed.survey, "by": framed.xuan, "at": NOON}

    given = field.links_for_the_drawn(**link)
    assert {one.stratum for one, _code in given} == {framed.here}
    assert Entry.objects.get(act="surveys.links_for_the_drawn").after["passed_over"] == ["there-citizens"]
    with pytest.raises(Refused, match="chưa có thẻ hoặc đường dẫn"):
        field.links_for_the_drawn(**link)

    assert field.void_cards(stratum=framed.here, **link) == 20
    assert len(field.links_for_the_drawn(**link)) == 20, "a list that was lost is made anew"


def test_the_page_says_which_strata_get_no_links(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    client, page = Client(), reverse("survey-field", args=[framed.cast.round.pk])
    client.force_login(framed.xuan)
    assert "Bỏ qua, vì đã có thẻ" not in client.get(page).content.decode()

    framed.cards(framed.there, 1)

    assert 'there-citizens <span class="n">(1/20)</span>.' in client.get(page).content.decode()


def test_cards_are_void_only_while_nobody_has_answered(framed: Fieldwork) -> None:
    plan(framed, 20)
    draw(framed)
    framed.seal()
    first, second = framed.cards(framed.here, 2)
    void = {"survey": framed.survey, "stratum": framed.here, "at": NOON}
    with pytest.raises(Refused, match="quyền"):
        field.void_cards(by=framed.cast.auditor, **void)
    key_form(code=second, replies={"Q1": ["A"]}, by=framed.xuan, at=NOON)
    with pytest.raises(Refused, match="phiếu giấy"):
        field.void_cards(by=framed.xuan, **void)
    key_form(code=second, replies={"Q1": ["A"]}, by=person("yen", Role.SURVEY_OFFICER), at=NOON)
    framed.answer(first)

    with pytest.raises(Refused, match="đã có người trả lời"):
        field.void_cards(by=framed.xuan, **void)


def test_a_card_and_a_machine_belong_to_the_cluster_that_they_name(framed: Fieldwork) -> None:
    plan(framed, 20, clusters=4)
    draw(framed)
    framed.seal()
    given = field.issue_cards(survey=framed.survey, stratum=framed.here, count=6, by=framed.xuan, at=NOON)
    clusters = [cluster for _code, cluster in given]
    assert clusters == sorted(clusters)
    assert len(set(clusters)) == 4
    assert Card(code="x", address="", title="", unit="Huyện Đây", cluster="thôn 3").whom == "Huyện Đây · thôn 3"

    last = framed.here.cells.order_by("cluster").last()
    client, page = Client(), reverse("survey-field", args=[framed.cast.round.pk])
    client.force_login(framed.xuan)
    client.post(page, {"act": "counter", "name": "Nhà văn hóa", "cell": last.pk})
    assert Counter.objects.get().cell == last
    assert client.post(page, {"act": "counter", "name": "x", "cell": "0"}).status_code == 404


def test_a_file_brings_no_cluster_that_was_not_drawn(framed: Fieldwork) -> None:
    plan(framed, 20, clusters=4)
    draw(framed)
    framed.seal()
    drawn = framed.here.cells.order_by("cluster").first()
    bring = {"survey": framed.survey, "source": "f", "by": framed.xuan, "at": NOON}

    one = Brought(name="1", stratum="here-citizens", replies={"Q1": "A"}, cluster=drawn.cluster)
    assert bring_answers(answers=[one], **bring) == 1
    with pytest.raises(Refused, match="không được rút"):
        bring_answers(answers=[replace(one, name="2", cluster="thôn lạ")], **bring)


def test_a_frame_is_shown_before_it_is_taken(fieldwork: Fieldwork) -> None:
    client, page = fieldwork.cast.as_("dung"), reverse("survey-plan", args=[fieldwork.cast.round.pk])
    rows = "ma,don_vi,nhom,cum,ho_ten\n" + "".join(f"{n},here,citizens,thôn {n % 3},=cmd()\n" for n in range(50))

    sent = {"act": "bring", "file": SimpleUploadedFile("ds.csv", rows.encode())}
    assert client.post(page, sent).status_code == 302
    assert not Listed.objects.exists()
    with CaptureQueriesContext(connection) as asked:
        assert "50 người" in client.get(page).content.decode()
    assert not any('"rows"' in one["sql"] for one in asked), "which may be many megabytes"

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
