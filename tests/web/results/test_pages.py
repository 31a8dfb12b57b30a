"""The pages of a result: public once the embargo is over, each number followed down to its line of evidence."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.results.models import Complaint, Result
from tests.web.results.example import Example


def pages(example: Example) -> list[str]:
    pk = example.round.pk
    return [
        reverse("result", args=[pk]),
        reverse("result-block", args=[pk, "districts"]),
        reverse("result-unit", args=[pk, "kim-son"]),
        reverse("result-mark", args=[pk, "kim-son", "3.3.2"]),
        reverse("result-field", args=[pk, "3"]),
        reverse("result-leaf", args=[pk, "3.3.2"]),
        reverse("result-versions", args=[pk]),
        reverse("result-file", args=[pk, 1, "goi-niem-phong.zip"]),
        reverse("result-block-spec", args=[pk, "districts", "heat"]),
        reverse("result-unit-spec", args=[pk, "kim-son", "profile"]),
        reverse("result-leaf-spec", args=[pk, "3.3.2"]),
        reverse("result-mark-spec", args=[pk, "kim-son", "3.3.2"]),
    ]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def signed_in(who: object) -> Client:
    client = Client()
    client.force_login(who)  # type: ignore[arg-type]
    return client


def test_before_publication_nobody_outside_finds_anything(kept_result: Result, example: Example) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))

    found = {address: Client().get(address).status_code for address in pages(example)}

    assert set(found.values()) == {404}
    assert "Chưa có kết quả nào" in text(Client(), reverse("results"))


def test_under_embargo_a_unit_reads_its_own_and_no_others(kept_result: Result, example: Example) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))
    an, pk = signed_in(example.an), example.round.pk

    own = text(an, reverse("result-unit", args=[pk, "kim-son"]))

    assert "86,38" in own
    assert "xin giữ kín" in own
    for address in (reverse("result-unit", args=[pk, "dong-may"]), reverse("result", args=[pk])):
        assert an.get(address).status_code == 404
    assert "Xem trước kết quả" in text(an, reverse("desk"))


def test_the_office_sees_what_will_be_published(kept_result: Result, example: Example) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))

    for who in (example.dung, example.kien):
        for address in pages(example)[:6]:
            assert signed_in(who).get(address).status_code == 200


def test_a_visitor_follows_a_point_to_its_rule_ruling_and_evidence(kept_result: Result, example: Example) -> None:
    visitor, pk = Client(), example.round.pk

    ranking = text(visitor, reverse("result", args=[pk]))
    unit = text(visitor, reverse("result-unit", args=[pk, "kim-son"]))
    mark = text(visitor, reverse("result-mark", args=[pk, "kim-son", "3.3.2"]))

    assert reverse("result-unit", args=[pk, "kim-son"]) in ranking
    assert re.search(r"<b>86,38</b>", ranking)
    assert "2–3" in ranking
    assert reverse("result-mark", args=[pk, "kim-son", "3.3.2"]) in unit
    for said in ("312 ÷ 339", "≥ 90%", "Theo tài liệu (minh họa).", "Không có tài liệu nào được nêu"):
        assert said in mark


def test_every_items_page_tells_its_rule_its_rulings_and_their_evidence(
    kept_result: Result, example: Example
) -> None:
    """Each leaf page and each mark of one unit; they are drawn from one package, so that one unit stands for all."""
    visitor, pk, items = Client(), example.round.pk, list(example.plain.edition.leaves())
    marks = [text(visitor, reverse("result-mark", args=[pk, "ben-trang", item.code])) for item in items]
    leaves = [text(visitor, reverse("result-leaf", args=[pk, item.code])) for item in items]
    fields = [text(visitor, reverse("result-field", args=[pk, one.code])) for one in example.plain.edition.fields]

    ruled = [item.code for item in items if not item.from_survey]
    proved = [item.code for item, page in zip(items, marks, strict=True) if "tài liệu" in page.lower()]
    assert all(re.search(r"<dt>Cách chấm</dt><dd>[^<]", page) for page in marks + leaves)
    assert set(ruled) <= set(proved)
    assert all(page.count("<tr>") > 8 for page in fields)


def test_every_figure_of_every_table_leads_on_towards_its_item(kept_result: Result, example: Example) -> None:
    """A row that says a figure has a link; followed, they end at the pages of items, which tell rule and ruling."""
    visitor, start = Client(), reverse("result", args=[example.round.pk])
    wanted, seen, dumb = [start], set[str](), list[tuple[str, str]]()
    while wanted:
        address = wanted.pop()
        page = text(visitor, address)
        seen.add(kind_of(address))
        dumb += [(address, row) for row in rows_with_figures(page) if f'href="{start}' not in row]
        found = re.findall(rf'href="({start}[^"#?]*/)"', page)
        wanted += [one for one in dict.fromkeys(found) if kind_of(one) not in seen | {kind_of(it) for it in wanted}]

    assert dumb == []
    assert seen == {"", "don-vi", "don-vi/muc", "linh-vuc", "muc", "cac-ban"}


def kind_of(address: str) -> str:
    """`don-vi/muc` for an item of a unit: one page of a kind stands for all."""
    return "/".join(part for part in ("don-vi", "linh-vuc", "muc", "cac-ban", "nhom") if f"/{part}/" in address)


def rows_with_figures(page: str) -> list[str]:
    """Of the tables, but those of an item's own page that say how its points came to be: there the way ends."""
    body = page.partition("Điểm qua các lần chấm")[0]
    return [row for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL) if re.search(r'<td[^>]*\bn"[^>]*>\W*\d', row)]


def test_a_picture_has_its_numbers_behind_it_and_needs_no_script(kept_result: Result, example: Example) -> None:
    page = text(Client(), reverse("result", args=[example.round.pk]))

    assert page.count('<figure class="chart">') == 3
    assert "Bảng số sau các hình" in page
    assert page.count('<svg role="img"') == 3
    assert re.findall(r'<script src="([^"]*)" defer', page) == ["/static/results/explore.js"]
    assert page.count("<script") == 1
    assert "style=" not in page


def test_each_picture_is_one_specification_that_anyone_may_draw_again(kept_result: Result, example: Example) -> None:
    visitor, pk = Client(), example.round.pk
    pages = [reverse("result", args=[pk]), reverse("result-unit", args=[pk, "kim-son"])]

    addresses = [one for page in pages for one in re.findall(r'data-spec="([^"]+)"', text(visitor, page))]
    specs = [json.loads(text(visitor, address)) for address in addresses]

    assert len(addresses) == len(set(addresses)) == 6
    assert {spec["$schema"] for spec in specs} == {"https://vega.github.io/schema/vega-lite/v6.json"}
    assert {row["says"] for row in specs[2]["data"]["values"]} >= {"tự chấm: 67,70", "được chấm: 65,05"}
    assert visitor.get(reverse("result-block-spec", args=[pk, "districts", "profile"])).status_code == 404
    assert visitor.get(reverse("result-unit-spec", args=[pk, "kim-son", "heat"])).status_code == 404


def test_both_languages_tell_the_same_figures(kept_result: Result, example: Example) -> None:
    visitor = Client()
    visitor.cookies["django_language"] = "en"

    page = text(visitor, reverse("result-unit", args=[example.round.pk, "kim-son"]))

    assert "86.38" in page
    assert "Where points were lost, and why" in page


def test_a_page_asks_as_little_for_eight_units_as_for_one(
    kept_result: Result, example: Example, django_assert_max_num_queries: object
) -> None:
    for address in pages(example)[:6]:
        text(Client(), address)
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            text(Client(), address)


@pytest.mark.parametrize("tail", ["don-vi/xa-la/", "linh-vuc/77/", "muc/77.1/", "nhom/khong-co/", "ban/9/units.csv"])
def test_what_is_not_in_the_result_is_not_there(kept_result: Result, example: Example, tail: str) -> None:
    assert Client().get(reverse("result", args=[example.round.pk]) + tail).status_code == 404


def test_the_files_are_those_of_the_version(kept_result: Result, example: Example) -> None:
    """Published: 86.38; the Parquet file holds it as a decimal, never as a binary float."""
    import io
    from decimal import Decimal

    import pyarrow.parquet as parquet

    visitor, pk = Client(), example.round.pk

    def file(name: str) -> bytes:
        return visitor.get(reverse("result-file", args=[pk, 1, name])).content

    units = parquet.read_table(io.BytesIO(file("units.parquet"))).to_pylist()
    described = json.loads(file("datapackage.json"))

    assert file("units.csv").decode().splitlines()[2].startswith("kim-son,")
    assert next(one["index"] for one in units if one["unit"] == "kim-son") == Decimal("86.38")
    assert {one["path"] for one in described["resources"]} >= {"units.csv", "fields.csv", "leaves.csv"}
    assert json.loads(file("result.json"))["units"][1]["index"] == "86.38"
    assert json.loads(file("robustness.json"))["format"] == "parindex-robustness/1"
    assert visitor.get(reverse("result-file", args=[pk, 1, "goi-hoi-dong.zip"])).status_code == 404


def test_the_councils_package_is_for_who_may_see_it(kept_result: Result, example: Example) -> None:
    address = reverse("result-council-file", args=[example.round.pk, "goi-hoi-dong.zip"])

    assert signed_in(example.kien).get(address).status_code == 200
    assert signed_in(example.an).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_unit_complains_by_its_page_and_is_answered(kept_result: Result, example: Example) -> None:
    an, dung = signed_in(example.an), signed_in(example.dung)
    office = reverse("result-office", args=[example.round.pk])

    sent = an.post(
        reverse("result-complain", args=[example.round.pk, "kim-son"]), {"item": "3.3.2", "text": "Xem lại."}
    )
    assert "1 kiến nghị chờ trả lời" in text(dung, reverse("desk"))
    complaint = Complaint.objects.get()
    dung.post(office, {"act": "answer", "complaint": complaint.pk, "upheld": "no", "text": "Giữ nguyên."})

    complaint.refresh_from_db()
    assert (sent.status_code, complaint.upheld, complaint.answer) == (302, False, "Giữ nguyên.")
    assert an.post(reverse("result-complain", args=[example.round.pk, "dong-may"]), {"text": "x"}).status_code == 404
