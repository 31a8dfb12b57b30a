"""A round: its flaws, its index, and how each point came to be."""

import argparse
import sys

from parindex.cli.said import REFUSED, deliver, say_error, show_findings, wrote
from parindex.cli.verbs import Verbs
from parindex.errors import Finding, Incomplete
from parindex.index.round import Round, check_round, sound_round
from parindex.publish.excel import write_workbook
from parindex.publish.explanation import explanation_lines
from parindex.publish.html import html_page
from parindex.publish.result import Detail, Result
from parindex.publish.tables import csv_text, json_text, text_table
from parindex.sheet.ledger import LedgerName
from parindex.words import words


def add_to(verbs: Verbs) -> None:
    check = verbs.add("check", _check)
    compute = verbs.add("compute", _compute)
    explain = verbs.add("explain", _explain)
    for verb in (check, compute, explain):
        verbs.takes_round(verb)
    for verb in (compute, explain):
        verbs.takes_ledger(verb)
    verbs.takes_format(compute, "text", "json", "csv", "html", "xlsx")
    details = [detail.value for detail in Detail]
    compute.add_argument("--detail", choices=details, default="units", help=verbs.say("detail"))
    verbs.takes_output(compute)
    explain.add_argument("unit", metavar="UNIT", help=verbs.say("unit"))
    explain.add_argument("item", metavar="ITEM", nargs="?", help=verbs.say("item"))


def _check(options: argparse.Namespace) -> int:
    findings = check_round(options.round, options.rubrics)
    code = show_findings(findings, options.lang, to=sys.stdout)
    if not findings:
        print(words("No findings.").said_in(options.lang))
    return code


def _compute(options: argparse.Namespace) -> int:
    detail, language = Detail(options.detail), options.lang
    data_only = options.format in ("json", "csv")
    round_ = sound_round(options.round, options.rubrics).in_language("vi" if data_only else language)
    result = Result(round_, round_.index(ledger_of(round_, options.ledger)))
    if options.format == "xlsx":
        if options.output is None:
            say_error(words("an Excel workbook needs --output FILE").said_in(language))
            return REFUSED
        options.output.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(result, options.output, detail, language)
        return wrote(options.output, language)
    text = {
        "text": lambda: text_table(result, language),
        "json": lambda: json_text(result, detail),
        "csv": lambda: csv_text(result, detail),
        "html": lambda: html_page(result, detail, language),
    }[options.format]()
    return deliver(text, options.output, language)


def _explain(options: argparse.Namespace) -> int:
    round_ = sound_round(options.round, options.rubrics).in_language(options.lang)
    index = round_.index(ledger_of(round_, options.ledger))
    lines = explanation_lines(Result(round_, index), options.unit, options.item)
    return deliver("\n".join(line.said_in(options.lang) for line in lines) + "\n", None, options.lang)


def ledger_of(round_: Round, name: str | None) -> LedgerName:
    """The ledger of that name, or the latest there is."""
    if name is None:
        return round_.latest
    ledger = LedgerName(name)
    if ledger not in round_.ledgers:
        there = ", ".join(known.value for known in round_.ledgers)
        problem = words("the round has no ledger «{ledger}»", ledger=ledger.value)
        remedy = words("use one of: {choices}", choices=there)
        raise Incomplete([Finding(where="--ledger", problem=problem, remedy=remedy)])
    return ledger
