"""PDF by Typst: the same text gives the same bytes, whatever fonts the machine has."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from parindex.errors import NeedsExtra

FONTS = Path(__file__).parent / "fonts"
ARCHIVAL = "a-2a"
"""PDF/A-2a: kept for decades, read aloud by machines."""


def pdf_of(template: str, content: Mapping[str, object], *, timestamp: int = 0) -> bytes:
    """The template filled, as archival PDF. Raises `NeedsExtra` without the documents extra.

    The template reads `json(bytes(sys.inputs.content))` and may import `official.typ`; what stands in the content is
    text to it, never markup. `timestamp` (Unix seconds) is the moment that the file says it was made.
    """
    try:
        import typst
    except ImportError:
        raise NeedsExtra("documents") from None
    compiled: Any = typst.compile  # its types do not know of several files at once
    made: bytes = compiled(
        {"main.typ": template.encode(), "official.typ": files(__package__).joinpath("official.typ").read_bytes()},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=ARCHIVAL,
        timestamp=timestamp,
    )
    return made
