"""An edition as a workbook: nothing is lost, it is pleasant to edit, and what an officer gets wrong is told by cell."""

import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings

from parindex.errors import Unreadable, errors_among
from parindex.rubric.model import Edition, Item
from parindex.rubric.read import adopted
from parindex.rubric.rules import Choice, UpTo
from parindex.rubric.workbook import from_workbook, to_workbook
from parindex.rubric.workbook.forms import (
    ALL,
    COVER,
    GUIDE,
    LISTS,
    PARTS_SHEET,
    RULES_SHEET,
    SURVEY,
    TRANSLATIONS,
    SheetForm,
)
from parindex.rubric.workbook.grid import cell_text, letters
from parindex.rubric.workbook.labels import PARTS, RULES
from parindex.rubric.workbook.outline import MOST_LEVELS
from parindex.rubric.workbook.write import MOST_CHARACTERS, ROWS_TO_COME, exact_float
from parindex.rubric.write import canonical
from tests.core.editions import editions
from tests.core.small import edition, item

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # an edition is too large to be shrunk in time
THOROUGH = settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
SOUND = Path(__file__).parent / "broken" / "sound"
SPREADSHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}

Sheets = dict[str, list[list[object]]]


@pytest.fixture(scope="module")
def sound() -> Edition:
    return adopted(SOUND)


@pytest.fixture(scope="module")
def workbook(sound: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "sound.xlsx"
    to_workbook(sound, path)
    return path


@pytest.fixture
def sheets(workbook: Path) -> Sheets:
    """The workbook as an officer has it before the eyes: sheets of cells, to be changed and saved."""
    book = python_calamine.CalamineWorkbook.from_path(workbook)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def read(sheets: Sheets, folder: Path) -> tuple[Edition | None, list[str]]:
    """The edition in a workbook saved by another program, and the errors with their places."""
    path = folder / "edited.xlsx"
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, *((cell, day) if isinstance(cell, date) else (cell,)))
    book.close()
    rubric, findings = from_workbook(path)
    assert all(finding.said_in("vi") != finding.said_in("en") for finding in findings)
    return rubric, [f"{finding.where}: {finding.problem}" for finding in errors_among(findings)]


def put(sheets: Sheets, place: str, value: object) -> None:
    """Types a value into a cell, `Tiêu chí!E7`."""
    name, _, cell = place.partition("!")
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert found is not None
    column, row = [letters(n) for n in range(60)].index(found[1]), int(found[2]) - 1
    rows = sheets[name]
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = value


# --- there and back ---


@THOROUGH
@given(rubric=editions())
def test_an_edition_comes_back_from_its_workbook(rubric: Edition) -> None:
    with tempfile.TemporaryDirectory() as folder:
        to_workbook(rubric, Path(folder) / "edition.xlsx")
        again, findings = from_workbook(Path(folder) / "edition.xlsx")

    assert [finding.said_in("en") for finding in errors_among(findings)] == []
    assert again == rubric
    assert canonical(again) == canonical(rubric)


def test_one_edition_always_gives_the_same_bytes(sound: Edition, workbook: Path, tmp_path: Path) -> None:
    to_workbook(sound, tmp_path / "again.xlsx")

    assert (tmp_path / "again.xlsx").read_bytes() == workbook.read_bytes()


def test_a_workbook_saved_by_another_program_says_the_same(sound: Edition, sheets: Sheets, tmp_path: Path) -> None:
    assert read(sheets, tmp_path) == (sound, [])


@pytest.mark.parametrize(
    "value", ["1.1", "0.1", "33.335", "0.000000000000001", "999999999999999", "123456789.123456", "0"]
)
def test_a_figure_is_a_number_in_its_cell_and_stays_exact(value: str) -> None:
    held = exact_float(value)

    assert held is not None
    assert Fraction(cell_text(held)) == Fraction(value)


@pytest.mark.parametrize("value", ["999999999999999.999999999999999", "0.1234567890123456789", "85%", "một"])
def test_what_no_number_cell_holds_stays_text(value: str) -> None:
    assert exact_float(value) is None


def test_a_figure_that_no_float_holds_comes_back_exact(tmp_path: Path) -> None:
    points = Fraction(10**15 - 1) + Fraction(1, 10**15)
    rubric = edition(item("1", str(points)))

    to_workbook(rubric, tmp_path / "edition.xlsx")

    assert from_workbook(tmp_path / "edition.xlsx")[0] == rubric


def test_a_float_as_excel_stores_it_is_the_figure_that_was_typed(workbook: Path, tmp_path: Path) -> None:
    """Excel stores 1.1 in 17 digits; the officer typed 1.1."""
    path = tmp_path / "typed.xlsx"
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, re.sub(r'(<c r="E10"[^>]*><v>)1(</v>)', r"\g<1>1.1000000000000001\2", content))

    rubric, findings = from_workbook(path)

    assert errors_among(findings) == []
    assert rubric is not None
    bonus = rubric.item("2.1")
    assert bonus is not None
    assert bonus.points == Fraction("1.1")


# --- how it looks ---


def xml_of(workbook: Path, sheet: str) -> ElementTree.Element:
    names = python_calamine.CalamineWorkbook.from_path(workbook).sheet_names
    with zipfile.ZipFile(workbook) as archive:
        return ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"))


TABLES = [form.name for form in ALL]


def test_the_sheets_stand_in_the_order_of_reading(workbook: Path) -> None:
    assert python_calamine.CalamineWorkbook.from_path(workbook).sheet_names == [
        *(GUIDE, "Trang bìa", "Nhóm đơn vị", "Xếp loại", "Tiêu chí", "Cách chấm", "Khảo sát", "Bản dịch", LISTS)
    ]


@pytest.mark.parametrize("name", TABLES)
def test_the_headings_stay_in_sight(workbook: Path, name: str) -> None:
    pane = xml_of(workbook, name).find(".//s:pane", SPREADSHEET)

    assert pane is not None
    assert pane.get("state") == "frozen"
    assert pane.get("ySplit") == "2"


def test_code_and_title_of_an_item_stay_in_sight(workbook: Path) -> None:
    pane = xml_of(workbook, PARTS_SHEET.name).find(".//s:pane", SPREADSHEET)

    assert pane is not None
    assert pane.get("xSplit") == "4"


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_wide_enough_and_none_fills_the_screen(workbook: Path, name: str) -> None:
    form = next(form for form in ALL if form.name == name)
    columns = xml_of(workbook, name).findall(".//s:col", SPREADSHEET)

    assert sum(int(each.get("max", 0)) - int(each.get("min", 0)) + 1 for each in columns) == len(form.columns)
    assert all(5 < float(each.get("width", 0)) <= 75 for each in columns)


@pytest.mark.parametrize("name", [*TABLES, GUIDE, LISTS])
def test_no_cell_is_locked_away(workbook: Path, name: str) -> None:
    assert xml_of(workbook, name).find(".//s:sheetProtection", SPREADSHEET) is None


@pytest.mark.parametrize("form", ALL[1:], ids=TABLES[1:])
def test_every_column_of_words_has_its_drop_down_list(workbook: Path, form: SheetForm) -> None:
    offered = drop_downs(workbook, form.name)

    for place, column in enumerate(form.columns):
        if column.words:
            first, last, choices = offered[letters(place)]
            assert choices == list(column.words.values())
            assert first == 3
            assert last > ROWS_TO_COME


def test_every_line_of_words_on_the_cover_has_its_drop_down_list(workbook: Path) -> None:
    validations = xml_of(workbook, COVER.name).findall(".//s:dataValidation", SPREADSHEET)

    assert sorted(str(each.get("sqref")) for each in validations) == ["B12", "B14", "B15", "B17", "B5", "B6"]


def drop_downs(workbook: Path, name: str) -> dict[str, tuple[int, int, list[str]]]:
    """By column: first and last row, and the words offered."""
    held = python_calamine.CalamineWorkbook.from_path(workbook)
    lists = held.get_sheet_by_name(LISTS).to_python(skip_empty_area=False)
    found = {}
    for validation in xml_of(workbook, name).findall(".//s:dataValidation", SPREADSHEET):
        place = re.fullmatch(r"([A-Z]+)(\d+):\1(\d+)", str(validation.get("sqref")))
        formula = validation.find("s:formula1", SPREADSHEET)
        assert place is not None
        assert formula is not None
        source = re.fullmatch(r"'Danh mục'!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", str(formula.text))
        assert source is not None
        column = [letters(n) for n in range(60)].index(source[1])
        words = [str(lists[row - 1][column]) for row in range(int(source[2]), int(source[3]) + 1)]
        found[place[1]] = (int(place[2]), int(place[3]), words)
    return found


def test_items_fold_under_their_field(workbook: Path) -> None:
    rows = xml_of(workbook, PARTS_SHEET.name).findall(".//s:row", SPREADSHEET)

    assert [row.get("outlineLevel") for row in rows[2:5]] == [None, "1", "1"]


def test_an_illustrative_edition_says_so_on_every_sheet(sheets: Sheets) -> None:
    assert all(str(rows[0][0]).startswith("BẢN MINH HỌA") for rows in sheets.values())


def test_a_formula_in_a_text_stays_text(tmp_path: Path) -> None:
    rubric = edition(item("=1+1", note="=HYPERLINK(1)", evidence="http://example.org", legal_basis="{=A1}"))

    to_workbook(rubric, tmp_path / "edition.xlsx")

    sheet = xml_of(tmp_path / "edition.xlsx", PARTS_SHEET.name)
    assert sheet.find(".//s:f", SPREADSHEET) is None
    assert sheet.find(".//s:hyperlink", SPREADSHEET) is None
    assert from_workbook(tmp_path / "edition.xlsx")[0] == rubric


def test_a_text_that_no_cell_holds_is_refused_with_its_cell(tmp_path: Path) -> None:
    rubric = edition(item("1", note="x" * (MOST_CHARACTERS + 1)))

    with pytest.raises(Unreadable, match="no cell of a workbook can hold this text") as refused:
        to_workbook(rubric, tmp_path / "edition.xlsx")

    assert [finding.where for finding in refused.value.findings] == ["Tiêu chí!N4"]
    assert list(tmp_path.iterdir()) == []


# --- what an officer may do ---


def test_changed_points_are_read(sheets: Sheets, tmp_path: Path) -> None:
    put(sheets, "Tiêu chí!E10", 1.1)

    rubric, errors = read(sheets, tmp_path)

    assert errors == []
    assert rubric is not None
    assert rubric.item("2.1") is not None
    assert rubric.item("2.1").points == Fraction(11, 10)  # type: ignore[union-attr]


def test_a_new_item_is_read_where_it_stands(sheets: Sheets, tmp_path: Path) -> None:
    sheets["Tiêu chí"].insert(10, [2, "mục chấm điểm", "2.2", "Mô hình mới", 0.5, "chấm trong mức tối đa"])
    sheets["Cách chấm"].append(["2.2", "", "", "yêu cầu", "", "nhân rộng được"])
    sheets["Bản dịch"].append(["en", "tên tiêu chí, mục", "2.2", "", "New model"])

    rubric, errors = read(sheets, tmp_path)

    assert errors == []
    assert rubric is not None
    assert [part.code for part in rubric.fields[1].items] == ["2.1", "2.2"]
    assert rubric.item("2.2") == Item(
        code="2.2", title="Mô hình mới", points=Fraction(1, 2), scored_by=UpTo(says="nhân rộng được")
    )


@pytest.mark.parametrize("edit", ["empty rows", "columns moved", "keys for labels", "capitals", "loose accents"])
def test_what_an_officer_does_without_harm(edit: str, sound: Edition, sheets: Sheets, tmp_path: Path) -> None:
    HARMLESS[edit](sheets)

    assert read(sheets, tmp_path) == (sound, [])


def empty_rows(sheets: Sheets) -> None:
    for name in ("Tiêu chí", "Cách chấm", "Trang bìa"):
        sheets[name][3:3] = [[], ["", " ", ""]]
        sheets[name].insert(0, ["Phụ lục kèm theo Quyết định"])


def columns_moved(sheets: Sheets) -> None:
    sheets["Tiêu chí"] = [list(reversed(row)) for row in sheets["Tiêu chí"]]


def keys_for_labels(sheets: Sheets) -> None:
    sheets["Tiêu chí"][1] = [column.key for column in PARTS_SHEET.columns]
    sheets["Tiêu chí"][3][1] = "item"
    sheets["Tiêu chí"][3][5] = "choice"


def capitals(sheets: Sheets) -> None:
    sheets["TIÊU CHÍ"] = sheets.pop("Tiêu chí")
    sheets["TIÊU CHÍ"][3][1] = " Mục  chấm điểm "
    sheets["TIÊU CHÍ"][1][2] = "MÃ"


def loose_accents(sheets: Sheets) -> None:
    sheets["Tiêu chí"][3][1] = "mu\u0323c châ\u0301m điê\u0309m"


HARMLESS: dict[str, Callable[[Sheets], None]] = {
    "empty rows": empty_rows,
    "columns moved": columns_moved,
    "keys for labels": keys_for_labels,
    "capitals": capitals,
    "loose accents": loose_accents,
}


def test_a_date_typed_as_a_date_is_written_as_the_edition_writes_it(sheets: Sheets, tmp_path: Path) -> None:
    put(sheets, "Trang bìa!B9", date(2017, 12, 28))

    rubric, errors = read(sheets, tmp_path)

    assert errors == []
    assert rubric is not None
    assert rubric.cover.decision.date == "2017-12-28"


def test_a_level_typed_as_a_number_is_its_shortest_writing(sheets: Sheets, tmp_path: Path) -> None:
    for row in (3, 4, 5):
        put(sheets, f"Cách chấm!E{row}", float(row))
    put(sheets, "Cách chấm!F16", "3\n4")

    rubric, errors = read(sheets, tmp_path)

    assert errors == []
    assert rubric is not None
    rule = rubric.item("1.1").scored_by  # type: ignore[union-attr]
    assert isinstance(rule, Choice)
    assert [level.level for level in rule.levels] == ["3", "4", "5"]


def test_the_reading_aids_are_not_read(sound: Edition, sheets: Sheets, tmp_path: Path) -> None:
    put(sheets, "Cách chấm!B3", "tên khác")
    put(sheets, "Bản dịch!D4", "tên khác")
    put(sheets, "Trang bìa!C3", "lời khác")
    put(sheets, "Danh mục!A3", "từ khác")
    del sheets[GUIDE]

    assert read(sheets, tmp_path) == (sound, [])


# --- what an officer gets wrong: (what is typed where, what is told) ---

DAY = date(2025, 1, 1)
MISTAKES: list[tuple[str, object, str]] = [
    ("Tiêu chí!B4", "mục", "Tiêu chí!B4: «mục» is not one of the words allowed here"),
    ("Tiêu chí!B4", "", "Tiêu chí!B4: «» is not one of the words allowed here"),
    ("Tiêu chí!F4", "đoán", "Tiêu chí!F4: «đoán» is not one of the words allowed here"),
    ("Tiêu chí!J4", "ai đó", "Tiêu chí!J4: «ai đó» is not one of the words allowed here"),
    ("Tiêu chí!M4", True, "Tiêu chí!M4: «TRUE» is not one of the words allowed here"),
    ("Tiêu chí!Q3", "thưởng", "Tiêu chí!Q3: «thưởng» is not one of the words allowed here"),
    ("Cách chấm!D6", "tử", "Cách chấm!D6: «tử» is not one of the words allowed here"),
    ("Cách chấm!F17", "theo cách khác", "Cách chấm!F17: «theo cách khác» is not one of the words allowed here"),
    ("Cách chấm!F29", "tuần", "Cách chấm!F29: «tuần» is not one of the words allowed here"),
    ("Khảo sát!A3", "đáp án", "Khảo sát!A3: «đáp án» is not one of the words allowed here"),
    ("Bản dịch!B3", "tên", "Bản dịch!B3: «tên» is not one of the words allowed here"),
    ("Trang bìa!B6", "chắc là có", "Trang bìa!B6: «chắc là có» is not one of the words allowed here"),
    ("Tiêu chí!A5", 4, "Tiêu chí!A5: no row above can hold this one"),
    ("Tiêu chí!A3", 2, "Tiêu chí!A3: no row above can hold this one"),
    ("Tiêu chí!A4", 1, "Tiêu chí!A4: no row above can hold this one"),
    ("Tiêu chí!A4", "hai", f"Tiêu chí!A4: the level is a whole number from 1 to {MOST_LEVELS}"),
    ("Tiêu chí!A4", 2.5, f"Tiêu chí!A4: the level is a whole number from 1 to {MOST_LEVELS}"),
    ("Tiêu chí!A4", "", f"Tiêu chí!A4: the level is a whole number from 1 to {MOST_LEVELS}"),
    ("Tiêu chí!E4", "hai", "Tiêu chí!E4: a figure is expected here"),
    ("Tiêu chí!E4", "2,5", "Tiêu chí!E4: a figure is expected here"),
    ("Tiêu chí!E4", DAY, "Tiêu chí!E4: a figure is expected here"),
    ("Tiêu chí!E4", -2, "Tiêu chí!E4: points are written without a minus sign"),
    ("Tiêu chí!E4", 3, "Tiêu chí!A3: 1 has 12 points, but its items add up to 13"),
    ("Tiêu chí!D4", "", "Tiêu chí!A4: the key «Tên» is missing"),
    ("Tiêu chí!F4", "", "Tiêu chí!A4: the key «Cách chấm» is missing"),
    ("Tiêu chí!C4", "1.2", "Tiêu chí!C5: the code 1.2 stands twice"),
    ("Tiêu chí!S5", "lạc", "Tiêu chí!S5: a value stands here under no known heading"),
    ("Tiêu chí!E2", "Điểm cao nhất", "Tiêu chí!E2: unknown column «Điểm cao nhất»"),
    ("Tiêu chí!S2", "Tên", "Tiêu chí!S2: the column «Tên» stands twice"),
    ("Tiêu chí!R10", "a/b", "Tiêu chí!R10: unknown key «Tên tệp của lĩnh vực»"),
    ("Tiêu chí!R9", "1-field", "Tiêu chí!R9: two files would be called «1-field»"),
    ("Tiêu chí!R9", "a/b", "Tiêu chí!R9: «a/b» cannot be the name of a file"),
    ("Tiêu chí!R9", "cover", "Tiêu chí!R9: two files would be called «cover»"),
    ("Cách chấm!A6", "9.9", "Cách chấm!A6: no item «9.9» with a rule stands on the sheet «Tiêu chí»"),
    ("Cách chấm!A3", "1", "Cách chấm!A3: no item «1» with a rule stands on the sheet «Tiêu chí»"),
    ("Cách chấm!F6", "", "Cách chấm!F6: the text is empty"),
    ("Cách chấm!G8", 0.9, "Cách chấm!G8: a percentage is expected here"),
    ("Cách chấm!L3", "hai", "Cách chấm!L3: a figure is expected here"),
    ("Cách chấm!L3", 7, "Tiêu chí!A4: 7 points exceed the 2 of 1.1"),
    ("Cách chấm!E6", "x", "Cách chấm!E6: nothing is asked here in a row «tử số»"),
    ("Cách chấm!D7", "tử số", "Cách chấm!D7: the key «tử số» stands twice"),
    ("Cách chấm!D7", "đếm", "Cách chấm!D7: unknown key «đếm»"),
    ("Cách chấm!E4", "som", "Cách chấm!A4: 1.1: «som» stands twice; the second cannot be reached"),
    ("Trang bìa!A3", "Tên riêng", "Trang bìa!A3: unknown line «Tên riêng»"),
    ("Trang bìa!A4", "Mã bộ tiêu chí", "Trang bìa!A4: the key «Mã bộ tiêu chí» stands twice"),
    ("Trang bìa!B11", "", "Trang bìa: the key «Thang điểm» is missing"),
    ("Trang bìa!B11", 11, "Trang bìa: the scale is 11, but the items add up to 12"),
    ("Nhóm đơn vị!B3", "", "Nhóm đơn vị!B3: the text is empty"),
    ("Xếp loại!B4", "giá trị đã làm tròn", "Xếp loại!B4: the classes of one block compare in one way"),
    ("Xếp loại!A3", "lạ", "Trang bìa: «lạ» is named here but not defined"),
    ("Khảo sát!B7", "lạ", "Khảo sát Q1: «lạ» is named here but not defined"),
    ("Khảo sát!C4", "A", "Khảo sát!C4: the key «A» stands twice"),
    ("Bản dịch!C5", "9", "Bản dịch (en): 9 is translated but has no title in the edition"),
    ("Bản dịch!E5", "", "Bản dịch!E5: the text is empty"),
]


@pytest.mark.parametrize(("place", "typed", "told"), MISTAKES, ids=[f"{m[0]}={m[1]}" for m in MISTAKES])
def test_a_mistake_is_told_with_its_cell(
    sheets: Sheets, tmp_path: Path, place: str, typed: object, told: str
) -> None:
    put(sheets, place, typed)

    rubric, errors = read(sheets, tmp_path)

    assert rubric is None
    assert any(line.startswith(told) for line in errors), errors


def test_a_wrong_word_is_told_once_with_the_words_of_the_page(sheets: Sheets, tmp_path: Path) -> None:
    put(sheets, "Tiêu chí!J4", "ai đó")

    read(sheets, tmp_path)
    _, findings = from_workbook(tmp_path / "edited.xlsx")

    assert [finding.said_in("vi") for finding in findings] == [
        "Tiêu chí!J4: lỗi: «ai đó» không phải là từ được dùng ở đây → ghi một trong: đơn vị, cơ quan có thẩm quyền"
    ]


def test_every_mistake_is_told_at_once(sheets: Sheets, tmp_path: Path) -> None:
    put(sheets, "Tiêu chí!E4", "hai")
    put(sheets, "Tiêu chí!B6", "mục")
    put(sheets, "Cách chấm!G8", 0.9)
    put(sheets, "Trang bìa!B11", "mười hai")
    put(sheets, "Khảo sát!E3", "một")

    _, errors = read(sheets, tmp_path)

    assert sorted(error.split(": ")[0] for error in errors) == [
        *("Cách chấm!G8", "Khảo sát!E3", "Tiêu chí!B6", "Tiêu chí!E4", "Trang bìa!B11")
    ]


def test_a_renamed_sheet_is_told_twice_over(sheets: Sheets, tmp_path: Path) -> None:
    sheets["Tiêu chí 2025"] = sheets.pop("Tiêu chí")

    _, errors = read(sheets, tmp_path)

    assert errors == ["Tiêu chí 2025: an edition has no such sheet", "Tiêu chí: the sheet is missing"]


@pytest.mark.parametrize("name", [COVER.name, "Nhóm đơn vị", PARTS_SHEET.name, RULES_SHEET.name])
def test_a_missing_sheet_is_told(sheets: Sheets, tmp_path: Path, name: str) -> None:
    del sheets[name]

    assert read(sheets, tmp_path) == (None, [f"{name}: the sheet is missing"])


@pytest.mark.parametrize("name", [TRANSLATIONS.name, "Xếp loại"])
def test_a_sheet_that_need_not_be_is_not_missed(sheets: Sheets, tmp_path: Path, name: str) -> None:
    del sheets[name]

    rubric, errors = read(sheets, tmp_path)

    assert errors == []
    assert rubric is not None


def test_a_survey_that_items_rest_on_is_missed(sheets: Sheets, tmp_path: Path) -> None:
    del sheets[SURVEY.name]

    assert read(sheets, tmp_path) == (None, ["Tiêu chí!A8: «Q1» is named here but not defined"])


def test_a_sheet_without_headings_is_told(sheets: Sheets, tmp_path: Path) -> None:
    del sheets["Cách chấm"][1]

    rubric, errors = read(sheets, tmp_path)

    assert rubric is None
    assert errors[0] == "Cách chấm: the headings are missing"


def test_an_empty_sheet_is_told(sheets: Sheets, tmp_path: Path) -> None:
    sheets["Nhóm đơn vị"] = []

    assert read(sheets, tmp_path) == (None, ["Nhóm đơn vị: the headings are missing"])


def test_every_word_of_the_page_is_understood() -> None:
    assert len({label.casefold() for label in RULES.values()}) == len(RULES)
    assert len({label.casefold() for label in PARTS.values()}) == len(PARTS)
