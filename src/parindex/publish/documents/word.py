"""Word from a template that an office can edit in Word itself."""

from collections.abc import Mapping
from io import BytesIO

from parindex.errors import NeedsExtra


def word_of(template: bytes, content: Mapping[str, object]) -> bytes:
    """The .docx template with its `{{ names }}` filled. Raises `NeedsExtra` without the documents extra.

    What stands in the content is text, whatever signs it bears; the template's own expressions run in a sandbox.
    """
    try:
        from docxtpl import DocxTemplate
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError:
        raise NeedsExtra("documents") from None
    document, filled = DocxTemplate(BytesIO(template)), BytesIO()
    document.render(dict(content), SandboxedEnvironment(autoescape=True))
    document.save(filled)
    return filled.getvalue()
