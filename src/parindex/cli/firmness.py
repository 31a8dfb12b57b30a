"""How firm the ranks of a round are."""

import argparse

import numpy as np

from parindex.cli.rounds import ledger_of
from parindex.cli.said import deliver
from parindex.cli.verbs import Verbs
from parindex.errors import Finding, Incomplete
from parindex.index.round import Round, sound_round
from parindex.publish.robustness import Told, json_of, text_of_study
from parindex.publish.robustness_html import html_of_study
from parindex.robustness.settings import Settings
from parindex.robustness.study import study
from parindex.words import words

MOST_DRAWS = 1_000_000


def add_to(verbs: Verbs) -> None:
    simulate, usual = verbs.add("simulate", _simulate), Settings(seed=1)
    verbs.takes_round(simulate)
    verbs.takes_ledger(simulate)
    simulate.add_argument("--draws", type=int, default=usual.draws, metavar="N", help=verbs.say("draws"))
    simulate.add_argument("--seed", type=int, default=usual.seed, metavar="N", help=verbs.say("seed"))
    simulate.add_argument("--unit", metavar="UNIT", help=verbs.say("what_if"))
    verbs.takes_format(simulate, "text", "json", "html")
    verbs.takes_output(simulate)


def _simulate(options: argparse.Namespace) -> int:
    language = options.lang
    settings = _settings(options)
    round_ = sound_round(options.round, options.rubrics)
    round_ = round_.in_language("vi" if options.format == "json" else language)
    unit = None if options.unit is None else _place(round_, options.unit)
    chance = np.random.Generator(np.random.PCG64(settings.seed))
    told = Told(study(round_, round_.index(ledger_of(round_, options.ledger)), settings, chance), unit)
    text = {
        "text": lambda: text_of_study(told, language),
        "json": lambda: json_of(told),
        "html": lambda: html_of_study(told, language),
    }[options.format]()
    return deliver(text, options.output, language)


def _settings(options: argparse.Namespace) -> Settings:
    if not 1 <= options.draws <= MOST_DRAWS:
        problem = words("{draws} scenarios cannot be drawn", draws=options.draws)
        remedy = words("use a number from 1 to {most}", most=MOST_DRAWS)
        raise Incomplete([Finding(where="--draws", problem=problem, remedy=remedy)])
    if options.seed < 0:
        problem = words("a seed is not negative")
        remedy = words("use 0 or any larger whole number")
        raise Incomplete([Finding(where="--seed", problem=problem, remedy=remedy)])
    return Settings(seed=options.seed, draws=options.draws)


def _place(round_: Round, code: str) -> int:
    unit = round_.place_of(code)
    if unit is None:
        problem = words("there is no unit «{unit}» in this round", unit=code)
        remedy = words("use one of: {choices}", choices=", ".join(unit.code for unit in round_.units[:20]))
        raise Incomplete([Finding(where="--unit", problem=problem, remedy=remedy)])
    return unit
