"""Everything the program says can be said in Vietnamese."""

import ast
import string
from pathlib import Path

from parindex.words import vietnamese

CORE = Path(__file__).parents[2] / "src" / "parindex"


def templates() -> set[str]:
    return {
        call.args[0].value
        for path in CORE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "words"
        if isinstance(call.args[0], ast.Constant)
    }


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def has_words(template: str) -> bool:
    return any(letter.isalpha() for text, *_ in string.Formatter().parse(template) for letter in text)


def test_every_template_is_a_literal() -> None:
    strays = [
        f"{path}:{call.lineno}"
        for path in CORE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "words"
        if not isinstance(call.args[0], ast.Constant)
    ]

    assert strays == [], "give words() a literal template, or the catalogue cannot be held complete"


def test_every_template_is_translated() -> None:
    missing = sorted(template for template in templates() if has_words(template))

    assert [template for template in missing if template not in vietnamese()] == [], (
        "add them to src/parindex/vi.yaml"
    )


def test_the_catalogue_holds_no_strangers() -> None:
    assert sorted(vietnamese().keys() - templates()) == [], "remove them from src/parindex/vi.yaml"


def test_a_translation_keeps_the_placeholders() -> None:
    unlike = [text for text, other in vietnamese().items() if placeholders(text) != placeholders(other)]

    assert unlike == []
