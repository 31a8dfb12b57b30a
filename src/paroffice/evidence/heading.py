"""What the first page of an administrative document says of itself: number, date, issuer, subject. Guesses only.

The places on the page are those of Nghị định 30/2020/NĐ-CP, phụ lục I (before it Thông tư 01/2011/TT-BNV).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

SURE, UNSURE = "sure", "unsure"
TOP_LINES, SUBJECT_LINES, SUBJECT_LENGTH, ISSUER_LENGTH = 14, 4, 400, 200
NUMBER = re.compile(r"\bSố\s*:?\s*(\d{1,6}[a-zA-Z]?\s*/\s*[0-9A-ZĐƯƠ&]+(?:\s*[-/]\s*[0-9A-ZĐƯƠ&.]+)*)")
LOOSE_NUMBER = re.compile(r"\b(\d{1,6}[a-z]?/(?:\d{4}/)?[A-ZĐƯ]{2,}(?:-[A-ZĐƯ0-9]+)+)")
DATE = re.compile(r"ngày\s*(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.I)
KIND = re.compile(
    r"^(BÁO CÁO|QUYẾT ĐỊNH|KẾ HOẠCH|NGHỊ QUYẾT|THÔNG BÁO|CHƯƠNG TRÌNH|TỜ TRÌNH|HƯỚNG DẪN|CHỈ THỊ|BIÊN BẢN|CÔNG ĐIỆN"
    r"|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|GIẤY MỜI|PHIẾU TRÌNH)\b[\s:.]*(.*)$"
)
LETTER = re.compile(r"^\s*V/v\s*:?\s*(.+)$", re.I)
BODY = re.compile(
    r"^(Căn cứ|Kính gửi|Thực hiện|Xét|Theo đề nghị|Phần|Điều \d|I\.|1\.|ỦY BAN|UỶ BAN|CHỦ TỊCH|[-_=*]{3})", re.I
)
MOTTO = re.compile(r"C.NG\s*H.A?\s*X. H.I CH. NGH.A VI.T NAM|Đ.c l.p\s*[-–]\s*T. do\s*[-–]\s*H.nh ph.c", re.I)
"""Whatever a machine made of its accents."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Something read, and how surely."""

    value: str
    confidence: str


def heading_of(page: str) -> dict[str, Guess]:
    """By name: number, issued_on (ISO), issuer, title. What is not found is not there."""
    whole = unicodedata.normalize("NFC", page)
    lines = [" ".join(line.split()) for line in whole.splitlines()]
    lines = [line for line in lines if line]
    found = {
        "number": _number(lines),
        "issued_on": _issued_on(lines),
        "issuer": _issuer(lines),
        "title": _title(lines),
    }
    return {name: guess for name, guess in found.items() if guess is not None}


def _number(lines: list[str]) -> Guess | None:
    for line in lines[:TOP_LINES]:
        if said := NUMBER.search(line):
            return Guess(re.sub(r"\s+", "", said[1]), SURE)
    for line in lines[:TOP_LINES]:
        if said := LOOSE_NUMBER.search(line):
            return Guess(said[1], UNSURE)
    return None


def _issued_on(lines: list[str]) -> Guess | None:
    for place, line in enumerate(lines):
        if said := DATE.search(line):
            try:
                day = date(int(said[3]), int(said[2]), int(said[1]))
            except ValueError:
                continue
            return Guess(day.isoformat(), SURE if place < TOP_LINES else UNSURE)
    return None


def _issuer(lines: list[str]) -> Guess | None:
    """The capitals above the number, without the motto beside them."""
    named: list[str] = []
    for line in lines[:TOP_LINES]:
        rest = MOTTO.sub("", line).strip(" -–_*")
        if NUMBER.search(rest) or DATE.search(rest) or KIND.match(rest):
            break
        if rest and rest == rest.upper() and any(letter.isalpha() for letter in rest):
            named.append(rest)
    if not named:
        return None
    numbered = any(NUMBER.search(line) for line in lines[:TOP_LINES])
    return Guess(" ".join(named)[:ISSUER_LENGTH], SURE if numbered and len(named) <= 3 else UNSURE)


def _title(lines: list[str]) -> Guess | None:
    for place, line in enumerate(lines[: TOP_LINES * 2]):
        if (kind := KIND.match(line)) and (not kind[2] or kind[2][0].isupper()):
            subject = _subject([kind[2], *lines[place + 1 :]])
            return Guess(_short(f"{kind[1].capitalize()} {subject}"), SURE if subject else UNSURE)
        if letter := LETTER.match(line):
            return Guess(_short(f"V/v {_subject([letter[1], *lines[place + 1 :]])}"), UNSURE)
    return None


def _subject(lines: list[str]) -> str:
    taken: list[str] = []
    for line in lines:
        if len(taken) == SUBJECT_LINES or BODY.match(line) or DATE.search(line):
            break
        if line:
            taken.append(line)
    return " ".join(taken)


def _short(text: str) -> str:
    return text.strip()[:SUBJECT_LENGTH]
