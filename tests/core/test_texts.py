"""A ledger's bytes cut into columns hold just what the csv module reads."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.sheet.texts import NO_INTEGER, Texts, cut

CELLS = st.text(
    st.characters(exclude_characters=',"\n\r\0', exclude_categories=["Cs"]), max_size=40
) | st.sampled_from(
    ["", "answered", "not_applicable", "12", "0012", "12345678", "123456789", "ần hai mươi tám byte này dài"]
)


@given(st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)))
def test_the_columns_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    text = "".join(",".join(row) + "\n" for row in rows)

    columns = cut(text.encode(), len(rows[0]))

    assert columns is not None
    assert [list(line) for line in zip(*columns, strict=True)] == list(csv.reader(io.StringIO(text), strict=True))
    assert [len(set(column.vocabulary.known)) for column in columns] == [
        len(set(cells)) for cells in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize("body", [b"a,b\nc\n", b"a\nb,c\n", b"a,b,c\n", b"a,b\n\n", b"a,b\nc,d,e\nf\n"])
def test_a_line_of_another_width_is_left_to_the_csv_module(body: bytes) -> None:
    assert cut(body, 2) is None


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        cut(b"a,\xff\n", 2)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("0", 0), ("12", 12), ("012", 12), ("2147483647", 2**31 - 1)],
        *[(text, NO_INTEGER) for text in ("", "-1", "1.5", "1e3", "١٢", "2147483648", "9" * 400)],
    ],
)
def test_whole_numbers_are_those_in_plain_digits(text: str, number: int) -> None:
    assert Texts.of([text], 1).integers().tolist() == [number]


def test_a_text_that_nobody_knows_has_no_place() -> None:
    texts = Texts.of(["a", "b", "a"], 3)

    assert texts.among({"a": 7}) is None
    assert texts.among({"a": 7, "b": 5}).tolist() == [7, 5, 7]  # type: ignore[union-attr]
    assert texts.are("a").tolist() == [True, False, True]
    assert texts.are("c").tolist() == [False, False, False]
