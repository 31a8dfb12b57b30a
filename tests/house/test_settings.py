"""What the office reads from the environment is listed in .env.example and in the manual, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "src" / "paroffice" / "config"
SET_BY_DJANGO = {"DJANGO_SETTINGS_MODULE"}
READERS = {"get", "getenv", "env_bool", "env_int", "env_secret", "env_choice"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def names_read(tree: ast.AST) -> Iterator[str]:
    """The variables named where something is read; a secret may also come from a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            yield from (one.value for one in [node.slice] if isinstance(one, ast.Constant))
        if not isinstance(node, ast.Call) or called(node) not in READERS or not node.args:
            continue
        name = node.args[0]
        if isinstance(name, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_0-9]+", str(name.value)):
            yield name.value
            if called(node) == "env_secret":
                yield f"{name.value}_FILE"


def read_by_the_office() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in CONFIG.rglob("*.py")]
    return {name for tree in trees for name in names_read(tree)} - SET_BY_DJANGO


def test_the_office_reads_settings_at_all() -> None:
    assert {"PAROFFICE_DATA", "DATABASE_URL", "PAROFFICE_SECRET_KEY_FILE"} <= read_by_the_office()


def test_the_example_lists_every_setting_once_and_nothing_else() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#? ?([A-Z][A-Z_0-9]+)=", text, re.M)

    assert sorted(listed) == sorted(read_by_the_office()), "mend .env.example"


def test_the_manual_lists_every_setting_once_and_nothing_else() -> None:
    text = (ROOT / "docs/operate/settings.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z][A-Z_0-9]+)` \|", text, re.M)

    assert sorted(listed) == sorted(read_by_the_office()), "mend docs/operate/settings.md"
