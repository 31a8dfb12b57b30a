"""Word from a template that an office can edit in Word itself."""

from collections.abc import Mapping
from io import BytesIO

from parindex.errors import NeedsExtra

TEXT_WIDTH = 162
"""In millimetres: A4 without the margins of a formal document."""


def word_of(
    template: bytes,
    content: Mapping[str, object],
    pictures: Mapping[str, bytes] | None = None,
    *,
    width: float = TEXT_WIDTH,
) -> bytes:
    """The .docx template with its `{{ names }}` filled. Raises `NeedsExtra` without the documents extra.

    What stands in the content is text, whatever signs it bears; the template's own expressions run in a sandbox.
    `pictures` are PNG, as wide as the text or as said in millimetres, and stand in the template under `pictures`.
    """
    try:
        from docx.shared import Mm
        from docxtpl import DocxTemplate, InlineImage
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise NeedsExtra("documents") from None
    document, filled = DocxTemplate(BytesIO(template)), BytesIO()
    shown = {
        name: InlineImage(document, BytesIO(picture), width=Mm(width)) for name, picture in (pictures or {}).items()
    }
    document.render({**content, "pictures": shown}, SandboxedEnvironment(autoescape=True))
    document.save(filled)
    return filled.getvalue()
