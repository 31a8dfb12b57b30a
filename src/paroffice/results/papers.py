"""The official papers of a result, from its data: the decision to be signed, with its annexes; the summary report."""

from datetime import date
from importlib.resources import files
from pathlib import Path
from statistics import mean
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from parindex.publish.result import Row
from parindex.rounding import printed, shown
from parindex.rubric.model import Role
from parindex.rubric.pieces import ZERO
from paroffice.appraisals.models import Meeting, WorkingGroup
from paroffice.assessments.report import dated
from paroffice.pages.drawn import paper_svg, png
from paroffice.results import bridge, charts, process, story
from paroffice.results.bridge import Opened
from paroffice.results.charts import Spec
from paroffice.results.models import Result

OFFICIAL = "vi"
"""The language of a paper that is signed, whatever its reader chose."""
TEMPLATES = {"decision": "quyet-dinh-cong-bo.docx", "summary": "bao-cao-tong-hop.docx"}
"""An office's own template lies under this name in the folder `templates` of its data."""
DOTS = "……………"
Content = dict[str, Any]


def as_pdf(result: Result, kind: str) -> bytes:
    with translation.override(OFFICIAL):
        content = _content(result, kind)
        pictures = {name: paper_svg(spec) for name, spec in _pictures(result).items()}
        template = files("paroffice.results").joinpath(f"documents/{kind}.typ").read_text(encoding="utf-8")
        moment = int(result.frozen_at.timestamp()) if result.frozen_at else 0
        return pdf_of(template, content | {"pictures": pictures}, timestamp=moment)


def as_word(result: Result, kind: str) -> bytes:
    with translation.override(OFFICIAL):
        pictures = {name: png(spec) for name, spec in _pictures(result).items()} if kind == "summary" else {}
        return word_of(_template(kind), _content(result, kind), pictures)


def _template(kind: str) -> bytes:
    """The office's own where it laid one down, else the one that comes with the program."""
    own = Path(settings.DATA) / "templates" / TEMPLATES[kind]
    if own.is_file():
        return own.read_bytes()
    return files("paroffice.results").joinpath("documents", f"{kind}.docx").read_bytes()


def _pictures(result: Result) -> dict[str, Spec]:
    """Of the first block, where pictures with a row a unit are still read."""
    opened = bridge.opened(result.public)
    block = story.shown_blocks(opened)[0][0]
    lines = story.standings(opened, result.study, block)
    standard = [one.code for one in opened.round.edition.fields if one.role is Role.STANDARD]
    rows = [one.row for one in lines]
    return {
        "intervals": charts.intervals(lines),
        "heat": charts.heat(rows, standard),
        "claimed": charts.own_and_given(story.claimed(opened, block)),
    }


def _content(result: Result, kind: str) -> Content:
    opened = bridge.opened(result.public)
    year, cover = result.round.year, opened.round.edition.cover
    said = {"year": year, "count": len(opened.round.units)}
    shared = {
        "illustrative": opened.round.illustrative,
        "above": "",
        "issuer": _("Ủy ban nhân dân %(dots)s") % {"dots": DOTS},
        "year": str(year),
        "count": str(len(opened.round.units)),
        "edition": cover.title,
        "scale": _figure(printed(cover.scale, 0)),
        "blocks": [_block(result, opened, code, title) for code, title in story.shown_blocks(opened)],
        "post": _("Chủ tịch"),
        "signer": "",
        "source": _("Lập từ gói niêm phong, SHA-256 %(digest)s") % {"digest": result.public},
        "corrects": result.reason,
    }
    if kind == "decision":
        return shared | {
            "number": _("Số: %(number)s") % {"number": result.decision or _("……/QĐ-UBND")},
            "dated": dated(DOTS, result.decided_on),
            "attached": _attached(result),
            "title": _("Công bố chỉ số cải cách hành chính năm %(year)s") % said,
            "bases": list(_bases(result, opened)),
        }
    return shared | {
        "number": _("Số: %(number)s") % {"number": _("……/BC-……")},
        "dated": dated(DOTS, None),
        "title": _("Kết quả xác định chỉ số cải cách hành chính năm %(year)s") % said,
        "process": [_process(one) for one in process.lines_of(result.process or {})],
        "responses": str((result.process or {}).get("responses", 0)),
        "fields": _fields(opened),
        "weakest": _weakest(opened),
    }


def _attached(result: Result) -> str:
    number, day = result.decision or DOTS, _day(result.decided_on)
    return _("(Kèm theo Quyết định số %(number)s %(day)s)") % {"number": number, "day": day}


def _day(day: date | None) -> str:
    return dated("", day).partition(", ")[2]


def _bases(result: Result, opened: Opened) -> list[str]:
    """Only what the office itself knows; the others an office adds in Word."""
    decision, group = opened.round.edition.cover.decision, WorkingGroup.objects.filter(round=result.round_id).first()
    found = [_("Căn cứ %(dots)s;") % {"dots": DOTS}]
    found.append(
        _("Căn cứ %(title)s (%(number)s);") % {"title": opened.round.edition.cover.title, "number": decision.number}
    )
    if group is not None:
        said = {"number": group.number, "on": f"{group.issued_on:%d/%m/%Y}"}
        found.append(_("Căn cứ Quyết định số %(number)s ngày %(on)s về tổ công tác;") % said)
    meeting = Meeting.objects.filter(round=result.round_id).first()
    if meeting is not None:
        found.append(_("Căn cứ kết quả họp hội đồng ngày %(on)s;") % {"on": f"{meeting.on:%d/%m/%Y}"})
    return found


def _figure(text: object) -> str:
    return shown(str(text), OFFICIAL)


def _block(result: Result, opened: Opened, code: str, title: str) -> Content:
    lines = story.standings(opened, result.study, code)
    indices = [one.index for one in lines]
    return {
        "title": title,
        "classed": any(one.row["class"] for one in lines),
        "rows": [_row(one) for one in lines],
        "mean": _figure(f"{mean(indices):.{opened.result.decimals}f}"),
        "first": _named(lines[0].row),
        "last": _named(lines[-1].row),
        "count": str(len(lines)),
    }


def _named(row: Row) -> str:
    return f"{row['name']} ({_figure(row['index'])})"


def _row(one: story.Standing) -> dict[str, str]:
    figures = {name: _figure(one.row[name]) for name in ("appraisal", "survey", "bonus", "penalty", "index")}
    named = {"rank": str(one.row["rank"]), "name": str(one.row["name"]), "class": str(one.row["class"] or "")}
    return figures | named | {"ranks": one.rank_span or "–"}


def _process(one: process.Kept) -> dict[str, str]:
    return {"says": one.says, "done": f"{one.done}/{one.of}" if one.of else _("không phát sinh")}


def _fields(opened: Opened) -> list[dict[str, str]]:
    """Each standard field with the mean share that units got of it."""
    units, found = story.units_of(opened), []
    for place, group in enumerate(opened.round.edition.fields):
        if group.role is Role.STANDARD:
            rows = [(story.fields_of(unit)[place]["index"], unit["name"]) for unit in units]
            shares = [(float(str(share)), str(name)) for share, name in rows if share is not None]
            best, worst = max(shares), min(shares)
            found.append(
                {
                    "code": group.code, "title": group.title or "",
                    "mean": _figure(f"{mean(share for share, _name in shares):.2f}"),
                    "best": f"{best[1]} ({_figure(f'{best[0]:.2f}')})",
                    "worst": f"{worst[1]} ({_figure(f'{worst[0]:.2f}')})",
                }
            )  # fmt: skip
    return found


def _weakest(opened: Opened, most: int = 10) -> list[dict[str, str]]:
    """The items of which units got the smallest share on the average."""
    standard = [item for group, item in opened.round.edition.with_roles() if group.role is Role.STANDARD]
    known = [one for one in story.averages(opened, standard) if one.mean is not None]
    return [
        {
            "code": one.item.code, "title": one.item.title,
            "mean": _figure(printed(100 * (one.mean or ZERO), 2)) + " %",
            "full": f"{one.full}/{one.of}",
        }
        for one in sorted(known, key=lambda one: one.mean or 0)[:most]
    ]  # fmt: skip
