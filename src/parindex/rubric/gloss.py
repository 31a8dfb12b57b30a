"""What an adopted edition says, in another language, written after its adoption: for reading, never law.

A gloss stands beside the edition's files, `gloss/<language>.yaml`, the original text → its translation. It is in no
digest and in no sealed package; where the edition's own translation says something, that holds.
"""

from dataclasses import replace
from pathlib import Path

from parindex.errors import Finding, Weight
from parindex.rubric.model import Edition, Gloss
from parindex.rubric.shape import MapOf, Report, Text
from parindex.rubric.translate import sections
from parindex.rubric.tree import read_yaml
from parindex.words import words

FOLDER = "gloss"
SAYS = MapOf(Text())


def with_glosses(edition: Edition, folder: Path) -> tuple[Edition, list[Finding]]:
    """The edition with the glosses that lie in its folder. A flaw in one is a warning: no law depends on it."""
    glosses: dict[str, Gloss] = {}
    findings: list[Finding] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        said, flaws = _read(path, f"{FOLDER}/{path.name}")
        glosses[path.stem], findings = said, [*findings, *flaws, *strays(edition, said, f"{FOLDER}/{path.name}")]
    return replace(edition, glosses=glosses), [replace(one, weight=Weight.WARNING) for one in findings]


def _read(path: Path, shown_as: str) -> tuple[Gloss, list[Finding]]:
    node, findings = read_yaml(path, shown_as)
    if node is None:
        return {}, findings
    report = Report()
    said = SAYS.read(node, report)
    return (said if isinstance(said, dict) else {}), report.findings


def strays(edition: Edition, said: Gloss, place: str) -> list[Finding]:
    """What is translated but stands nowhere."""
    known = {text for section in sections(edition) for text in section.texts}
    remedy = words("write it just as the edition does, or remove the line")
    return [
        Finding(
            where=place,
            problem=words("«{text}» is translated but stands nowhere in the edition", text=text),
            remedy=remedy,
        )
        for text in said
        if text not in known
    ]
