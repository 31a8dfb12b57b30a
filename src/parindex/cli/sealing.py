"""A result for others: sealed, verified, as open data."""

import argparse
import sys
from pathlib import Path

from parindex.cli.rounds import ledger_of
from parindex.cli.said import DONE, REFUSED, wrote
from parindex.cli.verbs import Verbs
from parindex.index.round import sound_round
from parindex.publish.open_data import open_data
from parindex.publish.package.archive import package_bytes
from parindex.publish.package.contents import Kind
from parindex.publish.package.keys import fingerprint, new_key, pinned, private_key
from parindex.publish.package.said import verification_lines
from parindex.publish.package.seal import FEWEST, seal
from parindex.publish.package.verify import Verification, verify
from parindex.publish.result import Detail, Result
from parindex.publish.tables import json_text
from parindex.words import Language, words


def add_to(verbs: Verbs) -> None:
    opened = verbs.add("open-data", _open_data)
    verbs.takes_round(opened)
    opened.add_argument("output", type=Path, metavar="DIR", help=verbs.say("tables"))
    verbs.takes_ledger(opened)
    sealing = verbs.add("seal", _seal)
    verbs.takes_round(sealing)
    sealing.add_argument("--output", "-o", type=Path, metavar="FILE", required=True, help=verbs.say("package"))
    sealing.add_argument("--key", type=Path, metavar="KEY", help=verbs.say("sign"))
    sealing.add_argument("--public", action="store_true", help=verbs.say("public"))
    sealing.add_argument("--fewest", type=int, default=FEWEST, metavar="N", help=verbs.say("fewest"))
    verifying = verbs.add("verify", _verify)
    verifying.add_argument("package", type=Path, metavar="FILE", help=verbs.say("package"))
    verifying.add_argument("--key", metavar="KEY", help=verbs.say("pin"))
    verbs.add("key", _key).add_argument("output", type=Path, metavar="FILE", help=verbs.say("private"))


def _open_data(options: argparse.Namespace) -> int:
    round_ = sound_round(options.round, options.rubrics)
    result = Result(round_, round_.index(ledger_of(round_, options.ledger)))
    options.output.mkdir(parents=True, exist_ok=True)
    for name, content in open_data(result).items():
        (options.output / name).write_bytes(content)
    (options.output / "result.json").write_text(json_text(result, Detail.LEAVES), encoding="utf-8")
    return wrote(options.output, options.lang)


def _seal(options: argparse.Namespace) -> int:
    key = None if options.key is None else private_key(options.key)
    kind = Kind.PUBLIC if options.public else Kind.COUNCIL
    package = seal(options.round, options.rubrics, kind=kind, fewest=options.fewest, key=key)
    only = None if key is None else fingerprint(key.public_key())
    if _say_verified(verify(package, only), options.lang) == REFUSED:
        return REFUSED
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(package)
    return wrote(options.output, options.lang)


def _verify(options: argparse.Namespace) -> int:
    only = None if options.key is None else pinned(options.key)
    return _say_verified(verify(package_bytes(options.package), only), options.lang)


def _say_verified(told: Verification, language: Language) -> int:
    for line in verification_lines(told, language):
        print(line, file=sys.stdout if told.holds else sys.stderr)
    return DONE if told.holds else REFUSED


def _key(options: argparse.Namespace) -> int:
    made = new_key(options.output)
    print(words("keep {path} secret; give away {path}.pub", path=options.output).said_in(options.lang))
    print(words("fingerprint: {fingerprint}", fingerprint=made).said_in(options.lang))
    return DONE
