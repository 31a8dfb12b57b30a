"""The command `parindex`: arguments in, text out, no logic. One file for each group of verbs.

Exit codes: 0 done; 1 refused, the findings stand on standard error; 2 the command itself was misread.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from parindex.cli import editions, firmness, register, rounds, sealing
from parindex.cli.help import HELP
from parindex.cli.said import DONE, REFUSED, say_error, show_findings
from parindex.cli.verbs import Command, Verbs
from parindex.errors import Incomplete, NeedsExtra, Unreadable
from parindex.words import Language, words

GROUPS = (rounds, firmness, sealing, editions, register)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = _language(arguments)
    options = _parser(language).parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (Unreadable, Incomplete) as refused:
        return show_findings(refused.findings, language)
    except NeedsExtra as missing:
        say_error(words("this needs an extra: {command}", command=str(missing)).said_in(language))
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as failed:
        problem = words("{path} cannot be used: {problem}", path=failed.filename, problem=failed.strerror)
        say_error(problem.said_in(language))
        return REFUSED


def _language(arguments: Sequence[str]) -> Language:
    """From --lang, else PARINDEX_LANG, else Vietnamese; read first, because the help itself is said in it."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--lang", choices=("vi", "en"), default=os.environ.get("PARINDEX_LANG", "vi"))
    wanted = first.parse_known_args(list(arguments))[0].lang
    return "en" if wanted == "en" else "vi"


def _parser(language: Language) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parindex", description=HELP["parindex"].said_in(language))
    parser.add_argument("--version", action="version", version=f"parindex {version('parindex')}")
    verbs = Verbs(parser, language)
    for group in GROUPS:
        group.add_to(verbs)
    return parser
