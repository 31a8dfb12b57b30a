"""Formulas as MathML, which browsers draw themselves: the manual loads no script, from nowhere."""

from docutils.nodes import Element, SkipNode
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


def inline(page: HTML5Translator, formula: Element) -> None:
    page.body.append(tex2mathml(formula.astext()))
    raise SkipNode


def block(page: HTML5Translator, formula: Element) -> None:
    page.body.append(f'<div class="formula">{tex2mathml(formula.astext(), as_block=True)}</div>\n')
    raise SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
