"""What takes a code to a respondent: a sheet of cards to print and cut, a list of links to send."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

import segno
from django.utils.translation import gettext as _

from parindex.publish.documents.pdf import pdf_of
from parindex.words import inert
from paroffice.surveys.models.frame import ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    code: str
    address: str
    title: str
    unit: str
    cluster: str = ALONE

    @property
    def whom(self) -> str:
        """About which unit, and in which cluster it is to be handed out."""
        return self.unit if self.cluster == ALONE else f"{self.unit} · {self.cluster}"


def sheet_of(cards: Sequence[Card], illustrative: bool) -> bytes:
    """As PDF; each card with its QR code, and the code in letters for who has no camera."""
    content = {
        "title": _("Thẻ trả lời phiếu khảo sát"),
        "alt": _("Mã QR mở phiếu khảo sát"),
        "says": _("Quét mã, hoặc mở trang dưới đây và gõ mã. Mỗi thẻ trả lời một lần; không hỏi tên."),
        "illustrative": illustrative,
        "cards": [
            {
                "qr": qr_of(one.address), "title": one.title, "unit": one.whom, "code": one.code,
                "place": f"{urlsplit(one.address).netloc}/phieu/",
            }
            for one in cards
        ],
    }  # fmt: skip
    return pdf_of(files("paroffice.surveys").joinpath("documents/cards.typ").read_text(encoding="utf-8"), content)


def qr_of(address: str) -> str:
    """As SVG."""
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", border=2, xmldecl=False)
    return stream.getvalue().decode()


def links_csv(rows: Iterable[Sequence[str]]) -> str:
    """Who gets which link. Kept by nobody here: lost, new ones are made."""
    return _csv(["ma", "ho_ten", "lien_he", "tang", "cum", "duong_dan"], rows)


def people_csv(rows: Iterable[Sequence[str]]) -> str:
    """Who is called back."""
    return _csv(["ma", "ho_ten", "lien_he", "cum"], rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return stream.getvalue()
