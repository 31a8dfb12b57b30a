"""The house holds: what the core needs, what it never asks for, how large a room may grow."""

import ast
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from parindex.publish.package.seal import seal

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


def test_the_bare_core_installs_determines_an_index_and_verifies_a_package(tmp_path: Path) -> None:
    """Only what requirements-core.txt locks: no web framework, no data frames, no spreadsheet library."""
    example = ROOT / "examples/kim-son-2018"
    (tmp_path / "round.zip").write_bytes(seal(example))
    venv.create(tmp_path / "bare", with_pip=True)
    python, parindex = tmp_path / "bare" / "bin" / "python", tmp_path / "bare" / "bin" / "parindex"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", ROOT / "requirements-core.txt"], check=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*pip, "--no-index", "--no-deps", *tmp_path.glob("*.whl")], check=True)

    computed = said(parindex, "compute", example, "--format", "csv", "--lang", "en")
    verified = said(parindex, "verify", tmp_path / "round.zip", "--lang", "en")

    installed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    names = {line.split("==")[0].split(" @ ")[0].lower() for line in installed.stdout.splitlines()}
    core = {"numpy", "pyyaml", "cryptography", "cffi", "pycparser"}
    """The last two are what cryptography itself stands on."""
    assert names - {"pip", "setuptools"} == core | {"parindex"}
    assert "kim-son" in computed
    assert "HOLDS: 824 scores and 8 ranks" in verified


def said(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


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
