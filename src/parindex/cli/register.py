"""A register of dossiers: its service index, and the clocks of one dossier."""

import argparse
from pathlib import Path

from parindex.cli.said import deliver
from parindex.cli.verbs import Verbs
from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores, whole_score
from parindex.publish.dossier import dossier_lines
from parindex.publish.service import service_csv, service_json, service_text


def add_to(verbs: Verbs) -> None:
    verb = verbs.add("service-index", _service_index)
    verb.add_argument("register", type=Path, metavar="REGISTER", help=verbs.say("register"))
    verb.add_argument("--events", type=Path, metavar="FILE", help=verbs.say("events"))
    verb.add_argument("--law", type=Path, metavar="DIR", help=verbs.say("law"))
    verb.add_argument("--dossier", metavar="CODE", help=verbs.say("dossier"))
    verb.add_argument("--by", choices=("unit", "all"), default="unit", help=verbs.say("by"))
    verb.add_argument("--detail", choices=("units", "components"), default="units", help=verbs.say("components"))
    verbs.takes_format(verb, "text", "json", "csv")
    verbs.takes_output(verb)


def _service_index(options: argparse.Namespace) -> int:
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
