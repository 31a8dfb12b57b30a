"""What a command says, and where it says it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from parindex.errors import Finding, errors_among
from parindex.words import Language, words

DONE, REFUSED = 0, 1


def show_findings(findings: Sequence[Finding], language: Language, to: TextIO | None = None) -> int:
    for finding in findings:
        print(finding.said_in(language), file=to or sys.stderr)
    return REFUSED if errors_among(findings) else DONE


def deliver(text: str, output: Path | None, language: Language) -> int:
    if output is None:
        sys.stdout.write(text)
        return DONE
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    return wrote(output, language)


def wrote(path: Path, language: Language) -> int:
    print(words("written: {path}", path=path).said_in(language))
    return DONE


def say_error(text: str) -> None:
    print(f"parindex: {text}", file=sys.stderr)
