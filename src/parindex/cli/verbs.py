"""How the parser is built: one verb after the other, each with the options that all share."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from parindex.cli.help import HELP
from parindex.sheet.ledger import LedgerName
from parindex.words import Language

Command: TypeAlias = Callable[[argparse.Namespace], int]
Parser: TypeAlias = argparse.ArgumentParser


class Verbs:
    """The verbs of the command, or those under one of them."""

    def __init__(self, parser: Parser, language: Language) -> None:
        self.language = language
        self._common = argparse.ArgumentParser(add_help=False)
        self._common.add_argument("--lang", choices=("vi", "en"), default=language, help=self.say("lang"))
        self._common.add_argument("--rubrics", type=Path, metavar="DIR", help=self.say("rubrics"))
        self._verbs = parser.add_subparsers(title=self.say("verbs"), required=True, metavar="VERB")

    def say(self, key: str) -> str:
        return HELP[key].said_in(self.language)

    def add(self, name: str, command: Command) -> Parser:
        said = self.say(name)
        verb = self._verbs.add_parser(name, help=said, description=said, parents=[self._common])
        verb.set_defaults(command=command)
        return verb

    def under(self, name: str) -> "Verbs":
        """Verbs of their own, said after this one."""
        said = self.say(name)
        return Verbs(self._verbs.add_parser(name, help=said, description=said), self.language)

    def takes_round(self, verb: Parser) -> None:
        verb.add_argument("round", type=Path, metavar="ROUND", help=self.say("round"))

    def takes_ledger(self, verb: Parser) -> None:
        names = [name.value for name in LedgerName]
        verb.add_argument("--ledger", choices=names, help=self.say("ledger"))

    def takes_output(self, verb: Parser) -> None:
        verb.add_argument("--output", "-o", type=Path, metavar="FILE", help=self.say("output"))

    def takes_format(self, verb: Parser, *formats: str) -> None:
        verb.add_argument("--format", choices=formats, default="text", help=self.say("format"))
