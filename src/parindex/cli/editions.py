"""Editions: compared, read, out as Excel and in again."""

import argparse
import sys
from pathlib import Path

from parindex.cli.said import REFUSED, deliver, show_findings, wrote
from parindex.cli.verbs import Verbs
from parindex.rubric.compare import compare, csv_of, text_of
from parindex.rubric.model import Edition
from parindex.rubric.read import adopted, read_edition
from parindex.rubric.workbook import from_workbook, to_workbook
from parindex.rubric.write import digest, write_edition
from parindex.shipped import shipped
from parindex.words import words


def add_to(verbs: Verbs) -> None:
    comparing = verbs.add("compare", _compare)
    comparing.add_argument("old", metavar="A", help=verbs.say("edition"))
    comparing.add_argument("new", metavar="B", help=verbs.say("edition"))
    verbs.takes_format(comparing, "text", "csv")
    verbs.takes_output(comparing)
    rubric = verbs.under("rubric")
    rubric.add("read", _rubric_read).add_argument("edition", metavar="EDITION", help=verbs.say("edition"))
    to_sheet = rubric.add("to-sheet", _to_sheet)
    to_sheet.add_argument("edition", metavar="EDITION", help=verbs.say("edition"))
    to_sheet.add_argument("output", type=Path, metavar="FILE", help=verbs.say("workbook"))
    from_sheet = rubric.add("from-sheet", _from_sheet)
    from_sheet.add_argument("workbook", type=Path, metavar="FILE", help=verbs.say("workbook"))
    from_sheet.add_argument("output", type=Path, metavar="DIR", help=verbs.say("folder"))


def _compare(options: argparse.Namespace) -> int:
    comparison = compare(_edition(options.old, options), _edition(options.new, options))
    write = csv_of if options.format == "csv" else text_of
    return deliver(write(comparison, options.lang), options.output, options.lang)


def _rubric_read(options: argparse.Namespace) -> int:
    edition, findings = read_edition(_edition_folder(options.edition, options.rubrics))
    code = show_findings(findings, options.lang, to=sys.stdout)
    if edition is not None:
        count = sum(1 for _ in edition.leaves())
        done = words(
            "{name}: {count} items, SHA-256 {digest}", name=edition.cover.edition, count=count, digest=digest(edition)
        )
        print(done.said_in(options.lang))
    return code


def _to_sheet(options: argparse.Namespace) -> int:
    options.output.parent.mkdir(parents=True, exist_ok=True)
    to_workbook(_edition(options.edition, options), options.output)
    return wrote(options.output, options.lang)


def _from_sheet(options: argparse.Namespace) -> int:
    edition, findings = from_workbook(options.workbook)
    code = show_findings(findings, options.lang)
    if edition is None or code:
        return REFUSED
    write_edition(edition, options.output)
    return wrote(options.output, options.lang)


def _edition(name: str, options: argparse.Namespace) -> Edition:
    return adopted(_edition_folder(name, options.rubrics))


def _edition_folder(name: str, rubrics: Path | None) -> Path:
    """A folder as given, or an edition of that name: under --rubrics, else ./rubrics, else among those shipped."""
    under = [rubrics / name] if rubrics else [Path("rubrics") / name, shipped("rubrics", name)]
    return next((path for path in (Path(name), *under) if path.is_dir()), under[0])
