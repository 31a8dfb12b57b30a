"""What a reader should know of a paper before trusting it, as far as the paper itself says. No database is asked.

What depends on how it is used (another item, another unit, last year) is asked where the use is known.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paroffice.evidence.models import Recognition, Verdict, Version

OF_FILE = {
    "cut": gettext_lazy("tệp dài: chỉ đọc chữ ở phần đầu"),
    "scripts": gettext_lazy("trong tệp có mã chạy"),
    "attachments": gettext_lazy("trong tệp có tệp đính kèm"),
    "signatures_unread": gettext_lazy("không đọc được chữ ký số"),
}
"""The words of `Version.flags`, but for `scan`."""
OF_SCAN = {
    "": gettext_lazy("bản quét, đang chờ nhận dạng chữ"),
    "absent": gettext_lazy("bản quét; máy chủ chưa có chương trình nhận dạng chữ"),
    "stopped": gettext_lazy("bản quét không nhận dạng được chữ"),
}


@dataclass(frozen=True, slots=True)
class Flag:
    """`grave` is what makes a paper doubtful; the rest is good to know."""

    code: str
    says: str
    grave: bool = True


def flags_of(version: Version, *, year: int | None = None, closes_at: datetime | None = None) -> list[Flag]:
    """Select `recognition` along with many versions, and `document`; then no query is needed."""
    return [
        *_of_the_verdict(version),
        *_of_the_scan(version),
        *(Flag(flag, str(OF_FILE[flag])) for flag in version.flags if flag in OF_FILE),
        *_outside(version, year),
        *_signed_late(version, closes_at),
    ]


def recognition_of(version: Version) -> Recognition | None:
    return getattr(version, "recognition", None)


def issued_on(version: Version) -> date | None:
    """As the unit says, else as the file does."""
    if version.document.issued_on is not None:
        return version.document.issued_on
    held = recognition_of(version)
    guess = version.read.get("issued_on") or (held.read.get("issued_on") if held else None)
    return date.fromisoformat(guess["value"]) if guess else None


def _of_the_verdict(version: Version) -> list[Flag]:
    says = str(Verdict(version.verdict).label)
    if version.found:
        says = f"{says}: {version.found}"
    return (
        []
        if version.verdict == Verdict.CLEAN
        else [Flag(version.verdict, says, grave=version.verdict == Verdict.INFECTED)]
    )


def _of_the_scan(version: Version) -> list[Flag]:
    held = recognition_of(version)
    if held is not None and held.recognised_at is not None:
        if not held.text.strip():
            return [Flag("scan", _("bản quét, không thấy chữ nào"))]
        said = _("bản quét, chữ do máy nhận dạng (tin cậy %(percent)d%%)") % {"percent": held.percent}
        return [Flag("recognised", said, grave=False)]
    if "scan" not in version.flags:
        return []
    return [Flag("scan", str(OF_SCAN[held.failed if held else "absent"]))]


def _outside(version: Version, year: int | None) -> list[Flag]:
    day = issued_on(version)
    if year is None or day is None or day.year == year:
        return []
    return [
        Flag("outside_year", _("ghi ngày %(day)s, ngoài năm %(year)s") % {"day": f"{day:%d/%m/%Y}", "year": year})
    ]


def _signed_late(version: Version, closes_at: datetime | None) -> list[Flag]:
    moments = [datetime.fromisoformat(one["said_at"]) for one in version.signatures if one.get("said_at")]
    if closes_at is None or not any(moment.tzinfo and moment >= closes_at for moment in moments):
        return []
    return [Flag("signed_late", _("ký sau khi hết thời hạn"))]
