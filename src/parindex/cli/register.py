"""Dossiers: the service index of a register or of a ledger of very many, and the clocks of one dossier."""

import argparse
from pathlib import Path

from parindex.cli.said import REFUSED, deliver, say_error, wrote
from parindex.cli.verbs import Verbs
from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores, whole_score
from parindex.onestop.warehouse import ledger_scores, to_ledger
from parindex.publish.dossier import dossier_lines
from parindex.publish.ledger import ledger_csv, ledger_json, ledger_text
from parindex.publish.service import service_csv, service_json, service_text
from parindex.words import Words, words

BY_MONTH = ("unit,month", "month")


def add_to(verbs: Verbs) -> None:
    _add_service_index(verbs)
    verb = verbs.add("to-ledger", _to_ledger)
    verb.add_argument("register", type=Path, metavar="REGISTER", help=verbs.say("register"))
    verb.add_argument("output", type=Path, metavar="DIR", help=verbs.say("dossier_ledger"))
    verb.add_argument("--events", type=Path, metavar="FILE", help=verbs.say("events"))
    verb.add_argument("--law", type=Path, metavar="DIR", help=verbs.say("law"))


def _add_service_index(verbs: Verbs) -> None:
    verb = verbs.add("service-index", _service_index)
    verb.add_argument("register", type=Path, nargs="?", metavar="REGISTER", help=verbs.say("register"))
    verb.add_argument("--events", type=Path, metavar="FILE", help=verbs.say("events"))
    verb.add_argument("--law", type=Path, metavar="DIR", help=verbs.say("law"))
    verb.add_argument("--dossier", metavar="CODE", help=verbs.say("dossier"))
    verb.add_argument("--ledger", type=Path, metavar="DIR", help=verbs.say("dossier_ledger"))
    verb.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help=verbs.say("engine"))
    verb.add_argument("--master", metavar="URL", help=verbs.say("master"))
    verb.add_argument("--month", action="append", default=[], metavar="YYYY-MM", help=verbs.say("month"))
    verb.add_argument("--by", choices=("unit", "all", *BY_MONTH), help=verbs.say("by"))
    verb.add_argument("--detail", choices=("units", "components"), default="units", help=verbs.say("components"))
    verbs.takes_format(verb, "text", "json", "csv")
    verbs.takes_output(verb)


def _service_index(options: argparse.Namespace) -> int:
    misread = _misread(options)
    if misread is not None:
        say_error(misread.said_in(options.lang))
        return REFUSED
    return _of_register(options) if options.ledger is None else _of_ledger(options)


def _misread(options: argparse.Namespace) -> Words | None:
    if (options.register is None) == (options.ledger is None):
        return words("give either a register or --ledger DIR")
    if options.ledger is None and options.by in BY_MONTH:
        return words("months are told apart in a ledger only; write one with parindex to-ledger")
    if options.ledger is not None and options.by in ("unit", "all"):
        return words("the months of a ledger share dossiers and do not add up; use --by unit,month or --by month")
    return None


def _of_register(options: argparse.Namespace) -> int:
    register = read_register(options.register, options.law, options.events)
    if options.dossier is not None:
        lines = dossier_lines(register, options.dossier)
        return deliver("\n".join(line.said_in(options.lang) for line in lines) + "\n", options.output, options.lang)
    scores = [whole_score(register)] if options.by == "all" else unit_scores(register)
    components = options.detail == "components"
    text = {
        "text": lambda: service_text(register, scores, options.lang, components=components),
        "json": lambda: service_json(register, scores),
        "csv": lambda: service_csv(register, scores),
    }[options.format]()
    return deliver(text, options.output, options.lang)


def _of_ledger(options: argparse.Namespace) -> int:
    months = ledger_scores(
        options.ledger,
        spark=options.engine == "spark",
        master=options.master,
        months=options.month,
        by_unit=options.by != "month",
        law=options.law,
    )
    text = {
        "text": lambda: ledger_text(months, options.lang, components=options.detail == "components"),
        "json": lambda: ledger_json(months),
        "csv": lambda: ledger_csv(months),
    }[options.format]()
    return deliver(text, options.output, options.lang)


def _to_ledger(options: argparse.Namespace) -> int:
    months = to_ledger(options.register, options.output, options.law, options.events)
    print(words("months written: {months}", months=", ".join(month.name for month in months)).said_in(options.lang))
    return wrote(options.output, options.lang)
