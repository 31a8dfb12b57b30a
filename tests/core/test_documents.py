"""Official documents: Word from a template, PDF with its own type, and what people typed stays text in both."""

from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from jinja2.exceptions import SecurityError

from parindex.publish.documents.pdf import FONTS, pdf_of
from parindex.publish.documents.word import word_of

LETTER = """
#import "official.typ": *
#let it = json(bytes(sys.inputs.content))
#show: official.with(title: "Thử", illustrative: it.illustrative)
#letterhead(above: "UBND tỉnh", issuer: "UBND huyện", number: "Số: 1/BC", dated: "Kim Sơn")
#subject("Báo cáo", it.about)
#it.said
#ending(receivers: ("Lưu: VT.",), post: "Chủ tịch", signer: "Lý")
"""
ODD = '#read("/etc/passwd") *đậm* {{ 7 * 7 }} <b>&amp;</b> $x$ \\ @a'
CONTENT = {"illustrative": True, "about": "Về thủ tục", "said": ODD}


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def docx(text: str) -> bytes:
    document, content = Document(), BytesIO()
    document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_what_people_typed_is_text_in_a_pdf() -> None:
    said = " ".join(text_of(pdf_of(LETTER, CONTENT)).split())

    for part in (
        '#read("/etc/passwd") *đậm* {{ 7 * 7 }} <b>&amp;</b>',
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CHỦ TỊCH",
    ):
        assert part in said


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_band_stands_on_illustrative_papers_only() -> None:
    assert "DỮ LIỆU MINH HỌA" in text_of(pdf_of(LETTER, CONTENT))
    assert "MINH HỌA" not in text_of(pdf_of(LETTER, CONTENT | {"illustrative": False}))


def test_the_same_text_gives_the_same_bytes_in_the_vendored_type() -> None:
    made = pdf_of(LETTER, CONTENT, timestamp=1_600_000_000)

    assert made == pdf_of(LETTER, CONTENT, timestamp=1_600_000_000)
    assert b"Tinos" in made
    assert b"Liberation" not in made
    assert sorted(path.name for path in FONTS.iterdir()) == [
        "OFL.txt", "Tinos-Bold.ttf", "Tinos-BoldItalic.ttf", "Tinos-Italic.ttf", "Tinos-Regular.ttf",
    ]  # fmt: skip


def test_what_people_typed_is_text_in_word() -> None:
    filled = Document(BytesIO(word_of(docx("Nói: {{ said }}"), CONTENT)))

    assert filled.paragraphs[0].text == f"Nói: {ODD}"


def test_a_template_reaches_nothing_but_its_content() -> None:
    with pytest.raises(SecurityError):
        word_of(docx("{{ ''.__class__.__mro__[1].__subclasses__() }}"), {})
