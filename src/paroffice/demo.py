"""The founding example in an empty office: units, people, an adopted edition, an open round, answers so far."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import typst
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from parindex.index.round import edition_folder, sound_round
from parindex.publish.documents.pdf import pdf_of
from parindex.rubric.draft import amendment
from parindex.rubric.model import Item
from parindex.sheet.ledger import LedgerName
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment, Proof, State
from paroffice.assessments.offline import answer_in_words
from paroffice.assessments.queries import law_for
from paroffice.assessments.report import dated
from paroffice.evidence import actions as evidence
from paroffice.evidence.actions import upload
from paroffice.evidence.models import Version
from paroffice.evidence.queries import day
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.actions import ask_about, clarify, open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt, begin_draft, revise
from paroffice.rubrics.frozen import Files, files_from, files_of
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.places import Place
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.revise import rewritten
from paroffice.rubrics.written import Written

PASSWORD = "minh-hoa-2018"
WITHOUT_PROOF = {"3.2.2": "", "5.1.2": "Văn bản gốc đang được số hóa, bổ sung trước khi thẩm định (minh họa)."}
"""Items of the first unit that claim points without a paper, one of them not explained."""
PAPERS = (("1", "2", "3"), ("4", "5"), ("6", "8"), ("7",), ("9", "10"))
"""The fields that share an invented paper."""
OF_NEXT_YEAR = "7"
"""The field whose paper bears a date after the year of the round."""
LEFT_OPEN = ("4.2.2", "8.2.1", "8.2.2", "9.1.3")
"""Items of the first unit that a visitor finds unanswered."""
ASKED = ("3.3.2", "8.2.2")
QUESTIONS = (
    "Minh họa: hồ sơ nộp trực tuyến nhưng trả kết quả bản giấy có được tính không?",
    "Minh họa: số liệu lấy đến hết ngày 31/12 hay đến ngày lập báo cáo?",
)
ANSWER = "Minh họa: có, nếu hồ sơ được tiếp nhận và xử lý trên hệ thống; kèm danh sách trích từ hệ thống."


@transaction.atomic
def fill(example: Path) -> list[tuple[str, str]]:
    """The accounts made; none where the office holds something already."""
    if Person.objects.exists() or Unit.objects.exists():
        return []
    plain, now = sound_round(example), timezone.now()
    units = [Unit.objects.create(code=unit.code, name=unit.name, block=unit.block) for unit in plain.units]
    cast = [
        ("dung", "Dung (thường trực)", Role.ROUND_OFFICE, None),
        ("an", "An", Role.UNIT_OFFICER, units[0]),
        ("ly", "Lý (lãnh đạo)", Role.UNIT_LEADER, units[0]),
        ("binh", "Bình", Role.UNIT_OFFICER, units[1]),
        ("chi", "Chi (thẩm định)", Role.APPRAISER, None),
        ("kiem-toan", "Người giám sát", Role.AUDITOR, None),
        ("quan-tri", "Quản trị", Role.ADMINISTRATOR, None),
    ]
    people = {name: Person.objects.create_user(name, password=PASSWORD, full_name=full) for name, full, *_ in cast}
    for name, _, role, unit in cast:
        Grant.objects.create(person=people[name], role=role, unit=unit, starts_on=date(2018, 1, 1))
    edition = adopt(files=files_of(edition_folder(example, plain.about.edition, None)), by=people["dung"], at=now)
    evening = timezone.localtime(now).replace(hour=17, minute=0, second=0, microsecond=0)
    time = Time(opens_at=evening - timedelta(days=21), closes_at=evening + timedelta(days=10))
    round_ = open_round(
        year=plain.about.year, title=plain.about.title, edition=edition, by=people["dung"], at=now,
        windows=[(Step.SELF_ASSESSMENT, "", time)], units=units, illustrative=True,
    )  # fmt: skip
    ledger = plain.ledgers[LedgerName.SELF]
    for place, unit in enumerate(units):
        assessment = assessments.begin(round_=round_, unit=unit, at=now)
        skipped = LEFT_OPEN if place == 0 else ()
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment, item=code, **raw._asdict(), note=ledger.note(place, code),
                changed_by=people["an"] if place == 0 else people["dung"], changed_at=now,
            )
            for code in ledger.items
            if code not in skipped and (raw := ledger.raw(place, code)) is not None
        )  # fmt: skip
    first = round_.assessments.get(unit=units[0])
    _prove(first, people["an"], now)
    _divide(first, people, now)
    _year_before(first, people, now)
    _put_papers(example, first, people["an"], now)
    begin_amendment(edition, people["dung"], now)
    ask_and_answer(round_, units[0], people["an"], people["dung"], now)
    return [(name, f"{role.label}{f', {unit}' if unit else ''}") for name, _, role, unit in cast]


def _prove(assessment: Assessment, by: Person, at: datetime) -> None:
    """Invented papers, a page for each item that they prove."""
    answers = {one.item: one for one in assessment.answers.exclude(item__in=WITHOUT_PROOF)}
    for code, note in WITHOUT_PROOF.items():
        Answer.objects.filter(assessment=assessment, item=code).update(note=note)
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


def _paper(
    assessment: Assessment, fields: tuple[str, ...], shown: list[tuple[Item, Answer]], by: Person, at: datetime
) -> Version:
    year = assessment.round.year
    day = date(year + 1, 1, 15) if OF_NEXT_YEAR in fields else date(year, 12, 20)
    title = f"Kết quả cải cách hành chính năm {year}, lĩnh vực {', '.join(fields)} (minh họa)"
    number = f"{300 + int(fields[0])}/BC-UBND"
    items = [{"code": item.code, "title": item.title, "says": _said(item, answer)} for item, answer in shown]
    content = {"title": title, "number": number, "dated": dated("Kim Sơn", day), "items": items}
    template = files("paroffice").joinpath("demo_paper.typ").read_text(encoding="utf-8")
    file = SimpleUploadedFile(f"bao-cao-{'-'.join(fields)}.pdf", pdf_of(template, content))
    return upload(
        unit=assessment.unit, file=file, by=by, at=at, title=title, number=number,
        issuer="UBND huyện Kim Sơn (minh họa)", issued_on=day,
    )  # fmt: skip


def _said(item: Item, answer: Answer) -> str:
    return f"Kết quả thực hiện: {answer_in_words(item.rule(''), answer.raw)}"


def _divide(assessment: Assessment, people: dict[str, Person], at: datetime) -> None:
    """Who does what, and what the report says besides."""
    shares = {"3": people["an"], "4": people["an"], "7": people["ly"]}
    assessments.divide(assessment=assessment, shares=shares, by=people["ly"], at=at)
    said = {
        "above": "UBND tỉnh Ninh Bình", "place": "Kim Sơn", "post": "Chủ tịch", "signer": "Lý (minh họa)",
        "difficulties": "Công chức một cửa ở xã kiêm nhiệm nhiều việc, chưa theo kịp hồ sơ trực tuyến (minh họa).",
        "proposals": "Đề nghị tỉnh tập huấn sớm hơn và dùng chung một biểu mẫu báo cáo (minh họa).",
    }  # fmt: skip
    assessments.state(assessment=assessment, said=said, edits=0, by=people["an"], at=at)


def _year_before(assessment: Assessment, people: dict[str, Person], at: datetime) -> None:
    """The same unit's sheet of the year before, over the same edition, so that each item shows what it was."""
    year = assessment.round.year - 1
    then = at - timedelta(days=365)
    round_ = open_round(
        year=year, title=f"Tự đánh giá năm {year} (minh họa)", edition=assessment.round.edition, by=people["dung"],
        at=then, windows=[(Step.SELF_ASSESSMENT, "", Time(opens_at=then, closes_at=then + timedelta(days=30)))],
        units=[assessment.unit], illustrative=True,
    )  # fmt: skip
    earlier = assessments.begin(round_=round_, unit=assessment.unit, at=then)
    Answer.objects.bulk_create(
        Answer(
            assessment=earlier, item=one.item, **one.raw._asdict(), note="", changed_by=people["an"], changed_at=then
        )
        for one in assessment.answers.exclude(outcome__in=("not_proven", "not_applicable"))
    )
    Assessment.objects.filter(pk=earlier.pk).update(
        state=State.SUBMITTED, submitted_at=then + timedelta(days=20), submitted_by=people["ly"]
    )


def _put_papers(example: Path, assessment: Assessment, by: Person, at: datetime) -> None:
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


def begin_amendment(edition: AdoptedEdition, by: Person, at: datetime) -> None:
    """A draft for the year after, in which one maximum was raised and the sum is off: illustrative."""
    files = files_from(amendment(law_of(edition), f"{edition.name}-sua-doi"))
    draft = begin_draft(files=files, based_on=edition, by=by, at=at)
    revise(draft=draft, step=raised, what="1-chi-dao:0.0", by=by, at=at)


def raised(written: Written) -> Files:
    """The first item of the first field with one point more."""
    place = Place(written.field_names[0], (0, 0))
    data = written.data(place)
    return rewritten(written, place, {**data, "points": "1.5"}) if isinstance(data, dict) else dict(written.files)


def ask_and_answer(round_: Round, unit: Unit, an: Person, dung: Person, at: datetime) -> None:
    """One question that was answered and one that waits: illustrative."""
    asked = ask_about(round_=round_, unit=unit, item=ASKED[0], question=QUESTIONS[0], by=an, at=at)
    clarify(clarification=asked, answer=ANSWER, by=dung, at=at)
    ask_about(round_=round_, unit=unit, item=ASKED[1], question=QUESTIONS[1], by=an, at=at)
