"""A chart as a picture: SVG for the page in its own colours, PNG in those of paper for Word and PDF."""

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import vl_convert

from parindex.publish.documents.pdf import FONTS

Spec = dict[str, Any]
"""A specification of Vega-Lite."""
PAPER: Mapping[str, str] = {
    "ink": "#16202e",
    "ink-2": "#4a5565",
    "line": "#c9c4b6",
    "blue": "#1d4f80",
    "red": "#a4201c",
    "sheet": "#ffffff",
    "heat-0": "#ffffff",
    "heat-1": "#e8f0f7",
    "heat-2": "#cfe0ee",
    "heat-3": "#b0cbe2",
    "heat-4": "#8fb4d4",
}
ARIA = re.compile(r' (?:role="graphics-\w+"|aria-[a-z]+="[^"]*")')
NAMED = re.compile(r"var\(--([\w-]+)\)")
SCALE = 2.0
vl_convert.register_font_directory(str(FONTS))


def svg(spec: Spec, title: str) -> str:
    """One picture to a reader of the screen, told by its title; the table behind it tells the rest."""
    bare = ARIA.sub("", vl_convert.vegalite_to_svg(spec))
    return bare.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1)


def on_paper(spec: Spec) -> Spec:
    """The same picture with colours that need no page."""
    text = NAMED.sub(lambda found: PAPER[found.group(1)], json.dumps(spec))
    painted: Spec = json.loads(text)
    painted["config"] |= {"background": "#ffffff", "font": "Tinos"}
    return painted


def png(spec: Spec) -> bytes:
    made: bytes = vl_convert.vegalite_to_png(on_paper(spec), scale=SCALE)
    return made


def paper_svg(spec: Spec) -> str:
    made: str = vl_convert.vegalite_to_svg(on_paper(spec))
    return made
