"""The house holds: what the core needs, what it never asks for, how large a room may grow."""

import ast
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from parindex.publish.package.seal import seal
from tests.bare import bare_install, said

ROOT = Path(__file__).parents[2]
CORE = ROOT / "src" / "parindex"
MODULES = sorted(CORE.rglob("*.py"))
MOST_LINES = 530
MOST_IN_FUNCTION = 45

CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
CHANCE = {"random", "secrets", "uuid"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_no_module_asks_for_the_time_or_for_chance(path: Path) -> None:
    """The same answers give the same index, on any day: chance comes in as a seeded generator, dates as data."""
    names = {name.split(".")[0] for name in imported(path)}
    called = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert names.isdisjoint({"time", *CHANCE})
    assert called.isdisjoint(CLOCKS | {"default_rng", "seed"})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(CORE)))
def test_a_module_says_what_it_is_and_stays_small(path: Path) -> None:
    module = tree(path)
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno > MOST_IN_FUNCTION]

    assert ast.get_docstring(module), "a module begins by saying what it is for"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert long == []


def test_no_file_names_a_host_of_packages() -> None:
    locks = [ROOT / "requirements-core.txt", ROOT / "requirements-dev.txt"]

    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_every_locked_package_has_its_hashes() -> None:
    for lock in (ROOT / "requirements-core.txt", ROOT / "requirements-dev.txt"):
        pinned = [line for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]

        assert pinned
        assert all(line.rstrip().endswith("\\") for line in pinned)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a machine that has only what requirements-core.txt locks, and the built wheel."""
    return bare_install(tmp_path_factory)


def test_the_bare_core_determines_an_index_and_verifies_a_package(bare: Path, tmp_path: Path) -> None:
    """No web framework, no data frames, no spreadsheet library."""
    example = ROOT / "examples/kim-son-2018"
    (tmp_path / "round.zip").write_bytes(seal(example))

    computed = said(bare / "parindex", "compute", example, "--format", "csv", "--lang", "en")
    verified = said(bare / "parindex", "verify", tmp_path / "round.zip", "--lang", "en")

    names = {
        line.split("==")[0].split(" @ ")[0].lower() for line in said(bare / "pip", "freeze", "--all").splitlines()
    }
    core = {"numpy", "pyyaml", "cryptography", "cffi", "pycparser"}
    """The last two are what cryptography itself stands on."""
    assert names - {"pip", "setuptools"} == core | {"parindex"}
    assert "kim-son" in computed
    assert "HOLDS: 824 scores and 8 ranks" in verified


def test_an_installed_program_finds_its_law_wherever_it_is_called(bare: Path, tmp_path: Path) -> None:
    for example in ("kim-son-2018", "mot-cua-minh-hoa"):
        shutil.copytree(ROOT / "examples" / example, tmp_path / example)

    computed = said(bare / "parindex", "compute", tmp_path / "kim-son-2018", "--format", "csv", at=tmp_path)
    read = said(bare / "parindex", "rubric", "read", "qd11-tu-communes-2026", at=tmp_path)
    scored = said(bare / "parindex", "service-index", tmp_path / "mot-cua-minh-hoa", at=tmp_path)

    assert "86.38" in computed
    assert adopted_digests()["qd11-tu-communes-2026"] in read
    assert scored == said(ROOT / ".venv/bin/parindex", "service-index", ROOT / "examples/mot-cua-minh-hoa")


def test_the_wheel_carries_the_law_byte_for_byte(bare: Path) -> None:
    (wheel,) = bare.parents[1].glob("*.whl")

    with zipfile.ZipFile(wheel) as opened:
        carried = {
            name.removeprefix("parindex/shipped/"): opened.read(name)
            for name in opened.namelist()
            if name.startswith("parindex/shipped/")
        }

    kept = [
        path for name in ("rubrics", "one-stop", "examples") for path in (ROOT / name).rglob("*") if path.is_file()
    ]
    assert carried == {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in kept}


def adopted_digests() -> dict[str, str]:
    lines = (ROOT / "rubrics/ADOPTED").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_an_output_that_needs_an_extra_says_so(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['jinja2'] = None; sys.modules['xlsxwriter'] = None; sys.modules['python_calamine'] = None; "
    run = "from parindex.cli import main; sys.exit(main(sys.argv[1:]))"
    for arguments in (
        ["compute", ROOT / "examples/kim-son-2018", "--format", "html"],
        ["rubric", "from-sheet", ROOT / "README.md", tmp_path],
    ):
        done = subprocess.run(
            [sys.executable, "-c", hide + run, *arguments, "--lang", "en"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 1
        assert "pip install 'parindex[documents]'" in done.stderr
        assert "Traceback" not in done.stderr
