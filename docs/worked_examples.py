"""Sets the tables of tests/spec under the pages of worked examples when the manual is built."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

ROOT = Path(__file__).parents[1]
PAGE, ONE_STOP_PAGE = "method/worked-examples", "method/one-stop-examples"
HEAD = "| sentence | item | answer | points |\n|---|---|---|---:|"


def tables() -> str:
    return "\n\n".join(table(spec) for spec in sorted((ROOT / "tests/spec").glob("*.yaml")))


def table(spec: Path) -> str:
    """The examples of one edition under its title."""
    cover = text_of(ROOT / "rubrics" / spec.stem / "cover.yaml")
    lines = [f"| {cell(one['says'])} | {one['item']} | {answer(one)} | {one['points']} |" for one in text_of(spec)]
    return "\n".join([f"## {cover['title']}", "", f"Edition `{spec.stem}`, {len(lines)} examples.", "", HEAD, *lines])


def answer(example: Mapping[str, Any]) -> str:
    """As the ledger holds it; what the item branches on stands behind."""
    figures = [f"{example['numerator']} / {example['denominator']}"] if "numerator" in example else []
    said = [f"`{example[key]}`" for key in ("outcome", "answer") if key in example]
    because = [f"where {code} is {answer(stands)}" for code, stands in example.get("because", {}).items()]
    return cell(", ".join([*figures, *said, *because]))


def one_stop_tables() -> str:
    """The examples of limits, then those of clocks."""
    limits, clocks = (text_of(ROOT / "tests/spec/onestop" / name) for name in ("deadlines.yaml", "clocks.yaml"))
    lines = ["## Limits", "", "| sentence | limit | comes in | due |", "|---|---|---|---|"]
    lines += [
        f"| {sentence(one)} | {unbroken(one.get('limit', key))} | {short(one['at'])} | {short(one[key])} |"
        for one in limits
        for key in ("due", "transfer", "answer")
        if key in one
    ]
    lines += [
        "",
        "## Two clocks",
        "",
        "| sentence | limit and events | legal clock | index clock |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {sentence(one)} | {'<br>'.join([unbroken(one['limit']), *map(happened, one['events'])])} "
        f"| {clock(one, 'legal')} | {clock(one, 'index')} |"
        for one in clocks
    ]
    return "\n".join(lines)


def sentence(example: Mapping[str, Any]) -> str:
    """With the rules that differ from the regime's."""
    return cell(example["says"]) + "".join(
        f" (`{name}: {value}`)" for name, value in example.get("rules", {}).items()
    )


def happened(text: str) -> str:
    """`2026-03-02 09:00 received` as a line of its own."""
    day, hour, kind, *due = text.split()
    return " ".join([short(f"{day} {hour}"), unbroken(kind), *([f"to {short(' '.join(due))}"] if due else [])])


def clock(example: Mapping[str, Any], name: str) -> str:
    due = example.get(f"{name}_due")
    return f"{unbroken(example[name])}<br>due {short(due)}" if due else example[name]


def short(moment: str) -> str:
    """Day, month and hour; the year is that of the page."""
    if " " not in moment:
        return moment
    day, hour = moment.split()
    _, month, number = day.split("-")
    return f"{number}/{month}\N{NO-BREAK SPACE}{hour}"


def unbroken(text: str) -> str:
    return text.replace("_", " ").replace(" ", "\N{NO-BREAK SPACE}")


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def text_of(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def append(app: Sphinx, page: str, source: list[str]) -> None:
    tables_of = {PAGE: tables, ONE_STOP_PAGE: one_stop_tables}
    if page in tables_of:
        source[0] += "\n" + tables_of[page]() + "\n"


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("source-read", append)
    app.connect("env-get-outdated", lambda *_: [PAGE, ONE_STOP_PAGE])
    return {"parallel_read_safe": True, "parallel_write_safe": True}
