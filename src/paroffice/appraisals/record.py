"""The record of a visit (biên bản): what it holds, sealed when it is laid before the unit; its forms Word and PDF."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from parindex.rounding import about
from parindex.rubric.model import Item
from parindex.rubric.pieces import ZERO
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import Marks, ruled_items
from paroffice.appraisals.models import Sighting, Stage, State, Visit
from paroffice.appraisals.queries import law_for, marks_of
from paroffice.appraisals.workflow import WRITES
from paroffice.assessments.report import dated

OFFICIAL = "vi"
"""The language of the paper that is signed, whatever its reader chose."""
TEMPLATE = "bien-ban-kiem-tra.docx"
"""An office's own template lies under this name in the folder `templates` of its data."""
TICKED, EMPTY = "[x]", "[  ]"
Lines = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the leader adds to the notes: number, place of signing, who was there for the unit, the conclusion."""

    number: str = ""
    where: str = ""
    met: str = ""
    conclusion: str = ""


def lines_of(visit: Visit, heading: Heading) -> Lines:
    """Everything the record says, in the edition's own language; points as exact fractions."""
    sheet, law = visit.appraisal.assessment, law_for(visit.appraisal)
    marks, ledger = marks_of(visit.appraisal), _ledger(visit)
    seen: dict[str, list[Sighting]] = {}
    for one in visit.sightings.select_related("by").prefetch_related("photos"):
        seen.setdefault(one.item, []).append(one)
    looked_at = [item for item in ruled_items(law) if item.code in visit.items]
    told = visit.appraisal.state == State.TOLD
    group = sheet.round.working_group
    return {
        "unit": sheet.unit.name,
        "year": sheet.round.year,
        "edition": {"title": law.cover.title, "digest": sheet.round.edition.digest},
        "decision": {"number": group.number, "on": group.issued_on.isoformat()},
        "number": heading.number.strip(),
        "where": heading.where.strip(),
        "on": visit.on.isoformat(),
        "place": visit.place,
        "people": _people(visit),
        "met": heading.met.strip(),
        "conclusion": heading.conclusion.strip(),
        "items": [_item(item, marks, ledger, seen.get(item.code, [])) for item in looked_at],
        "fields": [_field(group.code, group.title or "", group.leaves(), marks, ledger) for group in law.fields]
        if told
        else [],
    }


def _people(visit: Visit) -> list[str]:
    """Who went, the leader first, each with the department that sent them."""
    group = visit.appraisal.assessment.round.working_group
    sent = dict(group.members.order_by("pk").values_list("person_id", "department"))
    went = [visit.leader, *visit.members.order_by("pk")]
    return [f"{one}, {sent[one.pk]}" if sent.get(one.pk) else str(one) for one in went]


def _ledger(visit: Visit) -> LedgerName:
    return WRITES[State(visit.appraisal.state)]


def _item(item: Item, marks: Marks, ledger: LedgerName, seen: Iterable[Sighting]) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "most": str(item.most),
        "claimed": _points(item, marks, LedgerName.SELF),
        "held": _points(item, marks, ledger),
        "seen": [
            {
                "text": one.text,
                "by": str(one.by),
                "at": one.at.isoformat(),
                "photos": [photo.sha256 for photo in one.photos.all()],
            }
            for one in seen
        ],
    }


def _points(item: Item, marks: Marks, ledger: LedgerName) -> str:
    """Empty where nothing stands."""
    cell = marks.cell(item, ledger)
    return "" if cell is None else str(cell.points)


def _field(code: str, title: str, leaves: Iterable[Item], marks: Marks, ledger: LedgerName) -> dict[str, Any]:
    own = [item for item in leaves if not item.from_survey]
    sums = {name: _sum(_points(item, marks, of) for item in own) for name, of in _columns(ledger)}
    return {"code": code, "title": title, "most": str(sum((item.most for item in own), ZERO)), **sums}


def _columns(ledger: LedgerName) -> tuple[tuple[str, LedgerName], ...]:
    return ("claimed", LedgerName.SELF), ("held", ledger)


def _sum(points: Iterable[str]) -> str:
    return str(sum((Fraction(one) for one in points if one), ZERO))


def digest_of(lines: Lines) -> str:
    """SHA-256 of the lines as JSON: keys in order, no spaces, UTF-8."""
    written = json.dumps(lines, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_intact(visit: Visit) -> bool:
    """Whether the lines are still those that were laid before the unit."""
    return not visit.digest or digest_of(visit.lines) == visit.digest


def standing_lines(visit: Visit) -> Lines:
    """Those that were laid before the unit, else what they would be now."""
    return visit.lines if visit.digest else lines_of(visit, Heading())


def as_pdf(visit: Visit) -> bytes:
    with translation.override(OFFICIAL):
        template = files("paroffice.appraisals").joinpath("documents/record.typ").read_text(encoding="utf-8")
        moment = int(visit.laid_at.timestamp()) if visit.laid_at else 0
        return pdf_of(template, content_of(visit), timestamp=moment)


def as_word(visit: Visit) -> bytes:
    with translation.override(OFFICIAL):
        return word_of(_word_template(), content_of(visit))


def _word_template() -> bytes:
    """The office's own where it laid one down, else the one that comes with the program."""
    own = Path(settings.DATA) / "templates" / TEMPLATE
    if own.is_file():
        return own.read_bytes()
    return files("paroffice.appraisals").joinpath("documents", "record.docx").read_bytes()


def content_of(visit: Visit) -> dict[str, object]:
    """Everything the paper says, as text."""
    lines = standing_lines(visit)
    day, decided = date.fromisoformat(lines["on"]), date.fromisoformat(lines["decision"]["on"])
    return {
        "illustrative": visit.appraisal.assessment.round.illustrative,
        "draft": visit.stage not in (Stage.LAID, Stage.CONCLUDED),
        "above": _("Hội đồng thẩm định"),
        "issuer": _("Tổ công tác"),
        "number": _("Số: %(number)s") % {"number": lines["number"] or "……/BB-TCT"},
        "dated": dated(lines["where"], day),
        "title": _("Kiểm tra trực tiếp kết quả cải cách hành chính năm %(year)s của %(unit)s")
        % {"year": lines["year"], "unit": lines["unit"]},
        "basis": _("Căn cứ Quyết định số %(number)s ngày %(on)s về việc thành lập Tổ công tác;")
        % {"number": lines["decision"]["number"], "on": f"{decided:%d/%m/%Y}"},
        "edition": _("Căn cứ bộ chỉ số: %(edition)s;") % {"edition": lines["edition"]["title"]},
        "held": _("%(day)s, tại %(place)s, Tổ công tác đã kiểm tra trực tiếp tại %(unit)s, cụ thể như sau:")
        % {"day": said_day(day).capitalize(), "place": lines["place"], "unit": lines["unit"]},
        "leader": lines["people"][0],
        "members": lines["people"][1:],
        "signer": str(visit.leader),
        "unit": lines["unit"],
        "met": lines["met"].splitlines(),
        "items": [_row(one) for one in lines["items"]],
        "sums": _sums(lines["items"]),
        "fields": [_row(one) for one in lines["fields"]],
        "totals": _sums(lines["fields"]),
        "seen": [_seen(one) for one in lines["items"]],
        "conclusion": lines["conclusion"].splitlines(),
        "agrees": TICKED if visit.unit_agrees else EMPTY,
        "reserves": TICKED if visit.unit_agrees is False else EMPTY,
        "unsaid": visit.unit_agrees is None,
        "reservation": visit.reservation.splitlines(),
        "spoke": visit.spoke_for_unit,
        "source": _source(visit),
    }  # fmt: skip


def said_day(day: date) -> str:
    """As a letter bears it: days below ten and the first two months with a zero before."""
    months = f"{day.month:02d}" if day.month < 3 else str(day.month)
    said = {"day": f"{day.day:02d}", "month": months, "year": day.year}
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % said


def _row(line: dict[str, Any]) -> dict[str, str]:
    figures = {name: _shown(line[name]) for name in ("most", "claimed", "held")}
    return {"code": line["code"], "title": line["title"], **figures}


def _shown(points: str) -> str:
    return about(Fraction(points)).said_in(OFFICIAL) if points else "–"


def _sums(lines: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {name: _shown(_sum(one[name] for one in lines)) for name in ("most", "claimed", "held")}


def _seen(line: dict[str, Any]) -> dict[str, object]:
    texts = [text for one in line["seen"] for text in one["text"].splitlines() if text.strip()]
    photos = sum(len(one["photos"]) for one in line["seen"])
    return {"code": line["code"], "title": line["title"], "texts": texts, "photos": str(photos) if photos else ""}


def _source(visit: Visit) -> str:
    if not visit.digest:
        return _("Bản nháp, lập lúc %(at)s.") % {"at": f"{timezone.localtime():%H:%M %d/%m/%Y}"}
    return _("Lập từ hệ thống, kiểm tra số %(number)s. Mã băm của biên bản: %(digest)s") % {
        "number": visit.pk, "digest": visit.digest,
    }  # fmt: skip
