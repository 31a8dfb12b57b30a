"""A questionnaire as XLSForm, the field's standard: its rows, its workbook, and the XForm that devices fill in.

https://xlsform.org. What is read comes back the same; what cannot be judged on a server is refused, not dropped.
"""

import io
from collections.abc import Iterator

import xlsxwriter
from pyxform.xls2xform import convert

from paroffice.surveys.headings import LANGUAGES
from paroffice.surveys.questions.form import Asked, Form, Kind, Texts

Row = dict[str, str]
Sheets = dict[str, list[Row]]

TYPES = {
    Kind.ONE: "select_one {}",
    Kind.MANY: "select_multiple {}",
    Kind.WHOLE: "integer",
    Kind.DECIMAL: "decimal",
    Kind.TEXT: "text",
    Kind.NOTE: "note",
}
COLUMNS = ("type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message")
TRANSLATED = ("label", "hint", "constraint_message")


def sheets_of(form: Form, title: str, form_id: str, version: str) -> Sheets:
    settings = {"form_title": title, "form_id": form_id, "version": version}
    return {
        "survey": list(_survey(form)),
        "choices": [
            {"list_name": name, "name": one.code} | _translated(form, "label", one.says)
            for name, given in form.choices.items()
            for one in given
        ],
        "settings": [settings | {"default_language": LANGUAGES.get(form.languages[0], form.languages[0])}],
    }


def _survey(form: Form) -> Iterator[Row]:
    """Neighbours with the same heading stand in one group."""
    part, number = Texts(), 0
    for one in form.questions:
        if one.part != part:
            if part:
                yield {"type": "end_group"}
            if one.part:
                number += 1
                yield {"type": "begin_group", "name": f"part_{number}"} | _translated(form, "label", one.part)
            part = one.part
        yield _question(form, one)
    if part:
        yield {"type": "end_group"}


def _question(form: Form, one: Asked) -> Row:
    row = {"type": TYPES[one.kind].format(one.choices), "name": one.name} | _translated(form, "label", one.says)
    row |= _translated(form, "hint", one.hint) | _translated(form, "constraint_message", one.holds_says)
    row |= {"required": "yes"} if one.required else {}
    row |= {"relevant": one.shown_when} if one.shown_when else {}
    return row | ({"constraint": one.holds_when} if one.holds_when else {})


def _translated(form: Form, column: str, texts: Texts) -> Row:
    """Each text under its language; where it is said in one language only, under all that the form speaks."""
    first = texts.get(form.languages[0], "")
    said = {one: texts.get(one) or first for one in form.languages} if texts else {}
    return {f"{column}::{LANGUAGES.get(one, one)}": text for one, text in said.items() if text}


def workbook_of(sheets: Sheets) -> bytes:
    """As a workbook; every cell is text, so that nothing in it is run."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            columns = sorted(dict.fromkeys(column for row in rows for column in row), key=_place)
            for place, column in enumerate(columns):
                sheet.write_string(0, place, column, bold)
                sheet.set_column(place, place, 44 if "::" in column else 16)
            for number, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    sheet.write_string(number, place, row.get(column, ""))
            sheet.freeze_panes(1, 0)
    return stream.getvalue()


def _place(column: str) -> int:
    """Languages stay in the order of the form."""
    known = column.partition("::")[0]
    return COLUMNS.index(known) if known in COLUMNS else 0


def xform_of(sheets: Sheets) -> str:
    """What ODK Collect and Enketo fill in."""
    return convert(dict(sheets), validate=False).xform
