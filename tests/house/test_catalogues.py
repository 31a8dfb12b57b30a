"""Everything the office says can be said in English: nothing is left outside the catalogues, nothing in them is empty."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
OFFICE = ROOT / "src" / "paroffice"
NOT_YET = set[str]()
"""Rooms whose pages still speak Vietnamese only."""
READS = {"evidence/heading.py", "evidence/words.py", "people/names.py", "surveys/headings.py"}
"""Modules whose Vietnamese is looked for in papers or sorted by, never said to anybody."""
VIETNAMESE = re.compile("[ăâđêôơưÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂĐĨŨƠƯĩũẠ-ỹ]")
OWN_NAMES = {"Tiếng Việt"}
"""A language is called by its own name in every language."""
SAYS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
TRANSLATED = re.compile(
    r"lang=.vi.[^<]*<|{% *blocktrans(?:late)?\b.*?{% *endblocktrans(?:late)? *%}|{% *trans(?:late)?\b.*?%}|{#.*?#}|{% *comment.*?endcomment *%}",
    re.DOTALL,
)


def catalogues() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "scripts" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CATALOGUES = catalogues()
ROOMS = [room for room in CATALOGUES.rooms() if room.name not in NOT_YET]


def bare_words(path: Path) -> Iterator[str]:
    """Vietnamese that nothing translates: in a template outside its tags, in Python outside gettext and docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from (line.strip() for line in TRANSLATED.sub("", text).splitlines() if VIETNAMESE.search(line))
        return
    tree = ast.parse(text)
    said = {id(part) for call in ast.walk(tree) if _says(call) for part in ast.walk(call)}
    skipped = said | docstrings(tree)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    yield from (
        f"line {text.lineno}: {text.value}" for text in texts if id(text) not in skipped and is_vietnamese(text)
    )


def is_vietnamese(text: ast.Constant) -> bool:
    return text.value not in OWN_NAMES and bool(VIETNAMESE.search(text.value))


def _says(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYS


def docstrings(tree: ast.AST) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_nothing_outside_its_catalogue(room: Path) -> None:
    paths = [path for path in CATALOGUES.sources(room) if "migrations" not in path.parts]
    paths = [path for path in paths if str(path.relative_to(OFFICE)) not in READS]
    strays = [f"{path.relative_to(OFFICE)}: {words}" for path in paths for words in bare_words(path)]

    assert strays == [], "wrap them in gettext or {% translate %}, then run `make words`"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_sentence_of_a_room_has_its_english(room: Path) -> None:
    assert CATALOGUES.lacking(CATALOGUES.renewed(room)) == [], (
        f"translate them in {room}/{CATALOGUES.PLACE}/django.po"
    )


@pytest.mark.parametrize("path", sorted(CATALOGUES.EDITING.glob("*.po")), ids=lambda path: path.stem)
def test_the_words_of_the_editing_screens_are_compiled(path: Path) -> None:
    with path.open("rb") as stream:
        written = CATALOGUES.read_po(stream, locale="vi")

    assert path.with_suffix(".mo").read_bytes() == CATALOGUES.compiled(written), "run `make words`"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_what_is_compiled_is_what_is_written(room: Path) -> None:
    renewed = CATALOGUES.renewed(room)
    path = room / CATALOGUES.PLACE / "django.mo"

    assert not len(renewed) or path.read_bytes() == CATALOGUES.compiled(renewed), "run `make words`"


def test_a_sentence_has_one_english_in_all_rooms() -> None:
    """Their catalogues become one: of two translations only one is ever seen, in both rooms."""
    said: dict[tuple[object, object], dict[str, set[str]]] = {}
    for room in ROOMS:
        for message in CATALOGUES.renewed(room):
            if message.id and message.string and all(message.string):
                of_sentence = said.setdefault((message.context, message.id), {})
                of_sentence.setdefault(repr(message.string), set()).add(room.name)

    split = {str(sentence): english for (_, sentence), english in said.items() if len(english) > 1}
    assert split == {}, "say it alike, or tell the two meanings apart by a context"
