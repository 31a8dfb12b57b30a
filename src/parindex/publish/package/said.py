"""What a verification says to its reader: one line that holds or not, then what must be known beside it."""

from collections.abc import Iterator

from parindex.publish.package.archive import shown_name
from parindex.publish.package.contents import Kind
from parindex.publish.package.verify import Verdict, Verification
from parindex.words import Language, Words, words

VERDICTS = {
    Verdict.NO_PACKAGE: words("DOES NOT HOLD: this is no sound package"),
    Verdict.CHANGED: words("DOES NOT HOLD: a part was changed after the sealing"),
    Verdict.OTHER_FORM: words("NOT VERIFIED: this program does not know the package's form"),
    Verdict.WRONG_SIGNATURE: words("DOES NOT HOLD: the signature is wrong"),
    Verdict.OTHER_KEY: words("DOES NOT HOLD: not sealed by the key you named"),
    Verdict.FLAWED_DATA: words("DOES NOT HOLD: no result follows from the data"),
    Verdict.RESULT_DIFFERS: words("DOES NOT HOLD: the result does not follow from the data"),
    Verdict.OTHER_VERSION: words("NOT VERIFIED: the result differs, and so does the version of the program"),
}


def verification_lines(told: Verification, language: Language) -> list[str]:
    """Harmless on a terminal, whatever the package holds."""
    lines = [line.said_in(language) for line in _lines(told)]
    return [shown_name(line, 1000) for line in (*lines, *(finding.said_in(language) for finding in told.findings))]


def _lines(told: Verification) -> Iterator[Words]:
    if not told.holds:
        yield VERDICTS[told.verdict]
        return
    yield words(
        "HOLDS: {scores} scores and {units} ranks follow from the package's own data",
        scores=told.scores - told.stated,
        units=told.units,
    )
    if told.stated:
        yield words("{count} survey scores are stated: their cells were too small to publish", count=told.stated)
    yield from _sealed(told)


def _sealed(told: Verification) -> Iterator[Words]:
    """By whom, for whom, with what."""
    if told.signer is None:
        yield words("NOT SIGNED: who made the package is not known")
    elif told.pinned:
        yield words("signed by the key you named: {fingerprint}", fingerprint=told.signer)
    else:
        yield words("signed by the key {fingerprint}", fingerprint=told.signer)
        yield words("whose key that is was not checked: compare the fingerprint, or give --key")
    if told.terms is not None:
        public = told.terms.kind is Kind.PUBLIC
        yield words("kind: public") if public else words("kind: council, with every cell of the survey")
        if not told.same_version:
            yield words(
                "sealed with version {sealed}, verified with {running}",
                sealed=told.terms.version,
                running=told.running,
            )
