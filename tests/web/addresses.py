"""How every address of the office is reached in the tests that walk them all.

A new address needs a line here: what stands in it, and whether that belongs to one unit. Without it those tests fail.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from paroffice.assessments.models import Assessment, Proof
from paroffice.evidence.models import Document, Version
from paroffice.evidence.store import place_of
from paroffice.improvement.models import Plan, PlanTask
from paroffice.people.models import Person, Unit
from paroffice.portal.urls import CMS
from paroffice.rubrics.actions import begin_draft
from paroffice.rubrics.frozen import files_of
from paroffice.rubrics.models import Draft
from paroffice.surveys.actions.preparing import begin as begin_survey
from tests.web.conftest import NOON, PAPER, SOUND, Cast

PUBLIC = {"language", "face", "sign-in", "sign-out", "set-password", "healthz"}
PUBLIC |= {"account_login", "mfa_authenticate", "mfa_login_webauthn", "socialaccount_login_cancelled"}
PUBLIC |= {"portal-picture"}
PUBLIC |= {"openid_connect_login", "openid_connect_callback", "forgotten", "forgotten-sent"}
PUBLIC |= {"card", "respond", "counter", "openrosa-list", "openrosa-form", "openrosa-submission"}
PUBLIC |= {"citizen", "look-up", "look-up-result", "offers", "submit-online", "complain", "queue"}
API = {"openapi-json", "api-root", "api-rounds", "api-round", "api-units", "api-unit", "api-leaf"}
API |= {"api-preview-units", "api-preview-unit"}
"""Asked by programs: public, or by a token, and in a namespace of their own."""
PUBLIC |= API
PUBLIC |= {"results", "result", "result-block", "result-unit", "result-mark", "result-field", "result-leaf"}
PUBLIC |= {"result-versions", "result-file", "result-vega"}
PUBLIC |= {"result-block-spec", "result-unit-spec", "result-leaf-spec", "result-mark-spec"}
"""What opens without signing in."""
READING_LEAVES_A_TRACE = {"evidence-file", "evidence-page", "evidence-picture"}
READING_LEAVES_A_TRACE |= {"dossier-applicant", "dossier-paper", "dossier-form", "dossier-letter", "register-pdf"}
READING_LEAVES_A_TRACE |= {"register-excel", "register-csv"}
"""Opening a document is itself a deed."""
DRAWN = {"evidence-picture", "paper-picture", "told-paper-picture"}
"""A picture: a child process draws it, so it is asked for no oftener than needed."""
SPEAKS_OTHER_VERBS = {"evidence-uploads", "evidence-upload"}
"""Addresses that speak more than GET, HEAD and POST."""


@dataclass
class Side:
    """A unit and what is its own."""

    unit: Unit
    officer: Person
    sheet: Assessment
    document: Document
    version: Version
    proof: Proof
    task: PlanTask


@dataclass
class World:
    """The cast, with something of every kind on both sides."""

    cast: Cast
    here: Side
    there: Side
    draft: Draft
    form: int


def world_of(cast: Cast) -> World:
    return World(
        cast=cast,
        here=_side(cast.here, cast.an, cast.sheet),
        there=_side(cast.there, cast.binh, cast.other_sheet),
        draft=begin_draft(files=files_of(SOUND), based_on=None, by=cast.dung, at=NOON),
        form=begin_survey(round_=cast.round, by=cast.dung, at=NOON).questionnaires.get().pk,
    )


def _side(unit: Unit, officer: Person, sheet: Assessment) -> Side:
    sha256 = hashlib.sha256(PAPER).hexdigest()
    place = place_of(Path(settings.FILES), sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(PAPER)
    document = Document.objects.create(unit=unit, title=f"Báo cáo {unit.code}", searched=f"bao cao {unit.code}")
    version = Version.objects.create(
        document=document, sha256=sha256, size=len(PAPER), name="bao-cao.pdf", kind="application/pdf", pages=1,
        stored_by=officer, stored_at=NOON,
    )  # fmt: skip
    proof = Proof.objects.create(assessment=sheet, item="1.1", version=version, put_by=officer, put_at=NOON)
    return Side(unit, officer, sheet, document, version, proof, _task(unit, officer, sheet))


def _task(unit: Unit, officer: Person, sheet: Assessment) -> PlanTask:
    edition = sheet.round.edition
    plan = Plan.objects.create(unit=unit, year=2026, edition=edition, begun_by=officer, begun_at=NOON)
    return PlanTask.objects.create(
        plan=plan, field="1", title="Rà soát thủ tục", product="Báo cáo", owner=officer, due_on=NOON.date(),
        edition=edition, made_by=officer, made_at=NOON,
    )  # fmt: skip


Arguments = Callable[[World, Side], list[object]]

OF_A_UNIT: dict[str, Arguments] = {
    "sheet": lambda _, side: [side.sheet.pk],
    "sheet-excel": lambda _, side: [side.sheet.pk],
    "sheet-import": lambda _, side: [side.sheet.pk],
    "sheet-report": lambda _, side: [side.sheet.pk],
    "submit": lambda _, side: [side.sheet.pk],
    "give-back": lambda _, side: [side.sheet.pk],
    "ask-time": lambda _, side: [side.sheet.pk],
    "item": lambda _, side: [side.sheet.pk, "1.3"],
    "ask-how": lambda _, side: [side.sheet.pk, "1.3"],
    "prove": lambda _, side: [side.sheet.pk, "1.1"],
    "take-back": lambda _, side: [side.sheet.pk, "1.1", side.proof.pk],
    "divide": lambda _, side: [side.sheet.pk],
    "sheet-word": lambda _, side: [side.sheet.pk],
    "sheet-pdf": lambda _, side: [side.sheet.pk],
    "statement": lambda _, side: [side.sheet.pk],
    "submission": lambda _, side: [side.sheet.pk, 1],
    "item-points": lambda _, side: [side.sheet.pk, "1.3"],
    "item-keep": lambda _, side: [side.sheet.pk, "1.3"],
    "marks": lambda _, side: [side.sheet.pk],
    "reply": lambda _, side: [side.sheet.pk, "1.2"],
    "reply-prove": lambda _, side: [side.sheet.pk, "1.2"],
    "reply-unprove": lambda _, side: [side.sheet.pk, "1.2", 1],
    "answer-challenge": lambda _, side: [side.sheet.pk, 1],
    "told-visit": lambda _, side: [side.sheet.pk, 1],
    "told-visit-word": lambda _, side: [side.sheet.pk, 1],
    "told-visit-pdf": lambda _, side: [side.sheet.pk, 1],
    "told-paper": lambda _, side: [side.sheet.pk, 1, 1],
    "told-paper-picture": lambda _, side: [side.sheet.pk, 1, 1, 1],
    "plan": lambda _, side: [side.unit.code, 2026],
    "plan-word": lambda _, side: [side.unit.code, 2026],
    "plan-pdf": lambda _, side: [side.unit.code, 2026],
    "plan-task": lambda _, side: [side.unit.code, 2026, side.task.pk],
    "result-complain": lambda world, side: [world.cast.round.pk, side.unit.code],
    "evidence-file": lambda _, side: [side.version.pk],
    "evidence-page": lambda _, side: [side.version.pk],
    "evidence-picture": lambda _, side: [side.version.pk, 1],
    "evidence-describe": lambda _, side: [side.document.pk],
    "evidence-replace": lambda _, side: [side.document.pk],
    "evidence-withdraw": lambda _, side: [side.document.pk],
}
"""What stands in the address belongs to one unit: for another unit's people there is nothing there."""
OF_ALL: dict[str, Arguments] = {
    "language": lambda *_: [],
    "face": lambda *_: [],
    "sign-in": lambda *_: [],
    "sign-out": lambda *_: [],
    "set-password": lambda *_: ["MQ", "x-y"],
    "healthz": lambda *_: [],
    "desk": lambda *_: [],
    "letter": lambda *_: [],
    "search": lambda *_: [],
    "opening": lambda *_: [],
    "board": lambda world, _: [world.cast.round.pk],
    "questions": lambda world, _: [world.cast.round.pk],
    "trail": lambda *_: [],
    "trail-verify": lambda *_: [],
    "accounts": lambda *_: [],
    "erase": lambda world, _: [world.cast.chi.pk],
    "account_login": lambda *_: [],
    "mfa_authenticate": lambda *_: [],
    "mfa_login_webauthn": lambda *_: [],
    "socialaccount_login_cancelled": lambda *_: [],
    "openid_connect_login": lambda *_: ["so-noi-vu"],
    "openid_connect_callback": lambda *_: ["so-noi-vu"],
    "forgotten": lambda *_: [],
    "forgotten-sent": lambda *_: [],
    "account_reauthenticate": lambda *_: [],
    "mfa_reauthenticate": lambda *_: [],
    "mfa_reauthenticate_webauthn": lambda *_: [],
    "security": lambda *_: [],
    "mfa_index": lambda *_: [],
    "change-password": lambda *_: [],
    "mfa_activate_totp": lambda *_: [],
    "mfa_deactivate_totp": lambda *_: [],
    "mfa_view_recovery_codes": lambda *_: [],
    "mfa_generate_recovery_codes": lambda *_: [],
    "mfa_add_webauthn": lambda *_: [],
    "mfa_edit_webauthn": lambda *_: [1],
    "mfa_remove_webauthn": lambda *_: [1],
    "sessions": lambda *_: [],
    "usersessions_list": lambda *_: [],
    "unlink-identity": lambda *_: [1],
    "delegation": lambda *_: [],
    "people-in": lambda *_: [],
    "people-excel": lambda *_: [],
    "person": lambda world, _: [world.cast.chi.pk],
    "hand-over": lambda world, _: [world.cast.chi.pk],
    "units": lambda *_: [],
    "units-in": lambda *_: [],
    "units-excel": lambda *_: [],
    "unit-new": lambda *_: [],
    "unit": lambda *_: ["there"],
    "unit-change": lambda *_: ["there"],
    "drafts": lambda *_: [],
    "draft": lambda world, _: [world.draft.pk],
    "draft-extend": lambda world, _: [world.draft.pk],
    "draft-excel": lambda world, _: [world.draft.pk],
    "draft-adopt": lambda world, _: [world.draft.pk],
    "draft-discard": lambda world, _: [world.draft.pk],
    "draft-part": lambda world, _: [world.draft.pk, "1-field:0"],
    "draft-check": lambda world, _: [world.draft.pk, "1-field:0"],
    "draft-arrange": lambda world, _: [world.draft.pk, "1-field:0"],
    "draft-text": lambda world, _: [world.draft.pk, "1-field.yaml"],
    "draft-translation": lambda world, _: [world.draft.pk, "en", "1-field"],
    "edition-excel": lambda *_: ["sound"],
    "rounds": lambda *_: [],
    "timetable": lambda world, _: [world.cast.round.pk],
    "timetable-set": lambda world, _: [world.cast.round.pk],
    "timetable-extend": lambda world, _: [world.cast.round.pk],
    "clarifications": lambda world, _: [world.cast.round.pk],
    "evidence-uploads": lambda *_: [],
    "evidence-upload": lambda *_: ["00000000-0000-4000-8000-000000000000"],
    "appraisals": lambda *_: [],
    "own-marks": lambda *_: [],
    "appraise-items": lambda world, _: [world.cast.round.pk],
    "appraise-across": lambda world, _: [world.cast.round.pk, "1.2"],
    "appraise": lambda world, side: [world.cast.round.pk, "1.2", side.unit.code],
    "appraise-points": lambda world, side: [world.cast.round.pk, "1.2", side.unit.code],
    "appraise-units": lambda world, _: [world.cast.round.pk],
    "appraise-unit": lambda world, side: [world.cast.round.pk, side.unit.code],
    "appraise-step": lambda world, side: [world.cast.round.pk, side.unit.code],
    "remarks": lambda world, side: [world.cast.round.pk, side.unit.code],
    "visits": lambda world, _: [world.cast.round.pk],
    "visit-plan": lambda world, side: [world.cast.round.pk, side.unit.code],
    "visit": lambda world, _: [world.cast.round.pk, 1],
    "visit-note": lambda world, _: [world.cast.round.pk, 1],
    "visit-step": lambda world, _: [world.cast.round.pk, 1],
    "visit-word": lambda world, _: [world.cast.round.pk, 1],
    "visit-pdf": lambda world, _: [world.cast.round.pk, 1],
    "paper": lambda *_: [1],
    "paper-picture": lambda *_: [1, 1],
    "working-group": lambda world, _: [world.cast.round.pk],
    "mandates-excel": lambda world, _: [world.cast.round.pk],
    "mandates-import": lambda world, _: [world.cast.round.pk],
    "appraise-board": lambda world, _: [world.cast.round.pk],
    "precedents": lambda world, _: [world.cast.round.pk],
    "rule-challenge": lambda world, _: [world.cast.round.pk, 1],
    "agreement": lambda world, _: [world.cast.round.pk],
    "to-council": lambda world, _: [world.cast.round.pk],
    "seconds": lambda *_: [],
    "second": lambda *_: [1],
    "council": lambda world, _: [world.cast.round.pk],
    "case": lambda world, _: [world.cast.round.pk, 1],
    "peers": lambda world, _: [world.cast.round.pk],
    "peer": lambda world, side: [world.cast.round.pk, side.unit.code],
    "portals": lambda *_: [],
    "portal-open": lambda *_: [],
    "portal-questions": lambda _, side: [side.unit.code],
    "portal-question": lambda _, side: [side.unit.code, 1],
    "portal-comments": lambda _, side: [side.unit.code],
    "portal-comment": lambda _, side: [side.unit.code, 1],
    "portal-links": lambda _, side: [side.unit.code],
    "portal-offers": lambda _, side: [side.unit.code],
    "portal-offer": lambda _, side: [side.unit.code, 1],
    "portal-picture": lambda *_: ["shown/none.png"],
    "wagtaildocs_serve": lambda *_: [1, "none.pdf"],
    "surveys": lambda *_: [],
    "survey": lambda world, _: [world.cast.round.pk],
    "survey-seal": lambda world, _: [world.cast.round.pk],
    "survey-source": lambda world, _: [world.cast.round.pk, 1],
    "survey-form": lambda world, _: [world.cast.round.pk, world.form],
    "survey-question": lambda world, _: [world.cast.round.pk, world.form, 1],
    "survey-xlsform": lambda world, _: [world.cast.round.pk, world.form],
    "survey-plan": lambda world, _: [world.cast.round.pk],
    "survey-drawn": lambda world, _: [world.cast.round.pk],
    "survey-field": lambda world, _: [world.cast.round.pk],
    "survey-keying": lambda world, _: [world.cast.round.pk],
    "survey-quality": lambda world, _: [world.cast.round.pk],
    "survey-call-backs": lambda world, _: [world.cast.round.pk, 1],
    "survey-estimates": lambda world, _: [world.cast.round.pk],
    "survey-open-data": lambda world, _: [world.cast.round.pk],
    "survey-report": lambda world, _: [world.cast.round.pk],
    "survey-report-pdf": lambda world, _: [world.cast.round.pk],
    "survey-report-word": lambda world, _: [world.cast.round.pk],
    "survey-report-excel": lambda world, _: [world.cast.round.pk],
    "survey-answers": lambda world, _: [world.cast.round.pk],
    "card": lambda *_: ["0000-0000-0000-0000-0000"],
    "respond": lambda *_: [],
    "openrosa-list": lambda *_: ["0000-0000-0000-0000-0000"],
    "openrosa-form": lambda *_: ["0000-0000-0000-0000-0000"],
    "openrosa-submission": lambda *_: ["0000-0000-0000-0000-0000"],
    "counter": lambda *_: ["0000-0000-0000-0000-0000"],
    "one-stop": lambda *_: [],
    "dossier-new": lambda *_: [],
    "dossier": lambda *_: [1],
    "dossier-applicant": lambda *_: [1],
    "dossier-paper": lambda *_: [1, 1],
    "dossier-form": lambda *_: [1, "receipt", "pdf"],
    "dossier-letter": lambda *_: [1, 1, "pdf"],
    "register": lambda *_: [2026],
    "register-pdf": lambda *_: [2026],
    "register-excel": lambda *_: [2026],
    "register-csv": lambda *_: [2026],
    "centre": lambda *_: [],
    "figures": lambda *_: [],
    "reports": lambda *_: [],
    "service-index": lambda *_: [],
    "report-file": lambda *_: ["ii-06a", "xlsx"],
    "extract": lambda *_: [1],
    "extract-json": lambda *_: [1],
    "petitions": lambda *_: [],
    "petition": lambda *_: [1],
    "queue-call": lambda *_: [],
    "citizen": lambda *_: [],
    "look-up": lambda *_: [],
    "look-up-result": lambda *_: [1],
    "offers": lambda *_: [],
    "submit-online": lambda *_: ["00000000-0000-4000-8000-000000000000"],
    "complain": lambda *_: [],
    "queue": lambda *_: ["dong"],
    "agency-tasks": lambda *_: [],
    "late-agencies": lambda *_: [],
    "agency-task": lambda *_: [1],
    "procedures": lambda *_: [],
    "procedures-in": lambda *_: [],
    "procedures-compared": lambda *_: [],
    "procedures-posting": lambda *_: [],
    "procedures-out": lambda *_: ["json"],
    "procedure-write": lambda *_: [],
    "procedure": lambda *_: ["T.01"],
    "plans": lambda *_: [],
    "at-risk": lambda _, side: [side.unit.code],
    "two-editions": lambda _, side: [side.unit.code],
    "results": lambda *_: [],
    "result": lambda world, _: [world.cast.round.pk],
    "result-block": lambda world, _: [world.cast.round.pk, "units"],
    "result-unit": lambda world, _: [world.cast.round.pk, "here"],
    "result-mark": lambda world, _: [world.cast.round.pk, "here", "1.1"],
    "result-field": lambda world, _: [world.cast.round.pk, "1"],
    "result-leaf": lambda world, _: [world.cast.round.pk, "1.1"],
    "result-versions": lambda world, _: [world.cast.round.pk],
    "result-file": lambda world, _: [world.cast.round.pk, 1, "units.csv"],
    "result-block-spec": lambda world, _: [world.cast.round.pk, "units", "heat"],
    "result-unit-spec": lambda world, _: [world.cast.round.pk, "here", "profile"],
    "result-leaf-spec": lambda world, _: [world.cast.round.pk, "1.1"],
    "result-mark-spec": lambda world, _: [world.cast.round.pk, "here", "1.1"],
    "result-vega": lambda *_: ["0"],
    "result-offices": lambda *_: [],
    "result-office": lambda world, _: [world.cast.round.pk],
    "result-council-file": lambda world, _: [world.cast.round.pk, "goi-hoi-dong.zip"],
    "api-tokens": lambda *_: [],
    **dict.fromkeys(("openapi-json", "api-root", "api-rounds"), lambda *_: []),
    **dict.fromkeys(("api-round", "api-units", "api-preview-units"), lambda world, _: [world.cast.round.pk]),
    **dict.fromkeys(("api-unit", "api-preview-unit"), lambda world, _: [world.cast.round.pk, "here"]),
    "api-leaf": lambda world, _: [world.cast.round.pk, "1.1"],
    "editions": lambda *_: [],
    "comparison": lambda *_: [],
    "edition": lambda *_: ["sound"],
    "edition-gloss": lambda *_: ["sound", "en", "cover"],
    "evidence-store": lambda *_: [],
    "evidence-add": lambda *_: [],
    "evidence-secret": lambda *_: [],
}
TAILS = {"comparison": "?cu=sound&moi=sound", "search": "?q=bao+cao"}
"""What is asked behind an address, where without it there is nothing to see."""


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All but Wagtail's own, whose door tests/web/portal/test_review.py walks."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one) if str(one.pattern) != CMS else ()
        else:
            yield one


def address(name: str, world: World, side: Side) -> str:
    known = OF_A_UNIT | OF_ALL
    assert name in known, f"add «{name}» to tests/web/addresses.py: what stands in it, and whether a unit owns that"
    place = f"api-v1:{name}" if name in API else name
    return reverse(place, args=known[name](world, side)) + TAILS.get(name, "")
