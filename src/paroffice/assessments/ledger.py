"""A sheet as plain lines, in one canonical writing, so that what was handed over can be checked for ever."""

import hashlib
import json

from paroffice.assessments.models import Assessment, Proof, Statement, Submission

Lines = dict[str, object]


def lines_of(assessment: Assessment) -> Lines:
    """Every answer and its proofs, the statement, and the law they answer to."""
    proofs: dict[str, list[dict[str, object]]] = {}
    standing = Proof.objects.filter(assessment=assessment, taken_back_at=None).order_by("pk")
    for item, sha256, pages, quote in standing.values_list("item", "version__sha256", "pages", "quote"):
        proofs.setdefault(item, []).append({"sha256": sha256, "pages": pages, "quote": quote})
    answers = {
        one.item: {**one.raw._asdict(), "note": one.note, "proofs": proofs.pop(one.item, [])}
        for one in assessment.answers.order_by("item")
    }
    statement = Statement.objects.filter(assessment=assessment).first()
    return {
        "unit": assessment.unit.code,
        "round": assessment.round_id,
        "edition": assessment.round.edition.digest,
        "answers": answers,
        "further_proofs": proofs,
        "difficulties": statement.difficulties if statement else "",
        "proposals": statement.proposals if statement else "",
    }


def digest_of(lines: Lines) -> str:
    """SHA-256 of the lines as JSON: keys in order, no spaces, UTF-8."""
    written = json.dumps(lines, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def is_intact(submission: Submission) -> bool:
    """Whether the lines are still those that were sealed."""
    return digest_of(submission.lines) == submission.digest
