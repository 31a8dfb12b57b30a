"""Workbooks made to do harm, or damaged: each ends in a finding, soon and in little memory, or is read as if harmless."""

import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from parindex.rubric.read import adopted
from parindex.rubric.workbook import from_workbook, to_workbook
from parindex.rubric.workbook.guard import MOST_FILE_BYTES, MOST_PARTS

SOUND = Path(__file__).parent / "broken" / "sound"
MOST_SECONDS = 2.0
"""Of work; on a busy machine the clock would say more."""
MOST_MEMORY = 1_500_000_000
CHILD = """
import json, resource, sys, time
from pathlib import Path
from parindex.rubric.workbook import from_workbook
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
for name in sys.argv[2:]:
    started = time.process_time()
    edition, findings = from_workbook(Path(name))
    seconds = time.process_time() - started
    said = [[finding.said_in(language) for finding in findings] for language in ("en", "vi")]
    print(json.dumps({"read": edition is not None, "said": said, "seconds": seconds}), flush=True)
"""
"""Reads workbooks in a process that may hold no more memory than given: a reader that aborts takes nobody along."""

Parts = dict[str, bytes]
BOOK, STRINGS, STYLES, LINKS = (
    *("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"),
    "xl/_rels/workbook.xml.rels",
)
PARTS_SHEET = "xl/worksheets/sheet5.xml"
"""The sheet «Tiêu chí»."""
NOT_A_WORKBOOK = "this is not an Excel workbook, or it is damaged or locked with a password"
TOO_LARGE = "the workbook is larger than any rubric needs"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workbook") / "sound.xlsx"
    to_workbook(adopted(SOUND), path)
    return path


@pytest.fixture
def parts(workbook: Path) -> Parts:
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(parts: Parts, folder: Path, name: str = "hostile") -> Path:
    path = folder / f"{name}.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def told(path: Path) -> list[str]:
    """The findings on one workbook; none when it was read."""
    (lines,) = told_of([path])
    return lines


def told_of(paths: Sequence[Path]) -> list[list[str]]:
    """The findings on each workbook, from a child process."""
    child = [sys.executable, "-c", CHILD, str(MOST_MEMORY), *map(str, paths)]
    done = subprocess.run(child, capture_output=True, text=True, timeout=120, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"{paths[len(answers)].name}: {done.stderr[-2000:]}"
    assert all(answer["seconds"] < MOST_SECONDS for answer in answers)
    assert all(answer["read"] == (answer["said"][0] == []) for answer in answers)
    return [answer["said"][0] for answer in answers]


# --- files that are no workbook ---

NO_WORKBOOKS = {
    "empty file": b"",
    "text renamed": "Mã,Tên,Điểm\n1,Kế hoạch,2\n".encode(),
    "page renamed": b"<html><table><tr><td>1</td></tr></table></html>",
    "old Excel, or locked with a password": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000),
    "old Excel without its cover": bytes.fromhex("0908100000060500") + bytes(4000),
    "the mark of a zip": b"PK\x03\x04",
    "the end of a zip": b"PK\x05\x06" + bytes(18),
    "zeros": bytes(100_000),
}


@pytest.mark.parametrize("what", NO_WORKBOOKS)
def test_a_file_that_is_no_workbook_is_told(tmp_path: Path, what: str) -> None:
    path = tmp_path / "rubric.xlsx"
    path.write_bytes(NO_WORKBOOKS[what])

    edition, findings = from_workbook(path)

    assert edition is None
    assert [(finding.where, str(finding.problem)) for finding in findings] == [("rubric.xlsx", NOT_A_WORKBOOK)]
    assert "không phải" in findings[0].said_in("vi")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99, 0.9999])
def test_a_truncated_workbook_is_told(workbook: Path, tmp_path: Path, share: float) -> None:
    content = workbook.read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * share)])

    edition, findings = from_workbook(path)

    assert edition is None
    assert [str(finding.problem) for finding in findings] == [NOT_A_WORKBOOK]


@pytest.mark.parametrize("place", range(0, 20_000, 1_777))
def test_a_workbook_with_a_damaged_byte_never_fails_otherwise(workbook: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(workbook.read_bytes())
    content[place % len(content)] ^= 0x55
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)

    edition, findings = from_workbook(path)

    assert edition is not None or findings


@pytest.mark.parametrize("name", ["missing.xlsx", "."])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    edition, findings = from_workbook(tmp_path / name)

    assert edition is None
    assert [str(finding.problem) for finding in findings] == ["there is no such file"]


def test_a_document_of_another_program_is_told(tmp_path: Path) -> None:
    path = saved({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}, tmp_path)

    edition, findings = from_workbook(path)

    assert edition is None
    assert [str(finding.problem) for finding in findings] == [NOT_A_WORKBOOK]


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.xlsx").open("wb") as stream:
        stream.truncate(MOST_FILE_BYTES * 100)

    assert TOO_LARGE in told(tmp_path / "huge.xlsx")[0]


def test_a_locked_entry_is_told(parts: Parts, tmp_path: Path) -> None:
    path = saved(parts, tmp_path)
    content = path.read_bytes()
    # bit 0 of the flags, in local headers (at 6) and in the directory (at 8)
    content = re.sub(rb"(PK\x03\x04..)\x00", lambda found: found[1] + b"\x01", content, flags=re.DOTALL)
    content = re.sub(rb"(PK\x01\x02....)\x00", lambda found: found[1] + b"\x01", content, flags=re.DOTALL)
    path.write_bytes(content)

    assert NOT_A_WORKBOOK in told(path)[0]


# --- files that swell ---


def test_a_zip_bomb_is_refused_by_what_it_announces(parts: Parts, tmp_path: Path) -> None:
    parts["xl/worksheets/sheet5.xml"] = b" " * 100_000_000

    assert TOO_LARGE in told(saved(parts, tmp_path))[0]


def test_a_zip_bomb_that_announces_little_is_not_unpacked(parts: Parts, tmp_path: Path) -> None:
    size = 300_000_000
    parts["xl/worksheets/sheet5.xml"] = b" " * size
    path = saved(parts, tmp_path)
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 20_000)))

    assert NOT_A_WORKBOOK in told(path)[0]


def test_a_zip_of_very_many_parts_is_refused(parts: Parts, tmp_path: Path) -> None:
    parts |= {f"xl/worksheets/more{number}.xml": b"<a/>" for number in range(MOST_PARTS)}

    assert TOO_LARGE in told(saved(parts, tmp_path))[0]


# --- sheets that swell ---


def with_rows(parts: Parts, rows: bytes) -> Parts:
    return parts | {PARTS_SHEET: parts[PARTS_SHEET].replace(b"</sheetData>", rows + b"</sheetData>")}


def seventeen_billion_cells(parts: Parts) -> Parts:
    return with_rows(parts, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def cells_without_places(parts: Parts) -> Parts:
    return with_rows(parts, (b"<row>" + b"<c/>" * 3_000 + b"</row>") * 300)


def a_text_repeated_by_a_million_cells(parts: Parts) -> Parts:
    """One text of a million letters, called by a million cells."""
    strings = parts[STRINGS].replace(b"</sst>", b"<si><t>" + b"x" * 1_000_000 + b"</t></si></sst>")
    last = strings.count(b"<si>") - 1
    row = b'<row r="%d">' + b'<c t="s"><v>%d</v></c>' % last * 100 + b"</row>"
    return with_rows(parts, b"".join(row % number for number in range(100, 2_100))) | {STRINGS: strings}


def a_text_in_many_runs_repeated(parts: Parts) -> Parts:
    text = b"<si>" + b"<r><t>xxxxxxxxxxxxxxxxxxxxxxxxxx</t></r>" * 20_000 + b"</si></sst>"
    strings = parts[STRINGS].replace(b"</sst>", text)
    last = strings.count(b"<si>") - 1
    cells = b'<row r="100">' + b'<c t="s"><v>%d</v></c>' % last * 10_000 + b"</row>"
    return with_rows(parts, cells) | {STRINGS: strings}


def very_many_cells(parts: Parts) -> Parts:
    return with_rows(
        parts, b"".join(b'<row r="%d">%s</row>' % (n, b"<c><v>1</v></c>" * 90) for n in range(99, 9_999))
    )


SWELLING: dict[str, Callable[[Parts], Parts]] = {
    "17 billion cells": seventeen_billion_cells,
    "cells without places": cells_without_places,
    "a text repeated by a million cells": a_text_repeated_by_a_million_cells,
    "a text in many runs, repeated": a_text_in_many_runs_repeated,
    "very many cells": very_many_cells,
}


@pytest.mark.parametrize("what", SWELLING)
def test_a_sheet_that_swells_is_refused(parts: Parts, tmp_path: Path, what: str) -> None:
    assert TOO_LARGE in told(saved(SWELLING[what](parts), tmp_path))[0]


# --- XML that is a trap ---


def entities(declaration: str, encoding: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{declaration}'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&z;</t></is></c></row></sheetData></worksheet>'
    ).encode(encoding)


DOUBLING = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(25))
EXPANDING = f'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">{DOUBLING}]>'
REACHING_OUT = '<!DOCTYPE worksheet [<!ENTITY z SYSTEM "file:///etc/passwd">]>'

TRAPS: dict[str, bytes] = {
    "entities that expand": entities(EXPANDING, "utf-8"),
    "entities that expand, in UTF-16": entities(EXPANDING, "utf-16"),
    "an entity from outside": entities(REACHING_OUT, "utf-8"),
    "a document type from outside": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><worksheet/>',
    "not closed": b"<worksheet><sheetData>",
    "no XML": b"\x00\x01\x02",
    "empty": b"",
    "an encoding that is none": b'<?xml version="1.0" encoding="x-none"?><worksheet/>',
    "a place that is none": b'<worksheet><sheetData><row r="1"><c r="A0x"/></row></sheetData></worksheet>',
    "a row that is none": b'<worksheet><sheetData><row r="99999999999999999999"/></sheetData></worksheet>',
    "a column that is none": b'<worksheet><sheetData><row r="1"><c r="ZZZZ1"/></row></sheetData></worksheet>',
}


@pytest.mark.parametrize("what", TRAPS)
def test_a_trap_of_xml_is_told(parts: Parts, tmp_path: Path, what: str) -> None:
    lines = told(saved(parts | {PARTS_SHEET: TRAPS[what]}, tmp_path))

    assert NOT_A_WORKBOOK in lines[0]


ANYWHERE = {
    "very deep": b"<a>" * 200_000 + b"</a>" * 200_000,
    "no sheet": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
    "another root": b"<none/>",
    "a long name": b"<" + b"a" * 5_000_000 + b"/>",
    "many attributes": b"<a " + b" ".join(b'a%d="x"' % n for n in range(200_000)) + b"/>",
}


@pytest.mark.parametrize("what", ANYWHERE)
def test_no_part_makes_the_reader_fall(parts: Parts, tmp_path: Path, what: str) -> None:
    named = {"types": "[Content_Types].xml", "book": BOOK, "links": LINKS, "strings": STRINGS, "styles": STYLES}
    named["sheet"] = PARTS_SHEET
    paths = [saved(parts | {part: ANYWHERE[what]}, tmp_path, name) for name, part in named.items()]

    lines = dict(zip(named, told_of(paths), strict=True))

    assert all(lines[name] for name in ("book", "links", "strings", "sheet")), lines


COUNTS = {
    "strings": (STRINGS, rb'count="\d+" uniqueCount="\d+"', b'count="4000000000" uniqueCount="4000000000"'),
    "formats": (STYLES, rb'<cellXfs count="\d+"', b'<cellXfs count="4000000000"'),
    "number formats": (STYLES, rb'<numFmts count="\d+"', b'<numFmts count="4000000000"'),
    "the rectangle": (PARTS_SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
    "validations": (PARTS_SHEET, rb'<dataValidations count="\d+"', b'<dataValidations count="4000000000"'),
}


def test_a_count_that_lies_is_refused_or_does_no_harm(parts: Parts, tmp_path: Path) -> None:
    """A reader that made room for four thousand million texts would end this process."""
    lying = {what: parts | {part: re.sub(honest, lie, parts[part])} for what, (part, honest, lie) in COUNTS.items()}
    paths = [saved(each, tmp_path, what) for what, each in lying.items()]

    lines = dict(zip(COUNTS, told_of(paths), strict=True))

    assert lines["the rectangle"] == []
    assert all(TOO_LARGE in said[0] for what, said in lines.items() if what != "the rectangle")


def test_a_cell_that_calls_a_text_which_is_not_there_is_told(parts: Parts, tmp_path: Path) -> None:
    cell = b'<row r="30"><c r="A30" t="s"><v>%s</v></c></row>'
    calls = (b"4000000000", b"-1", b"x", b"1e9", b"99999999999999999999")
    paths = [saved(with_rows(parts, cell % call), tmp_path, call.decode()) for call in calls]

    assert all(told_of(paths))


# --- what a workbook may hold and no edition needs ---


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#NAME?"])
def test_an_error_value_is_told_with_its_cell(parts: Parts, tmp_path: Path, error: str) -> None:
    cell = f'<c r="E4" t="e"><f>1/0</f><v>{error}</v></c>'.encode()
    content = re.sub(rb'<c r="E4"[^>]*>.*?</c>', cell, parts[PARTS_SHEET])

    lines = told(saved(parts | {PARTS_SHEET: content}, tmp_path))

    assert lines == [
        "Tiêu chí!E4: error: the cell holds an error value → write the value itself in place of the formula"
    ]


def test_of_a_formula_the_value_in_sight_is_read(parts: Parts, tmp_path: Path) -> None:
    formula = b'<c r="E10"><f>SUM(1,0.5)</f><v>1.5</v></c>'
    content = re.sub(rb'<c r="E10"[^>]*>.*?</c>', formula, parts[PARTS_SHEET])

    edition, findings = from_workbook(saved(parts | {PARTS_SHEET: content}, tmp_path))

    assert findings == []
    assert edition is not None
    assert str(edition.item("2.1").points) == "3/2"  # type: ignore[union-attr]


def test_macros_pictures_and_links_outside_are_left_alone(parts: Parts, tmp_path: Path) -> None:
    parts |= {
        "xl/vbaProject.bin": b"\x00" * 10_000,
        "xl/media/image1.png": b"\x89PNG" * 1_000,
        "../../outside.xml": b"<a/>",
        "/etc/outside.xml": b"<a/>",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="x" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
            b"</Relationships>"
        ),
    }

    edition, findings = from_workbook(saved(parts, tmp_path))

    assert edition == adopted(SOUND)
    assert findings == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["hostile.xlsx"]
