"""The report of a survey on paper: PDF, Word, Excel, from what the page tells."""

import io
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from parindex.rounding import about, printed, shown
from paroffice.pages.drawn import paper_svg, png
from paroffice.surveys.chart import spec_of
from paroffice.surveys.models import State, Survey
from paroffice.surveys.queries.points import UnitPoints
from paroffice.surveys.queries.progress import Tally
from paroffice.surveys.queries.told import Said, Told, told_of

OFFICIAL = "vi"
"""The language of the paper, whatever its reader chose."""
TEMPLATE = "bao-cao-dieu-tra.docx"
"""An office's own template lies under this name in the folder `templates` of its data."""
DECIMALS = 2


def as_pdf(survey: Survey) -> bytes:
    with translation.override(OFFICIAL):
        told = told_of(survey)
        content = _content(told) | {"chart": paper_svg(spec_of(told.units))}
        template = files("paroffice.surveys").joinpath("documents/report.typ").read_text(encoding="utf-8")
        return pdf_of(template, content, timestamp=int(survey.closed_at.timestamp()) if survey.closed_at else 0)


def as_word(survey: Survey) -> bytes:
    with translation.override(OFFICIAL):
        told = told_of(survey)
        return word_of(_word_template(), _content(told), {"points": png(spec_of(told.units))})


def _word_template() -> bytes:
    own = Path(settings.DATA) / "templates" / TEMPLATE
    if own.is_file():
        return own.read_bytes()
    return files("paroffice.surveys").joinpath("documents", "report.docx").read_bytes()


def _content(told: Told) -> dict[str, object]:
    survey = told.survey
    return {
        "title": _("Kết quả điều tra xã hội học năm %(year)d") % {"year": survey.round.year},
        "round": str(survey.round),
        "illustrative": survey.round.illustrative,
        "draft": survey.state != State.CLOSED,
        "weighting": survey.get_weighting_display(),
        "seed": survey.seed or "–",
        "digest": survey.digest or "–",
        "fewest": str(survey.fewest),
        "audiences": [{"title": one.title} | _counts(one.count) for one in told.audiences],
        "total": _counts(told.total),
        "silent": ", ".join(row.stratum.label for row in told.silent),
        "units": [
            {"name": str(one.unit), "points": points_in(one), "margin": margin_in(one)} | _counts(one.count)
            for one in told.units
        ],
        "said": [
            {
                "code": one.code, "text": one.text, "group": one.group,
                "answers": "–" if one.shares is None else str(one.answers),
                "shares": _("không công bố")
                if one.shares is None
                else "; ".join(f"{says} {share}\N{NO-BREAK SPACE}%" for says, share in one.shares),
            }
            for one in told.said
        ],
    }  # fmt: skip


def _counts(count: Tally) -> dict[str, str]:
    return {
        "asked": str(count.asked), "came": str(count.came), "counted": str(count.counted), "aside": str(count.aside),
        "percent": "–" if count.percent is None else f"{count.percent} %",
        "covered": "–" if count.covered is None else f"{count.covered} %",
    }  # fmt: skip


def points_in(one: UnitPoints) -> str:
    if one.points is None:
        return _("%(lacking)d mục quá ít câu trả lời") % {"lacking": one.lacking}
    return f"{shown(printed(one.points, DECIMALS), 'vi')} / {about(one.most).said_in('vi')}"


def margin_in(one: UnitPoints) -> str:
    return "–" if one.points is None or one.margin is None else f"± {one.margin:.2f}".replace(".", ",")


def as_excel(survey: Survey) -> bytes:
    """Sheet by sheet, the first with its chart; figures are numbers, text is never a formula."""
    with translation.override(OFFICIAL):
        told, stream = told_of(survey), io.BytesIO()
        with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            rounded = book.add_format({"num_format": "0.00"})
            for name, head, rows in _sheets(told):
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, head, bold)
                for number, row in enumerate(rows, 1):
                    for place, cell in enumerate(row):
                        sheet.write(number, place, cell, rounded if isinstance(cell, float) else None)
                sheet.freeze_panes(1, 0)
                sheet.set_column(0, 0, 44)
                sheet.set_column(1, len(head), 16)
                sheet.set_landscape()
                sheet.fit_to_pages(1, 0)
            _chart(book, told)
        return stream.getvalue()


def _chart(book: xlsxwriter.Workbook, told: Told) -> None:
    """Points with their margins, beside the table of the first sheet."""
    many, sheet = len(told.units), book.worksheets()[0]
    if not any(one.points is not None for one in told.units):
        return
    margins = f"='{sheet.name}'!$C$2:$C${many + 1}"
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": [sheet.name, 0, 1], "categories": [sheet.name, 1, 0, many, 0], "values": [sheet.name, 1, 1, many, 1],
        "x_error_bars": {"type": "custom", "plus_values": margins, "minus_values": margins},
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 640, "height": 120 + 28 * many})
    sheet.insert_chart(1, 7, chart)


def _sheets(told: Told) -> list[tuple[str, list[str], list[list[object]]]]:
    mark = f" ({_('minh họa')})" if told.survey.round.illustrative else ""
    points = [
        [
            str(one.unit),
            "" if one.points is None else float(printed(one.points, DECIMALS)),
            "" if one.margin is None else one.margin,
            float(one.most),
            one.count.asked,
            one.count.counted,
        ]
        for one in told.units
    ]
    groups = [
        [one.title, one.count.asked, one.count.came, one.count.counted, one.count.aside] for one in told.audiences
    ]
    leaves = [
        [
            f"{leaf.item.code} {leaf.item.title}",
            str(one.unit),
            "" if leaf.points is None else float(printed(leaf.points, DECIMALS)),
            "" if leaf.margin is None else leaf.margin,
            float(leaf.item.most),
            "" if leaf.answers is None else leaf.answers,
        ]
        for one in told.units
        for leaf in one.leaves
    ]
    names = {one.unit.code: str(one.unit) for one in told.units}
    return [
        (
            _("Điểm"),
            [_("Đơn vị") + mark, _("Điểm"), _("Sai số (95 phần trăm)"), _("Tối đa"), _("Cần hỏi"), _("Được tính")],
            points,
        ),
        (
            _("Nhóm trả lời"),
            [_("Nhóm đối tượng") + mark, _("Cần hỏi"), _("Đã nhận"), _("Được tính"), _("Bị loại")],
            groups,
        ),
        (
            _("Câu hỏi"),
            [_("Câu hỏi") + mark, _("Mã"), _("Nhóm đối tượng"), _("Số phiếu"), _("Phương án"), _("Phần trăm")],
            _said(told.said),
        ),
        (
            _("Mục theo đơn vị"),
            [
                _("Mục") + mark, _("Đơn vị"), _("Điểm"), _("Sai số (95 phần trăm)"), _("Tối đa"),
                _("Câu trả lời hợp lệ"),
            ],
            leaves,
        ),
        (
            _("Câu hỏi theo đơn vị"),
            [
                _("Câu hỏi") + mark, _("Mã"), _("Nhóm đối tượng"), _("Số phiếu"), _("Phương án"), _("Phần trăm"),
                _("Đơn vị"),
            ],
            [[*row, names[unit]] for unit, row in _of_units(told)],
        ),
    ]  # fmt: skip


def _said(lines: Iterable[Said]) -> list[list[object]]:
    """A row an option; of what may not be told one row, that says so and not how many."""
    return [
        [one.text, one.code, one.group, "" if share is None else one.answers, says, "" if share is None else share]
        for one in lines
        for says, share in (one.shares or ((_("không công bố"), None),))
    ]


def _of_units(told: Told) -> Iterator[tuple[str, list[object]]]:
    for one in told.of_units:
        yield from ((one.unit, row) for row in _said([one]))
