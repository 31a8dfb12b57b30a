"""The way back: what a workbook would change in a sheet, and each flaw at its cell. Pure: nothing is written here."""

import zipfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import XMLParser, fromstring

import python_calamine
from django.utils.translation import gettext_lazy as _

from parindex.errors import Unreadable
from parindex.rounding import read_figure
from parindex.rubric.answers import Asks, Outcome
from parindex.rubric.model import Edition, Item
from parindex.rubric.rules import Choice, Rule
from parindex.rubric.shape import Report
from parindex.rubric.workbook.grid import Cells, Row, cell_text, letters, refuse_word, rows_of
from parindex.rubric.workbook.guard import BOOK, BOOK_LINKS, not_a_workbook, safe_workbook
from parindex.rubric.workbook.labels import folded, word_of
from parindex.sheet.cells import Cell, Raw, read_cell
from parindex.sheet.check import fact_among
from parindex.sheet.ledger import LedgerName, items_in
from parindex.words import Words
from paroffice.assessments.forms import THOUSANDS
from paroffice.assessments.offline import (
    ANSWER_CELLS,
    EXPLAINED,
    FORM,
    GUIDE,
    IDENTITY,
    MOST_NOTE,
    OUTCOMES,
    READS,
    SHEET,
    YES,
    Change,
    Difference,
    Identity,
    Offer,
    Standing,
    Standings,
    answer_in_words,
    is_figure,
    labels_of,
    plain,
    rendered,
)
from paroffice.assessments.words import told

MOST_FORMULAS = 50
"""As many of a page are named; one is enough to refuse the file."""


def offered(path: Path, identity: Identity, law: Edition, standing: Standings) -> Offer:
    """What the workbook would change in the sheet as it stands, and its findings, each at its cell."""
    report = Report()
    try:
        pages = _pages(path, report)
    except Unreadable as unreadable:
        return Offer(findings=unreadable.findings)
    for name in (GUIDE, SHEET):
        if folded(name) not in pages:
            report.add(name, told(_("không có trang tính này")), told(_("dùng tệp xuất từ chính bản tự chấm này")))
    if report.findings:
        return Offer(findings=tuple(report.findings))
    _check_identity(pages[folded(GUIDE)], identity, report)
    if report.findings:
        return Offer(findings=tuple(report.findings))
    return _Reading(law, standing, pages[folded(SHEET)], report).offer()


def _pages(path: Path, report: Report) -> dict[str, Cells]:
    """The two pages by folded name; a formula in either is a finding."""
    content = safe_workbook(path)
    try:
        for name, cell in _formulas(content):
            report.add(
                f"{name}!{cell}",
                told(_("ô này là công thức")),
                told(_("ghi chính giá trị thay cho công thức (dán đặc biệt, chỉ dán giá trị)")),
            )
        book = python_calamine.CalamineWorkbook.from_filelike(content)
        wanted = {folded(name): name for name in book.sheet_names if folded(name) in (folded(GUIDE), folded(SHEET))}
        return {key: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for key, name in wanted.items()}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader, which is written in Rust, is not an Exception
        raise not_a_workbook(path) from None


def _formulas(content: BytesIO) -> list[tuple[str, str]]:
    """The cells that compute, by page. The content was measured before; none of it is held."""
    found: list[tuple[str, str]] = []
    with zipfile.ZipFile(content) as archive:
        links = {
            one.attrib["Id"]: one.attrib["Target"].rpartition("/")[2] for one in fromstring(archive.read(BOOK_LINKS))
        }
        for sheet in fromstring(archive.read(BOOK)).iterfind(".//{*}sheet"):
            link = next((text for key, text in sheet.attrib.items() if key.endswith("}id")), "")
            part = f"xl/worksheets/{links.get(link, '')}"
            if part in archive.namelist():
                found += [(sheet.attrib["name"], cell) for cell in _computed(archive.read(part))]
    content.seek(0)
    return found


def _computed(page: bytes) -> list[str]:
    """The places of formulas on a page, the first of them."""
    seeker = _Seeker()
    parser = XMLParser(target=seeker)
    parser.feed(page)
    parser.close()
    return seeker.found


class _Seeker:
    """Notes formulas while the XML passes by."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.cell = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "c":
                self.cell = attributes.get("r", "")
            case "f" if len(self.found) < MOST_FORMULAS:
                self.found.append(self.cell)

    def close(self) -> None:
        return None


def _check_identity(cells: Cells, identity: Identity, report: Report) -> None:
    held = {folded(cell_text(row[0])): cell_text(row[1]) for row in cells if len(row) > 1}
    remedy = told(_("xuất bảng mới từ bản tự chấm này rồi điền vào bảng đó"))
    if held.get(folded(IDENTITY.digest)) != identity.digest:
        report.add(GUIDE, told(_("tệp này thuộc một bộ chỉ số khác, hoặc một phiên bản khác của bộ chỉ số")), remedy)
    elif held.get(folded(IDENTITY.unit_code)) != identity.unit_code:
        report.add(GUIDE, told(_("tệp này là của một đơn vị khác")), remedy)
    elif held.get(folded(IDENTITY.sheet)) != identity.sheet:
        report.add(GUIDE, told(_("tệp này là của một đợt đánh giá khác")), remedy)


class _Reading:
    """Row by row; items that branch on another are read after it."""

    def __init__(self, law: Edition, standing: Standings, cells: Cells, report: Report) -> None:
        self.law, self.standing, self.report = law, standing, report
        self.rows = rows_of(FORM, cells, report)
        self.doubtful = {
            f"{SHEET}!{letters(place)}{line}"
            for line, row in enumerate(cells, 1)
            for place, cell in enumerate(row)
            if isinstance(cell, str) and THOUSANDS.fullmatch(cell.strip())
        }
        self.items = {item.code: item for item in items_in(law, LedgerName.SELF)}
        self.before = {code: each.raw for code, each in standing.items()}
        self.after = dict(self.before)

    def offer(self) -> Offer:
        if self.report.findings:
            return Offer(findings=tuple(self.report.findings))
        rows = self._known_rows()
        in_order = sorted(rows, key=lambda code: self.items[code].branches_on is not None)
        changes = {code: change for code in in_order if (change := self._change(self.items[code], rows[code]))}
        differences = tuple(
            self._difference(item, changes[code]) for code, item in self.items.items() if code in changes
        )
        undone = tuple(item for code, item in self.items.items() if code not in changes and self._is_undone(item))
        return Offer(differences=differences, findings=tuple(self.report.findings), undone=undone)

    def _known_rows(self) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for row in self.rows:
            code, where = row.text("code"), row.place_of("code")
            if code not in self.items:
                self.report.add(
                    where,
                    told(_("đơn vị không tự chấm mục nào mang mã «{code}»"), code=code),
                    told(_("sửa lại mã như trong bảng đã xuất, hoặc xóa dòng này")),
                )
            elif code in rows:
                self.report.add(where, told(_("mục «{code}» có hai dòng"), code=code), told(_("giữ lại một dòng")))
            else:
                rows[code] = row
        return rows

    def _change(self, item: Item, row: Row) -> Change | None:
        """What the row asks for; None where nothing differs, or where something is wrong."""
        standing = self.standing.get(item.code)
        held = {key: row.text(key) for key in ("outcome", *ANSWER_CELLS)} | {"note": _note(row)}
        filled = {key: text for key, text in held.items() if text}
        as_it_was = {} if standing is None else rendered(self._rule(item, self.before), standing)
        as_it_was = {key: text for key, text in as_it_was.items() if key != "awarded" or key in row.cells}
        if filled == as_it_was:
            return None
        found = len(self.report.findings)
        raw = self._raw(self._rule(item, self.after), row)
        if raw is not None:
            self._check(item, row, raw)
        if raw is None or len(self.report.findings) > found:
            return None
        edits = self._edits(row, standing, same=standing is not None and self._same(item, raw, row, standing))
        if edits is None:
            return None
        self.after[item.code] = raw
        return Change(item.code, raw, _note(row), edits)

    def _rule(self, item: Item, raws: Mapping[str, Raw]) -> Rule:
        return item.rule(fact_among(self.law, item, raws))

    def _same(self, item: Item, raw: Raw, row: Row, standing: Standing) -> bool:
        """Whether the row says the same in other letters: `95.0` for `95`."""
        fact = fact_among(self.law, item, self.after)
        before, after = read_cell(item, standing.raw, fact), read_cell(item, raw, fact)
        return before == after and _note(row) == plain(standing.note)

    def _edits(self, row: Row, standing: Standing | None, *, same: bool) -> int | None:
        if same:
            return None
        read, now = row.text("edits"), standing.edits if standing else 0
        if read == str(now):
            return now
        problem = (
            told(_("mục này đã được sửa trên hệ thống sau khi bảng được xuất"))
            if read.isdecimal()
            else told(_("cột Lần sửa không còn nguyên"))
        )
        remedy = told(
            _("xóa dòng này để giữ bản trên hệ thống; muốn thay bằng dòng này thì ghi {now} ở đây"), now=now
        )
        self.report.add(row.place_of("edits"), problem, remedy)
        return None

    def _raw(self, rule: Rule, row: Row) -> Raw | None:
        outcome = self._outcome(row)
        if outcome is None:
            return None
        wanted = READS[rule.asks] if outcome == Outcome.ANSWERED.value else ()
        if "awarded" in row.cells and rule.asks is Asks.LEVEL and wanted:
            wanted = (*wanted, "awarded")
        sound = [self._is_sound(rule, row, key, wanted) for key in ANSWER_CELLS]
        if not all(sound):
            return None
        return Raw(outcome, self._answer(rule, row) if wanted else "", row.text("numerator"), row.text("denominator"))

    def _outcome(self, row: Row) -> str | None:
        """The outcome; an answer that stands there alone speaks for itself."""
        text = row.text("outcome")
        if text:
            outcome = word_of(text, OUTCOMES)
            if outcome in OUTCOMES:
                return outcome
            refuse_word(text, row.place_of("outcome"), OUTCOMES, self.report)
        elif any(row.text(key) for key in ANSWER_CELLS):
            return Outcome.ANSWERED.value
        else:
            self.report.add(
                row.place_of("outcome"),
                told(_("chưa chọn tình trạng")),
                told(_("chọn một tình trạng; muốn giữ như trên hệ thống thì xóa cả dòng này")),
            )
        return None

    def _is_sound(self, rule: Rule, row: Row, key: str, wanted: Sequence[str]) -> bool:
        text, where = row.text(key), row.place_of(key)
        if key not in wanted and text:
            self.report.add(where, told(_("mục này, ở tình trạng này, không dùng ô này")), told(_("để trống ô này")))
        elif key in wanted and not text:
            self.report.add(where, told(_("ô này còn trống")), told(_("ghi câu trả lời, hoặc chọn tình trạng khác")))
        elif text and is_figure(key, rule) and (read_figure(text) is None or where in self.doubtful):
            self.report.add(
                where,
                told(_("«{text}» là chữ, không phải số"), text=text),
                told(_("gõ lại thành số, với dấu thập phân của Excel trên máy này")),
            )
        else:
            return True
        return False

    def _answer(self, rule: Rule, row: Row) -> str:
        text = row.text("answer")
        match rule.asks:
            case Asks.LEVEL if isinstance(rule, Choice):
                level, awarded = word_of(text, labels_of(rule)), row.text("awarded")
                return f"{level}:{awarded}" if awarded else level
            case Asks.YES:
                return "yes" if folded(text) in (folded(YES), "yes") else text
            case Asks.MARKS:
                return ";".join(mark.strip() for mark in text.rstrip("; ").split(";"))
            case Asks.COMPARISON:
                return f"{row.text('then_numerator')}/{row.text('then_denominator')}"
        return text

    def _check(self, item: Item, row: Row, raw: Raw) -> None:
        """What the arithmetic and the office would refuse, said before anything is written."""
        rule, note = self._rule(item, self.after), _note(row)
        if raw.outcome in EXPLAINED and not note:
            self.report.add(
                row.place_of("note"), told(_("tình trạng này cần giải trình")), told(_("ghi lý do ở ô này"))
            )
        if len(note) > MOST_NOTE:
            most = told(_("rút gọn còn nhiều nhất {most} ký tự"), most=MOST_NOTE)
            self.report.add(row.place_of("note"), told(_("giải trình quá dài")), most)
        flaw, remedy = self._flaw(item, rule, row, raw)
        if flaw is not None:
            key = "outcome" if raw.outcome != Outcome.ANSWERED.value else READS[rule.asks][0]
            self.report.add(row.place_of(key), flaw, remedy)

    def _flaw(self, item: Item, rule: Rule, row: Row, raw: Raw) -> tuple[Words | None, Words]:
        text = row.text("answer")
        if isinstance(rule, Choice) and raw.answer and rule.level(raw.answer.partition(":")[0]) is None:
            choices = "; ".join(labels_of(rule).values())
            return told(_("không có mức «{text}»"), text=text), told(_("chọn một trong: {choices}"), choices=choices)
        if rule.asks is Asks.YES and raw.answer not in ("", "yes"):
            return told(_("«{text}» không phải là câu trả lời ở đây"), text=text), told(_("ghi «{yes}»"), yes=YES)
        cell = read_cell(item, raw, fact_among(self.law, item, self.after))
        return (cell if isinstance(cell, Words) else None), told(_("sửa lại ô này"))

    def _difference(self, item: Item, change: Change) -> Difference:
        standing = self.standing.get(item.code)
        return Difference(
            item=item,
            change=change,
            before=answer_in_words(self._rule(item, self.before), self.before.get(item.code)),
            after=answer_in_words(self._rule(item, self.after), change.raw),
            points_before=self._points(item, self.before),
            points_after=self._points(item, self.after),
            note_before=plain(standing.note) if standing else "",
        )

    def _points(self, item: Item, raws: Mapping[str, Raw]) -> Fraction | None:
        raw = raws.get(item.code)
        cell = None if raw is None else read_cell(item, raw, fact_among(self.law, item, raws))
        return cell.points if isinstance(cell, Cell) else None

    def _is_undone(self, item: Item) -> bool:
        return self._points(item, self.before) is not None and self._points(item, self.after) is None


def _note(row: Row) -> str:
    cell = row.cells.get("note")
    return "" if cell is None else plain(cell.text)
