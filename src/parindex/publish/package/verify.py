"""Verifying a package, without the office: is it whole, who sealed it, and does the result follow from the data?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import Any

from parindex.errors import Finding, Incomplete, Unreadable
from parindex.publish.package.archive import Damaged, Parts, decode, encode, shown_name
from parindex.publish.package.compare import first_difference, first_key
from parindex.publish.package.contents import MANIFEST, RESULT, SIGNATURE, strangers
from parindex.publish.package.derive import Derived, derived
from parindex.publish.package.keys import fingerprint, from_raw, is_signed
from parindex.publish.package.manifest import (
    FORMAT,
    LONGEST,
    Terms,
    digests,
    read_json,
    signature_text,
    stated,
    terms_of,
    text_of,
)
from parindex.words import Words, words


class Verdict(StrEnum):
    """How a verification ended. Only the first is good."""

    HOLDS = "holds"
    NO_PACKAGE = "no_package"
    CHANGED = "changed"
    OTHER_FORM = "other_form"
    WRONG_SIGNATURE = "wrong_signature"
    OTHER_KEY = "other_key"
    FLAWED_DATA = "flawed_data"
    RESULT_DIFFERS = "result_differs"
    OTHER_VERSION = "other_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The verdict, and what was learned on the way to it.

    `signer` is the fingerprint of the key that sealed the package, None where nobody signed; it says who only where
    it was `pinned`. `findings` tell what does not hold, first things first.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    terms: Terms | None = None
    running: str
    signer: str | None = None
    pinned: bool = False
    units: int = 0
    scores: int = 0
    stated: int = 0

    @property
    def holds(self) -> bool:
        return self.verdict is Verdict.HOLDS

    @property
    def same_version(self) -> bool:
        return self.terms is None or self.terms.version == self.running


class _Fails(Exception):
    def __init__(self, verdict: Verdict, findings: Sequence[Finding]) -> None:
        self.verdict, self.findings = verdict, tuple(findings)
        super().__init__(verdict.value)


def verify(content: bytes, pinned: str | None = None) -> Verification:
    """Whether the package in `content` holds. `pinned` is the fingerprint of the only key that may have sealed it."""
    verifier = _Verifier(content, pinned)
    try:
        whole = verifier.verified()
    except _Fails as fails:
        return verifier.told(fails.verdict, fails.findings, None)
    return verifier.told(Verdict.HOLDS, (), whole)


class _Verifier:
    """One package, step by step: whole, signed, unchanged, and only then computed."""

    def __init__(self, content: bytes, pinned: str | None) -> None:
        self.content, self.pinned, self.running = content, pinned, version("parindex")
        self.terms: Terms | None = None
        self.signer: str | None = None

    def told(self, verdict: Verdict, findings: Sequence[Finding], whole: Derived | None) -> Verification:
        units = 0 if whole is None else len(whole.round.units)
        leaves = 0 if whole is None else sum(1 for _ in whole.round.edition.leaves())
        return Verification(
            verdict=verdict,
            findings=tuple(findings),
            terms=self.terms,
            running=self.running,
            signer=self.signer,
            pinned=self.pinned is not None and self.signer == self.pinned,
            units=units,
            scores=units * leaves,
            stated=0 if whole is None else sum(map(len, stated(whole.round).values())),
        )

    def verified(self) -> Derived:
        parts = self._opened()
        held = _manifest(parts)
        self.terms = terms = _terms(held)
        self._check_signature(parts, terms)
        _check_digests(parts, held)
        whole = self._derived(parts, terms)
        self._compare(parts, whole)
        return whole

    def _opened(self) -> Parts:
        try:
            parts = decode(self.content)
        except Damaged as damaged:
            raise _Fails(Verdict.CHANGED, damaged.findings) from None
        except Unreadable as unreadable:
            raise _Fails(Verdict.NO_PACKAGE, unreadable.findings) from None
        findings = strangers(parts)
        if findings:
            raise _Fails(Verdict.NO_PACKAGE, findings)
        return parts

    def _check_signature(self, parts: Parts, terms: Terms) -> None:
        if terms.signer is None and SIGNATURE not in parts:
            if self.pinned is not None:
                self._fail_key(words("the package is not signed, by this key or any other"))
            return
        try:
            key = from_raw(terms.signer or "")
            signature = str(read_json(SIGNATURE, parts.get(SIGNATURE, b"")).get("signature"))
        except (ValueError, Unreadable):
            raise _wrong_signature() from None
        text = signature_text(terms.signer or "", signature)
        if text != parts[SIGNATURE] or not is_signed(key, parts[MANIFEST], signature):
            raise _wrong_signature()
        self.signer = fingerprint(key)
        if self.pinned not in (None, self.signer):
            self._fail_key(words("another key sealed the package: {fingerprint}", fingerprint=self.signer))

    def _fail_key(self, problem: Words) -> None:
        remedy = words("ask the publisher for the key's fingerprint by a way that you trust")
        raise _Fails(Verdict.OTHER_KEY, [Finding(where=SIGNATURE, problem=problem, remedy=remedy)])

    def _derived(self, parts: Parts, terms: Terms) -> Derived:
        files = {name: part for name, part in parts.items() if name not in (MANIFEST, SIGNATURE, *RESULT)}
        try:
            return derived(files, terms)
        except (Unreadable, Incomplete) as flawed:
            raise _Fails(self._or_version(Verdict.FLAWED_DATA), flawed.findings) from None

    def _compare(self, parts: Parts, whole: Derived) -> None:
        """The result and the manifest beside those that follow from the data; then every byte."""
        for name in reversed(RESULT):
            if parts[name] != whole.parts[name]:
                finding = first_difference(name, parts[name], whole.parts[name], self._remedy())
                raise _Fails(self._or_version(Verdict.RESULT_DIFFERS), [finding])
        text = text_of(whole.manifest)
        if parts[MANIFEST] != text:
            problem = words(
                "«{key}» is not what follows from the data",
                key=shown_name(first_key(read_json(MANIFEST, parts[MANIFEST]), whole.manifest)),
            )
            finding = Finding(where=MANIFEST, problem=problem, remedy=self._remedy())
            raise _Fails(self._or_version(Verdict.RESULT_DIFFERS), [finding])
        head = {name: parts[name] for name in (MANIFEST, SIGNATURE) if name in parts}
        if encode(head | dict(whole.parts)) != self.content:
            finding = _found("", words("the parts stand in another order"), _again())
            raise _Fails(Verdict.NO_PACKAGE, [finding])

    def _or_version(self, verdict: Verdict) -> Verdict:
        """What differs may be the program: then it must be said so, before anyone is accused."""
        same = self.terms is not None and self.terms.version == self.running
        return verdict if same else Verdict.OTHER_VERSION

    def _remedy(self) -> Words:
        if self.terms is None or self.terms.version == self.running:
            return words("ask the publisher which of the two is meant; the published figure does not stand")
        return words("verify with version {version} before you conclude", version=shown_name(self.terms.version))


def _manifest(parts: Parts) -> dict[str, Any]:
    try:
        return read_json(MANIFEST, parts[MANIFEST])
    except Unreadable as unreadable:
        raise _Fails(Verdict.NO_PACKAGE, unreadable.findings) from None


def _terms(held: dict[str, Any]) -> Terms:
    if held.get("format") != FORMAT:
        form = shown_name(str(held.get("format"))[:LONGEST])
        problem = words("the package has the form «{form}», which this program does not know", form=form)
        remedy = words("verify it with the version of the program that sealed it")
        raise _Fails(Verdict.OTHER_FORM, [_found(MANIFEST, problem, remedy)])
    terms = terms_of(held)
    if terms is None:
        problem = words("the manifest does not say for whom, with what and by whom the package was sealed")
        raise _Fails(Verdict.NO_PACKAGE, [_found(MANIFEST, problem, _again())])
    return terms


def _check_digests(parts: Parts, held: dict[str, Any]) -> None:
    """Each part against the manifest's line of it."""
    named, there = held.get("parts"), digests(parts)
    if named != there:
        raise _Fails(Verdict.CHANGED, list(_unlike(named, there))[:1])


def _unlike(named: Any, there: list[dict[str, Any]]) -> Iterator[Finding]:
    listed = named if isinstance(named, list) else []
    for line in there:
        if line not in listed:
            yield _found(line["name"], words("the part is not the one that the manifest names"), _again())
    for line in listed:
        name = line.get("name") if isinstance(line, dict) else None
        if line not in there:
            yield _found(str(name), words("the manifest names a part that is not there"), _again())
    yield _found(MANIFEST, words("the parts stand in another order"), _again())


def _wrong_signature() -> _Fails:
    problem = words("the signature does not fit the manifest: somebody changed one of the two")
    return _Fails(Verdict.WRONG_SIGNATURE, [_found(SIGNATURE, problem, _again())])


def _again() -> Words:
    return words("take the file again from its publisher")


def _found(where: str, problem: Words, remedy: Words) -> Finding:
    return Finding(where=shown_name(where), problem=problem, remedy=remedy)
