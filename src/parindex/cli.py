"""The command `parindex`: arguments in, text out, no logic.

Exit codes: 0 done; 1 refused, the findings stand on standard error; 2 the command itself was misread.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TextIO, TypeAlias

import numpy as np

from parindex.errors import Finding, Incomplete, NeedsExtra, Unreadable, errors_among
from parindex.index.round import Round, check_round, sound_round
from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores, whole_score
from parindex.onestop.warehouse import ledger_scores, to_ledger
from parindex.publish.dossier import dossier_lines
from parindex.publish.excel import write_workbook
from parindex.publish.explanation import explanation_lines
from parindex.publish.html import html_page
from parindex.publish.ledger import ledger_csv, ledger_json, ledger_text
from parindex.publish.open_data import open_data
from parindex.publish.package.archive import package_bytes
from parindex.publish.package.contents import Kind
from parindex.publish.package.keys import fingerprint, new_key, pinned, private_key
from parindex.publish.package.said import verification_lines
from parindex.publish.package.seal import FEWEST, seal
from parindex.publish.package.verify import Verification, verify
from parindex.publish.result import Detail, Result
from parindex.publish.robustness import Told, json_of, text_of_study
from parindex.publish.robustness_html import html_of_study
from parindex.publish.service import service_csv, service_json, service_text
from parindex.publish.tables import csv_text, json_text, text_table
from parindex.robustness.settings import Settings
from parindex.robustness.study import study
from parindex.rubric.compare import compare, csv_of, text_of
from parindex.rubric.model import Edition
from parindex.rubric.read import adopted, read_edition
from parindex.rubric.workbook import from_workbook, to_workbook
from parindex.rubric.write import digest, write_edition
from parindex.sheet.ledger import LedgerName
from parindex.words import Language, Words, words

DONE, REFUSED = 0, 1
MOST_DRAWS = 1_000_000
BY_MONTH = ("unit,month", "month")
Command = Callable[[argparse.Namespace], int]
Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = _language(arguments)
    options = _Verbs(language).parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (Unreadable, Incomplete) as refused:
        return _show_findings(refused.findings, language)
    except NeedsExtra as missing:
        _say_error(words("this needs an extra: {command}", command=str(missing)).said_in(language))
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except OSError as failed:
        problem = words("{path} cannot be used: {problem}", path=failed.filename, problem=failed.strerror)
        _say_error(problem.said_in(language))
        return REFUSED


def _language(arguments: Sequence[str]) -> Language:
    """From --lang, else PARINDEX_LANG, else Vietnamese; read first, because the help itself is said in it."""
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--lang", choices=("vi", "en"), default=os.environ.get("PARINDEX_LANG", "vi"))
    wanted = first.parse_known_args(list(arguments))[0].lang
    return "en" if wanted == "en" else "vi"


def _check(options: argparse.Namespace) -> int:
    findings = check_round(options.round, options.rubrics)
    code = _show_findings(findings, options.lang, to=sys.stdout)
    if not findings:
        print(words("No findings.").said_in(options.lang))
    return code


def _compute(options: argparse.Namespace) -> int:
    detail, language = Detail(options.detail), options.lang
    data_only = options.format in ("json", "csv")
    round_ = sound_round(options.round, options.rubrics).in_language("vi" if data_only else language)
    result = Result(round_, round_.index(_ledger(round_, options.ledger)))
    if options.format == "xlsx":
        if options.output is None:
            _say_error(words("an Excel workbook needs --output FILE").said_in(language))
            return REFUSED
        options.output.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(result, options.output, detail, language)
        return _wrote(options.output, language)
    text = {
        "text": lambda: text_table(result, language),
        "json": lambda: json_text(result, detail),
        "csv": lambda: csv_text(result, detail),
        "html": lambda: html_page(result, detail, language),
    }[options.format]()
    return _deliver(text, options.output, language)


def _ledger(round_: Round, name: str | None) -> LedgerName:
    if name is None:
        return round_.latest
    ledger = LedgerName(name)
    if ledger not in round_.ledgers:
        there = ", ".join(known.value for known in round_.ledgers)
        problem = words("the round has no ledger «{ledger}»", ledger=ledger.value)
        remedy = words("use one of: {choices}", choices=there)
        raise Incomplete([Finding(where="--ledger", problem=problem, remedy=remedy)])
    return ledger


def _explain(options: argparse.Namespace) -> int:
    round_ = sound_round(options.round, options.rubrics).in_language(options.lang)
    index = round_.index(_ledger(round_, options.ledger))
    lines = explanation_lines(Result(round_, index), options.unit, options.item)
    return _deliver("\n".join(line.said_in(options.lang) for line in lines) + "\n", None, options.lang)


def _seal(options: argparse.Namespace) -> int:
    key = None if options.key is None else private_key(options.key)
    kind = Kind.PUBLIC if options.public else Kind.COUNCIL
    package = seal(options.round, options.rubrics, kind=kind, fewest=options.fewest, key=key)
    only = None if key is None else fingerprint(key.public_key())
    if _say_verified(verify(package, only), options.lang) == REFUSED:
        return REFUSED
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_bytes(package)
    return _wrote(options.output, options.lang)


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


def _open_data(options: argparse.Namespace) -> int:
    round_ = sound_round(options.round, options.rubrics)
    result = Result(round_, round_.index(_ledger(round_, options.ledger)))
    options.output.mkdir(parents=True, exist_ok=True)
    for name, content in open_data(result).items():
        (options.output / name).write_bytes(content)
    (options.output / "result.json").write_text(json_text(result, Detail.LEAVES), encoding="utf-8")
    return _wrote(options.output, options.lang)


def _simulate(options: argparse.Namespace) -> int:
    language = options.lang
    settings = _settings(options)
    round_ = sound_round(options.round, options.rubrics)
    round_ = round_.in_language("vi" if options.format == "json" else language)
    unit = None if options.unit is None else _place(round_, options.unit)
    chance = np.random.Generator(np.random.PCG64(settings.seed))
    told = Told(study(round_, round_.index(_ledger(round_, options.ledger)), settings, chance), unit)
    text = {
        "text": lambda: text_of_study(told, language),
        "json": lambda: json_of(told),
        "html": lambda: html_of_study(told, language),
    }[options.format]()
    return _deliver(text, options.output, language)


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


def _compare(options: argparse.Namespace) -> int:
    comparison = compare(_edition(options.old, options), _edition(options.new, options))
    write = csv_of if options.format == "csv" else text_of
    return _deliver(write(comparison, options.lang), options.output, options.lang)


def _service_index(options: argparse.Namespace) -> int:
    misread = _misread_service_index(options)
    if misread is not None:
        _say_error(misread.said_in(options.lang))
        return REFUSED
    if options.ledger is not None:
        return _service_index_of_ledger(options)
    register = read_register(options.register, options.law, options.events)
    if options.dossier is not None:
        lines = dossier_lines(register, options.dossier)
        return _deliver("\n".join(line.said_in(options.lang) for line in lines) + "\n", options.output, options.lang)
    scores = [whole_score(register)] if options.by == "all" else unit_scores(register)
    components = options.detail == "components"
    text = {
        "text": lambda: service_text(register, scores, options.lang, components=components),
        "json": lambda: service_json(register, scores),
        "csv": lambda: service_csv(register, scores),
    }[options.format]()
    return _deliver(text, options.output, options.lang)


def _misread_service_index(options: argparse.Namespace) -> Words | None:
    if (options.register is None) == (options.ledger is None):
        return words("give either a register or --ledger DIR")
    if options.ledger is None and options.by in BY_MONTH:
        return words("months are told apart in a ledger only; write one with parindex to-ledger")
    if options.ledger is not None and options.by in ("unit", "all"):
        return words("the months of a ledger share dossiers and do not add up; use --by unit,month or --by month")
    return None


def _service_index_of_ledger(options: argparse.Namespace) -> int:
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
    return _deliver(text, options.output, options.lang)


def _to_ledger(options: argparse.Namespace) -> int:
    months = to_ledger(options.register, options.output, options.law, options.events)
    print(words("months written: {months}", months=", ".join(month.name for month in months)).said_in(options.lang))
    return _wrote(options.output, options.lang)


def _rubric_read(options: argparse.Namespace) -> int:
    edition, findings = read_edition(_edition_folder(options.edition, options.rubrics))
    code = _show_findings(findings, options.lang, to=sys.stdout)
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
    return _wrote(options.output, options.lang)


def _from_sheet(options: argparse.Namespace) -> int:
    edition, findings = from_workbook(options.workbook)
    code = _show_findings(findings, options.lang)
    if edition is None or code:
        return REFUSED
    write_edition(edition, options.output)
    return _wrote(options.output, options.lang)


def _edition(name: str, options: argparse.Namespace) -> Edition:
    return adopted(_edition_folder(name, options.rubrics))


def _edition_folder(name: str, rubrics: Path | None) -> Path:
    """A folder as given, or an edition of that name under --rubrics or ./rubrics."""
    given = Path(name)
    return given if given.is_dir() else (rubrics or Path("rubrics")) / name


def _show_findings(findings: Sequence[Finding], language: Language, to: TextIO | None = None) -> int:
    for finding in findings:
        print(finding.said_in(language), file=to or sys.stderr)
    return REFUSED if errors_among(findings) else DONE


def _deliver(text: str, output: Path | None, language: Language) -> int:
    if output is None:
        sys.stdout.write(text)
        return DONE
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    return _wrote(output, language)


def _wrote(path: Path, language: Language) -> int:
    print(words("written: {path}", path=path).said_in(language))
    return DONE


def _say_error(text: str) -> None:
    print(f"parindex: {text}", file=sys.stderr)


class _Verbs:
    """Builds the parser: one verb after the other, each with the options that all share."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.common = argparse.ArgumentParser(add_help=False)
        self.common.add_argument("--lang", choices=("vi", "en"), default=language, help=self.say("lang"))
        self.common.add_argument("--rubrics", type=Path, metavar="DIR", help=self.say("rubrics"))

    def say(self, key: str) -> str:
        return HELP[key].said_in(self.language)

    def parser(self) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog="parindex", description=self.say("parindex"))
        parser.add_argument("--version", action="version", version=f"parindex {version('parindex')}")
        verbs = parser.add_subparsers(title=self.say("verbs"), required=True, metavar="VERB")
        self._round(verbs)
        self._sealing(verbs)
        self._compare(verbs)
        self._service_index(verbs)
        self._to_ledger(verbs)
        rubric = verbs.add_parser("rubric", help=self.say("rubric"), description=self.say("rubric"))
        self._rubric(rubric.add_subparsers(title=self.say("verbs"), required=True, metavar="VERB"))
        return parser

    def _verb(self, verbs: Subparsers, name: str, command: Command) -> argparse.ArgumentParser:
        said = self.say(name)
        verb = verbs.add_parser(name, help=said, description=said, parents=[self.common])
        verb.set_defaults(command=command)
        return verb

    def _round(self, verbs: Subparsers) -> None:
        check = self._verb(verbs, "check", _check)
        compute = self._verb(verbs, "compute", _compute)
        explain = self._verb(verbs, "explain", _explain)
        simulate = self._verb(verbs, "simulate", _simulate)
        for verb in (check, compute, explain, simulate):
            verb.add_argument("round", type=Path, metavar="ROUND", help=self.say("round"))
        for verb in (compute, explain, simulate):
            names = [name.value for name in LedgerName]
            verb.add_argument("--ledger", choices=names, help=self.say("ledger"))
        formats = ("text", "json", "csv", "html", "xlsx")
        details = [detail.value for detail in Detail]
        compute.add_argument("--format", choices=formats, default="text", help=self.say("format"))
        compute.add_argument("--detail", choices=details, default="units", help=self.say("detail"))
        self._output(compute)
        explain.add_argument("unit", metavar="UNIT", help=self.say("unit"))
        explain.add_argument("item", metavar="ITEM", nargs="?", help=self.say("item"))
        self._chance(simulate)

    def _chance(self, simulate: argparse.ArgumentParser) -> None:
        usual = Settings(seed=1)
        simulate.add_argument("--draws", type=int, default=usual.draws, metavar="N", help=self.say("draws"))
        simulate.add_argument("--seed", type=int, default=usual.seed, metavar="N", help=self.say("seed"))
        simulate.add_argument("--unit", metavar="UNIT", help=self.say("what_if"))
        simulate.add_argument("--format", choices=("text", "json", "html"), default="text", help=self.say("format"))
        self._output(simulate)

    def _sealing(self, verbs: Subparsers) -> None:
        opened = self._verb(verbs, "open-data", _open_data)
        opened.add_argument("round", type=Path, metavar="ROUND", help=self.say("round"))
        opened.add_argument("output", type=Path, metavar="DIR", help=self.say("tables"))
        opened.add_argument("--ledger", choices=[name.value for name in LedgerName], help=self.say("ledger"))
        sealing = self._verb(verbs, "seal", _seal)
        sealing.add_argument("round", type=Path, metavar="ROUND", help=self.say("round"))
        sealing.add_argument("--output", "-o", type=Path, metavar="FILE", required=True, help=self.say("package"))
        sealing.add_argument("--key", type=Path, metavar="KEY", help=self.say("sign"))
        sealing.add_argument("--public", action="store_true", help=self.say("public"))
        sealing.add_argument("--fewest", type=int, default=FEWEST, metavar="N", help=self.say("fewest"))
        verifying = self._verb(verbs, "verify", _verify)
        verifying.add_argument("package", type=Path, metavar="FILE", help=self.say("package"))
        verifying.add_argument("--key", metavar="KEY", help=self.say("pin"))
        key = self._verb(verbs, "key", _key)
        key.add_argument("output", type=Path, metavar="FILE", help=self.say("private"))

    def _compare(self, verbs: Subparsers) -> None:
        compare_verb = self._verb(verbs, "compare", _compare)
        compare_verb.add_argument("old", metavar="A", help=self.say("edition"))
        compare_verb.add_argument("new", metavar="B", help=self.say("edition"))
        compare_verb.add_argument("--format", choices=("text", "csv"), default="text", help=self.say("format"))
        self._output(compare_verb)

    def _service_index(self, verbs: Subparsers) -> None:
        verb = self._verb(verbs, "service-index", _service_index)
        verb.add_argument("register", type=Path, nargs="?", metavar="REGISTER", help=self.say("register"))
        verb.add_argument("--events", type=Path, metavar="FILE", help=self.say("events"))
        verb.add_argument("--law", type=Path, metavar="DIR", help=self.say("law"))
        verb.add_argument("--dossier", metavar="CODE", help=self.say("dossier"))
        verb.add_argument("--ledger", type=Path, metavar="DIR", help=self.say("dossier_ledger"))
        verb.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help=self.say("engine"))
        verb.add_argument("--master", metavar="URL", help=self.say("master"))
        verb.add_argument("--month", action="append", default=[], metavar="YYYY-MM", help=self.say("month"))
        verb.add_argument("--by", choices=("unit", "all", *BY_MONTH), help=self.say("by"))
        verb.add_argument("--detail", choices=("units", "components"), default="units", help=self.say("components"))
        verb.add_argument("--format", choices=("text", "json", "csv"), default="text", help=self.say("format"))
        self._output(verb)

    def _to_ledger(self, verbs: Subparsers) -> None:
        verb = self._verb(verbs, "to-ledger", _to_ledger)
        verb.add_argument("register", type=Path, metavar="REGISTER", help=self.say("register"))
        verb.add_argument("output", type=Path, metavar="DIR", help=self.say("dossier_ledger"))
        verb.add_argument("--events", type=Path, metavar="FILE", help=self.say("events"))
        verb.add_argument("--law", type=Path, metavar="DIR", help=self.say("law"))

    def _rubric(self, verbs: Subparsers) -> None:
        read = self._verb(verbs, "read", _rubric_read)
        read.add_argument("edition", metavar="EDITION", help=self.say("edition"))
        to_sheet = self._verb(verbs, "to-sheet", _to_sheet)
        to_sheet.add_argument("edition", metavar="EDITION", help=self.say("edition"))
        to_sheet.add_argument("output", type=Path, metavar="FILE", help=self.say("workbook"))
        from_sheet = self._verb(verbs, "from-sheet", _from_sheet)
        from_sheet.add_argument("workbook", type=Path, metavar="FILE", help=self.say("workbook"))
        from_sheet.add_argument("output", type=Path, metavar="DIR", help=self.say("folder"))

    def _output(self, verb: argparse.ArgumentParser) -> None:
        verb.add_argument("--output", "-o", type=Path, metavar="FILE", help=self.say("output"))


HELP = {
    "parindex": words("Determines an administrative-reform index from plain files: exact, explained, recomputable."),
    "verbs": words("verbs"),
    "lang": words("the language of what is said (default: vi, or PARINDEX_LANG)"),
    "rubrics": words("the folder that holds the editions (default: found beside or above the round)"),
    "check": words("list every flaw of a round: its edition, its ledgers, its survey"),
    "compute": words("determine the index and rank the units of a round"),
    "explain": words("say how each point of a unit came to be, down to rule, answer and evidence asked"),
    "open-data": words("write a round's result as tables with their dictionary, for anyone to use"),
    "seal": words("seal a round and its result into one file that anyone can verify"),
    "verify": words("derive every score and rank of a sealed package again, without the office"),
    "key": words("make a key to sign packages with"),
    "tables": words("the folder to write the tables into"),
    "package": words("the sealed package"),
    "sign": words("the file of the private key that signs; without it, the package is not signed"),
    "public": words("for publication: leave out the cells of the survey in which few answered"),
    "fewest": words("with --public: how many of a group must have answered (default: 5)"),
    "pin": words("the public key that must have signed: its file, or its fingerprint"),
    "private": words("the file to keep the private key in"),
    "simulate": words("say how firm each rank is: sampling error, other methods, what one change would do"),
    "draws": words("how many scenarios to draw (default: 10000)"),
    "seed": words("the seed of chance; the same seed gives the same study (default: 1)"),
    "what_if": words("the code of a unit: also say what one change would do to it"),
    "compare": words("what changed from edition A to edition B, line by line"),
    "service-index": words("determine a one-stop service index from the raw events of dossiers"),
    "register": words("the folder of the register"),
    "events": words("take the events from this file instead, CSV or JSON lines"),
    "dossier": words("tell the two clocks of this dossier instead"),
    "law": words("the folder with regimes, calendars and service indexes (default: one-stop, beside or above)"),
    "to-ledger": words("add the months of a register to a ledger of very many dossiers"),
    "dossier_ledger": words("the folder of the ledger: Parquet by month"),
    "engine": words("what counts the dossiers of a ledger (default: duckdb)"),
    "master": words("with --engine spark: the address of its master"),
    "month": words("only this month of the ledger; may be given several times (default: all)"),
    "by": words("for each unit, or for all together; of a ledger, by month (default: unit, or unit,month)"),
    "components": words("how far down the text goes (default: units)"),
    "rubric": words("read, check and exchange editions of a rubric"),
    "read": words("check an edition and print its digest"),
    "to-sheet": words("write an edition as an Excel workbook that an officer can edit"),
    "from-sheet": words("read such a workbook back into an edition's folder"),
    "round": words("the folder of the round"),
    "ledger": words("the ledger to compute from (default: the latest there is)"),
    "format": words("the form of the output (default: text)"),
    "detail": words("how far down JSON, CSV, HTML and Excel go (default: units)"),
    "output": words("write to this file instead of the terminal"),
    "unit": words("the code of a unit"),
    "item": words("the code of an item; without it, the whole unit"),
    "edition": words("the name of an edition, or its folder"),
    "workbook": words("the Excel file"),
    "folder": words("the folder to write the edition into"),
}
