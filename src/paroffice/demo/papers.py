"""Invented papers of the first unit, a page for each item that they prove, and a scan."""

from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

import typst
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from parindex.publish.documents.pdf import pdf_of
from parindex.rubric.answers import Outcome
from parindex.rubric.model import Item
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment, Proof
from paroffice.assessments.offline import answer_in_words
from paroffice.assessments.queries import law_for
from paroffice.assessments.report import dated
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.evidence.queries import day
from paroffice.people.models import Person

WITHOUT_PROOF = {"3.2.2": "", "5.1.2": "Văn bản gốc đang được số hóa, bổ sung trước khi thẩm định (minh họa)."}
"""Items of the first unit that claim points without a paper, one of them not explained."""
PAPERS = (("1", "2", "3"), ("4", "5"), ("6", "8"), ("7",), ("9", "10"))
"""The fields that share an invented paper."""
OF_NEXT_YEAR = "7"
"""The field whose paper bears a date after the year of the round."""


def put_papers(example: Path, assessment: Assessment, by: Person, at: datetime) -> None:
    """What proves the items, then what lies in the store besides."""
    _prove(assessment, by, at)
    _fill_store(example, assessment, by, at)


def _prove(assessment: Assessment, by: Person, at: datetime) -> None:
    """Invented papers, a page for each item that they prove."""
    answers = {one.item: one for one in assessment.answers.exclude(item__in=WITHOUT_PROOF)}
    for code, note in WITHOUT_PROOF.items():
        _explain(assessment.answers.get(item=code), note, by, at)
    by_code = {field.code: field for field in law_for(assessment).fields}
    for fields in PAPERS:
        leaves = [item for code in fields for item in by_code[code].leaves()]
        items = [item for item in leaves if item.evidence and item.code in answers]
        version = _paper(assessment, fields, [(item, answers[item.code]) for item in items], by, at)
        Proof.objects.bulk_create(
            Proof(
                assessment=assessment, item=item.code, version=version, pages=str(page), quote=item.title[:300],
                put_by=by, put_at=at,
            )
            for page, item in enumerate(items, 1)
        )  # fmt: skip


def put_report(assessment: Assessment, by: Person, at: datetime) -> None:
    """One invented report of a year that is over, a page a field, behind the items that it proves."""
    answered = set(assessment.answers.filter(outcome=Outcome.ANSWERED.value).values_list("item", flat=True))
    year, fields = assessment.round.year, law_for(assessment).fields
    told = [
        {"code": one.code, "title": one.title, "says": f"Kết quả thực hiện năm {year} (minh họa)."} for one in fields
    ]
    title, day = f"Báo cáo kết quả cải cách hành chính năm {year} (minh họa)", date(year, 12, 20)
    content = {"title": title, "number": "290/BC-UBND", "issuer": assessment.unit.name, "items": told}
    content["dated"] = dated("……………", day)
    template = files("paroffice.demo").joinpath("paper.typ").read_text(encoding="utf-8")
    version = evidence.upload(
        unit=assessment.unit, file=SimpleUploadedFile("bao-cao-nam.pdf", pdf_of(template, content)), by=by, at=at,
        title=title, number="290/BC-UBND", issuer=assessment.unit.name, issued_on=day,
    )  # fmt: skip
    Proof.objects.bulk_create(
        Proof(assessment=assessment, item=item.code, version=version, pages=str(page), put_by=by, put_at=at)
        for page, group in enumerate(fields, 1)
        for item in group.leaves()
        if item.evidence and item.code in answered and item.code not in WITHOUT_PROOF
    )


def _explain(answer: Answer, note: str, by: Person, at: datetime) -> None:
    assessments.answer(
        assessment=answer.assessment, code=answer.item, raw=answer.raw, note=note, edits=answer.edits, by=by, at=at
    )


def _paper(
    assessment: Assessment, fields: tuple[str, ...], shown: list[tuple[Item, Answer]], by: Person, at: datetime
) -> Version:
    year = assessment.round.year
    day = date(year + 1, 1, 15) if OF_NEXT_YEAR in fields else date(year, 12, 20)
    title = f"Kết quả cải cách hành chính năm {year}, lĩnh vực {', '.join(fields)} (minh họa)"
    number = f"{300 + int(fields[0])}/BC-UBND"
    items = [{"code": item.code, "title": item.title, "says": _said(item, answer)} for item, answer in shown]
    content = {"title": title, "number": number, "dated": dated("Kim Sơn", day), "items": items}
    template = files("paroffice.demo").joinpath("paper.typ").read_text(encoding="utf-8")
    file = SimpleUploadedFile(f"bao-cao-{'-'.join(fields)}.pdf", pdf_of(template, content))
    return evidence.upload(
        unit=assessment.unit, file=file, by=by, at=at, title=title, number=number,
        issuer="UBND huyện Kim Sơn (minh họa)", issued_on=day,
    )  # fmt: skip


def _said(item: Item, answer: Answer) -> str:
    return f"Kết quả thực hiện: {answer_in_words(item.rule(''), answer.raw)}"


def _fill_store(example: Path, assessment: Assessment, by: Person, at: datetime) -> None:
    """What the first unit has in its store, all invented, and one paper that proves something."""
    for path in sorted((example / "papers").glob("*")):
        if path.suffix == ".typ":
            content, name = typst.compile(path, ignore_system_fonts=True), f"{path.stem}.pdf"
        else:
            content, name = path.read_bytes(), path.name
        version = evidence.upload(unit=assessment.unit, file=ContentFile(content, name=name), by=by, at=at, title="")
        _describe(version, by, at)
        if path.stem.startswith("312-BC"):
            assessments.prove(assessment=assessment, code="1.1.1", version=version, by=by, at=at, pages="1")


def _describe(version: Version, by: Person, at: datetime) -> None:
    """As a person would who accepts what was read from the file; a scan is not read yet."""
    said = {name: version.read[name]["value"] for name in ("title", "number", "issuer") if name in version.read}
    if said:
        issued_on = day(version.read["issued_on"]["value"])
        evidence.describe(document=version.document, issued_on=issued_on, by=by, at=at, **said)
