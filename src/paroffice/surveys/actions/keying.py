"""Paper forms, typed twice by two people who do not see each other's work; only what agrees goes into the box."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parindex.errors import Finding
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.surveys.actions import taking
from paroffice.surveys.models import Keying, Token, Way
from paroffice.surveys.questions.replies import cleaned
from paroffice.surveys.tokens import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What came of it: flaws; or it waits for the other; or both differ in these questions; or it is in the box."""

    findings: list[Finding]
    differs: list[str]
    in_the_box: bool


@transaction.atomic
def key_form(*, code: str, replies: Mapping[str, Iterable[str]], by: Person, at: datetime) -> Keyed:
    """Types a form that bears this code; typed again by the same person, it takes the place of their first."""
    policy.ask(by, "surveys.key", None, at)
    token = taking.token_for(code)
    place = taking.place_of(token.cell_id, token.questionnaire_id)
    if Token.objects.select_for_update().filter(pk=token.pk).first() is None:
        raise taking.Forged  # voided in between
    clean, findings = cleaned(place.form, replies, "vi")
    if findings:
        return Keyed(findings=findings, differs=[], in_the_box=False)
    taking.require_time(place, at)
    key = key_of(code)
    other = Keying.objects.filter(key=key).exclude(by=by).first()
    if other is not None and other.replies == clean:
        Keying.objects.filter(key=key).delete()
        sent = taking.Sent(replies={name: [reply] for name, reply in clean.items()})
        findings = taking.answer(code=code, sent=sent, at=at, way=Way.PAPER)
        return Keyed(findings=findings, differs=[], in_the_box=not findings)
    Keying.objects.update_or_create(key=key, by=by, defaults={"survey": place.survey, "replies": clean})
    return Keyed(findings=[], differs=_differing(clean, other.replies if other else clean), in_the_box=False)


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
