"""A small round as a folder, its package, and ways to tamper with one that mend everything but the tampering."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parindex.publish.package.archive import decode, encode
from parindex.publish.package.contents import MANIFEST, SIGNATURE
from parindex.publish.package.keys import fingerprint, raw, signed
from parindex.publish.package.manifest import digests, read_json, signature_text, text_of
from parindex.rubric.model import Edition, Option, Question, Questionnaire
from parindex.rubric.rules import Survey
from parindex.rubric.write import write_edition
from tests.core.small import edition, item

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OURS = fingerprint(KEY.public_key())
UNITS = ("a", "b", "c")
QUESTIONNAIRE = Questionnaire(
    options={
        "three": {
            "good": Option(says="good", weight=Fraction(1)),
            "fair": Option(says="fair", weight=Fraction(3, 5)),
            "none": Option(says="do not know"),
        }
    },
    groups={"citizens": "Citizens", "staff": "Staff"},
    questions={
        "Q1": Question(text="?", options="three"),
        "Q2": Question(text="?", options="three", groups=("citizens",)),
        "Q3": Question(text="?", options="three"),
        "Q4": Question(text="asked, and scored nowhere", options="three"),
    },
)
RUBRIC: Edition = replace(
    edition(
        item("1", "3"),
        item("2", "2", Survey(questions={"Q1": Fraction(1), "Q2": Fraction(2)}, groups={"citizens": Fraction(1)})),
        item("3", "1", Survey(questions={"Q3": Fraction(1)})),
    ),
    survey=QUESTIONNAIRE,
)
HEADER = "unit,group,stratum,cluster,weight,Q1,Q2,Q3,Q4"


def answered(unit: str, times: int, group: str = "citizens", **answers: str) -> list[tuple[str, ...]]:
    """So many who answered alike, each in a cluster of their own, with weights of 1.5."""
    said = {"Q1": "good", "Q2": "fair" if group == "citizens" else "", "Q3": "good", "Q4": "none"} | answers
    return [(unit, group, "s", f"c{nth}", "1.5", *said.values()) for nth in range(times)]


RESPONSES = [
    *answered("a", 6),
    *answered("b", 7, Q1="fair"),
    *answered("c", 6, Q3="fair"),
    *answered("c", 8, "staff"),
]


def round_folder(folder: Path, rows: Sequence[tuple[str, ...]] = RESPONSES, **more: str) -> Path:
    """`more` are further files, a name each with its text; `/` is written `__` and `.csv` left out."""
    write_edition(RUBRIC, folder / "edition")
    texts = {
        "round.yaml": "title: A round\nyear: 2026\nedition: small\n",
        "units.csv": "unit,name,block\n" + "".join(f"{unit},{unit.upper()},units\n" for unit in UNITS),
        "ledgers/final.csv": "unit,item,outcome,answer,numerator,denominator,note\n"
        "a,1,answered,,2,3,page 4\nb,1,answered,,1,3,\nc,1,not_proven,,,,\n",
        "survey/responses.csv": "\n".join([HEADER, *map(",".join, rows)]) + "\n",
    } | {f"{name.replace('__', '/')}.csv": text for name, text in more.items()}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


Parts = dict[str, bytes]


def opened(package: bytes) -> Parts:
    return dict(decode(package))


def changed(package: bytes, name: str, old: str, new: str) -> Parts:
    """The parts, one of them changed."""
    parts = opened(package)
    assert old.encode() in parts[name], parts[name][:500]
    return parts | {name: parts[name].replace(old.encode(), new.encode(), 1)}


def named_again(parts: Parts) -> Parts:
    """With a manifest that names the parts as they are now, as somebody would who knows how it is made."""
    return parts | {MANIFEST: text_of(read_json(MANIFEST, parts[MANIFEST]) | {"parts": digests(parts)})}


def signed_again(parts: Parts, key: Ed25519PrivateKey = KEY, **manifest: object) -> bytes:
    """With a new manifest and a signature that fits it."""
    held: Mapping[str, object] = read_json(MANIFEST, parts[MANIFEST]) | {"parts": digests(parts)} | manifest
    signer = raw(key.public_key())
    text = text_of({**held, "signed_by": signer})
    return encode(
        {MANIFEST: text, SIGNATURE: signature_text(signer, signed(key, text))}
        | {name: part for name, part in parts.items() if name not in (MANIFEST, SIGNATURE)}
    )
