"""What the manual shows can be done, and what it points at is there.

In a page, in this order: blocks with a caption are files; `console` blocks are commands, run beside those files and a
copy of rubrics/, one-stop/ and examples/, and the lines shown below a command must stand in what it says (`…` leaves some out);
`pycon` blocks are Python, run as doctests.
"""

import ast
import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from parindex.cli import main

ROOT = Path(__file__).parents[2]
DOORS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md")]
PAGES = [*DOORS, *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<kind>\S[^\n]*)?\n(?: *:caption: (?P<file>[^\n]+)\n\n?)?(?P<body>.*?)^(?P=indent)```$",
    re.M | re.S,
)
EXIT = re.compile(r"\s+# exit (\d)$")
LINK = re.compile(r"\]\((?!https?:|#)([^)\s#]+)[^)\s]*\)")
INLINE = re.compile(r"`(parindex|make) ([^`]+)`")
VERBS = (
    "check",
    "compute",
    "explain",
    "simulate",
    "seal",
    "verify",
    "key",
    "open-data",
    "compare",
    "rubric read",
    "rubric to-sheet",
    "rubric from-sheet",
    "service-index",
    "to-ledger",
)


@dataclass(frozen=True)
class Block:
    kind: str
    file: str | None
    body: str
    line: int


@dataclass
class Command:
    """A command of a page, its exit code and the lines shown below it."""

    text: str
    code: int
    shown: list[str]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["kind"] or "", found["file"], dedent(found["body"]), text.count("\n", 0, found.start()) + 1)
        for found in BLOCK.finditer(text)
    ]


def commands(body: str) -> list[Command]:
    found: list[Command] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            code = EXIT.search(line)
            found.append(Command(EXIT.sub("", line[2:]), int(code[1]) if code else 0, []))
        elif line.strip() not in ("", "…"):
            found[-1].shown.append(line.rstrip())
    return found


def with_kind(kind: str) -> list[Path]:
    return [page for page in PAGES if any(block.kind == kind for block in blocks(page))]


@pytest.mark.parametrize("page", with_kind("console"), ids=named)
def test_every_command_does_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("rubrics", "one-stop", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PARINDEX_LANG", raising=False)

    for block in blocks(page):
        if block.file is not None:
            (tmp_path / block.file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / block.file).write_text(block.body, encoding="utf-8")
        for command in commands(block.body) if block.kind == "console" else []:
            program, *arguments = shlex.split(command.text)
            assert program == "parindex", f"{named(page)}:{block.line}: only parindex can be run here"

            code = main(arguments)

            said = capsys.readouterr()
            where = f"{named(page)}:{block.line}: $ {command.text}\n{said.out}{said.err}"
            assert code == command.code, where
            assert missing(command.shown, (said.out + said.err).splitlines()) is None, where


def missing(shown: list[str], said: list[str]) -> str | None:
    """The first shown line that was not said after those before it."""
    rest = iter(line.rstrip() for line in said)
    return next((line for line in shown if line not in rest), None)


@pytest.mark.parametrize("page", with_kind("pycon"), ids=named)
def test_every_line_of_python_answers_what_the_page_shows(page: Path) -> None:
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    for block in blocks(page):
        if block.kind == "pycon":
            test = doctest.DocTestParser().get_doctest(block.body, names, named(page), named(page), block.line)
            runner.run(test, clear_globs=False)
            names |= test.globs

    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_points_at_something(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))

    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


def test_every_verb_named_in_a_sentence_is_one() -> None:
    makes = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    known = {"parindex": VERBS, "make": makes}

    strays = [
        f"{named(page)}: {program} {rest}"
        for page in PAGES
        for program, rest in INLINE.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
        if not rest.startswith("--") and not any(f"{rest} ".startswith(f"{verb} ") for verb in known[program])
    ]

    assert strays == []


def test_every_setting_is_described() -> None:
    page = (ROOT / "docs/operate/index.md").read_text(encoding="utf-8")
    settings = {name for source in sources() for name in re.findall(r"\bPARINDEX_[A-Z_]+", source)}

    assert sorted(name for name in settings if f"`{name}`" not in page) == []


def test_every_identifier_of_the_glossary_is_in_the_source() -> None:
    rows = [
        line.split("|") for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if "|" in line
    ]
    named_there = {name for row in rows for name in re.findall(r"`([^`]+)`", row[3])}
    known = {name for source in sources() for name in identifiers(ast.parse(source))}

    assert sorted(named_there - known) == [], "correct GLOSSARY.md, or use its word in the source"


def sources() -> Iterator[str]:
    return (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name that the code gives: modules aside, classes, their members as `Class.member`, functions, arguments."""
    for node in ast.walk(tree):
        yield from defined(node)
        for member in node.body if isinstance(node, ast.ClassDef) else []:
            yield from (f"{node.name}.{name}" for name in defined(member))


def defined(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Name(id=name) | ast.arg(arg=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.keyword(arg=str(name)) | ast.Attribute(attr=name):
            yield name


OF_THE_OFFICE = [*sorted((ROOT / "docs/guides").glob("*-*.md")), ROOT / "docs/guides/editor.md"]


@pytest.mark.parametrize("guide", OF_THE_OFFICE, ids=lambda guide: guide.stem)
def test_what_a_guide_quotes_stands_on_a_page(guide: Path) -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/paroffice").rglob("*.po"))
    said = said.replace('"\n"', "").casefold()

    quoted = {
        " ".join(words.split()).casefold() for words in re.findall(r"«([^»]+)»", guide.read_text(encoding="utf-8"))
    }

    assert [words for words in sorted(quoted) if words not in said] == []
