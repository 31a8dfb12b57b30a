"""One item on the screen: what is asked, the answer with its points, the proof beside it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from parindex.rubric.answers import Asks
from parindex.rubric.describe import describe
from parindex.rubric.rules import Rule
from parindex.sheet.cells import Cell, Raw, read_cell
from parindex.sheet.describe import stands
from parindex.words import Words
from paroffice.assessments import actions
from paroffice.assessments.forms import fields_of, raw_from
from paroffice.assessments.models import Answer
from paroffice.assessments.offers import ready_for
from paroffice.assessments.offline import answer_in_words
from paroffice.assessments.queries import Line, Sheet, sheet_of
from paroffice.assessments.queries.earlier import earlier_of
from paroffice.assessments.queries.figures import figure_of
from paroffice.assessments.queries.proofs import Shown, papers_at_hand, proofs_of
from paroffice.assessments.views.frame import Opened, opened
from paroffice.evidence.models import Version
from paroffice.onestop.queries.feed import Beside, beside
from paroffice.pages.language import readers_language
from paroffice.pages.screen import screen
from paroffice.pages.templatetags.figures import moment, points, rounded
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.queries import clarifications_for


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody typed and what came of it; nothing of it is saved."""

    raw: Raw
    note: str
    finding: Finding | None = None
    theirs: Answer | None = None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A paper put forward that could not be taken as it was said; it lies in the store."""

    version: Version
    pages: str
    quote: str
    finding: Finding


@screen("assessments.see")
def item(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    at_hand = opened(request, pk)
    whole = sheet_of(at_hand.assessment)
    line = _line(whole, code)
    if request.method == "POST":
        return _save(request, at_hand, whole, line)
    return item_page(request, at_hand, whole, line)


def _line(whole: Sheet, code: str) -> Line:
    line = whole.line(code)
    if line is None:
        raise NotVisible
    return line


def _typed(request: HttpRequest, line: Line) -> tuple[Raw, str, int]:
    edits = request.POST.get("edits", "0")
    raw = raw_from(line.item.rule(line.fact), request.POST)
    return raw, request.POST.get("note", ""), int(edits) if edits.isdecimal() and len(edits) < 10 else 0


def _saved(request: HttpRequest, at_hand: Opened, line: Line) -> Answer | Finding:
    raw, note, edits = _typed(request, line)
    return actions.answer(
        assessment=at_hand.assessment,
        code=line.item.code,
        raw=raw,
        note=note,
        edits=edits,
        by=request.user,
        at=at_hand.now,
    )


def _save(request: HttpRequest, at_hand: Opened, whole: Sheet, line: Line) -> HttpResponse:
    raw, note, _edits = _typed(request, line)
    try:
        saved = _saved(request, at_hand, line)
    except actions.ChangedMeanwhile as changed:
        draft = Draft(raw=raw, note=note, theirs=changed.theirs)
        return item_page(request, at_hand, whole, line, draft=draft, status=changed.status)
    if isinstance(saved, Finding):
        return item_page(request, at_hand, whole, line, draft=Draft(raw=raw, note=note, finding=saved))
    following = whole.neighbours(line.item.code)[1]
    if "stay" in request.POST or following is None:
        messages.success(request, _("Đã lưu."))
        return redirect("item", at_hand.assessment.pk, line.item.code)
    return redirect("item", at_hand.assessment.pk, following.item.code)


@require_POST
@screen("assessments.answer")
def keep(request: HttpRequest, pk: int, code: str) -> JsonResponse:
    """What is typed, saved without leaving the page; who was quicker is never overwritten."""
    at_hand = opened(request, pk)
    line = _line(sheet_of(at_hand.assessment), code)
    try:
        saved = _saved(request, at_hand, line)
    except Refused as refused:
        return JsonResponse({"problem": f"{refused.problem} {refused.remedy}"}, status=refused.status)
    if isinstance(saved, Finding):
        return JsonResponse({"problem": saved.problem.said_in(readers_language())})
    return JsonResponse({"edits": saved.edits, "saved": saved_by(saved)})


def saved_by(answer: Answer) -> str:
    return _("%(who)s lưu lúc %(at)s") % {"who": answer.changed_by, "at": moment(answer.changed_at)}


@require_POST
@screen("assessments.answer")
def points_now(request: HttpRequest, pk: int, code: str) -> JsonResponse:
    """The points of what is typed, by the same arithmetic; nothing is saved."""
    at_hand = opened(request, pk)
    if not at_hand.may("assessments.answer"):
        raise NotVisible
    standing = sheet_of(at_hand.assessment)
    line = _line(standing, code)
    raw, _note, _edits = _typed(request, line)
    cell = read_cell(line.item, raw, line.fact)
    if isinstance(cell, Words):
        return JsonResponse({"problem": cell.said_in(readers_language()), "points": "–", "stands": ""})
    tried = Answer(assessment=at_hand.assessment, item=code, **raw._asdict())
    whole = sheet_of(at_hand.assessment, tried=tried)
    return JsonResponse(
        {
            "problem": "",
            "points": points(cell.points),
            "stands": said_of(cell),
            "claimed": rounded(whole.claimed, whole.decimals),
            "most": rounded(whole.most, whole.decimals),
            "done": whole.done,
        }
    )


def said_of(cell: Cell | None) -> str:
    """The answer in the words of its rule: «241 ÷ 268, 89,93%»."""
    return "" if cell is None else stands(cell).said_in(readers_language())


def item_page(
    request: HttpRequest,
    at_hand: Opened,
    whole: Sheet,
    line: Line,
    *,
    draft: Draft | None = None,
    offered: Offered | None = None,
    status: int = 200,
) -> HttpResponse:
    rule = line.item.rule(line.fact)
    before, following = whole.neighbours(line.item.code)
    shown = at_hand.shown() | _typed_or_kept(line, draft) | {
        "sheet": whole,
        "line": line,
        "said": said_of(line.cell),
        "saved": saved_by(line.answer) if line.answer else "",
        "rule": rule,
        "rule_lines": _rule_in_words(line, rule),
        "asks": rule.asks.value,
        "offered": offered,
        "clarifications": clarifications_for(at_hand.assessment.round, line.item.code, at_hand.assessment.unit),
        "beside": _beside(at_hand, line),
        "earlier": earlier_of(at_hand.assessment, line.item.code),
        "before": before,
        "following": following,
    }  # fmt: skip
    return render(request, "assessments/item.html", shown | _evidence(request, at_hand, line), status=status)


def _beside(at_hand: Opened, line: Line) -> Beside | None:
    """What the one-stop unit's dossiers say, beside what the unit declares."""
    figure = figure_of(line.item)
    return beside(at_hand.assessment.round, at_hand.assessment.unit, figure) if figure else None


def _rule_in_words(line: Line, rule: Rule) -> list[Words]:
    """The rule, line by line; of one whose levels or marks are ticked just below, only what it does with them."""
    lines = list(describe(line.item.scored_by, line.item.most))
    ticked = line.own and rule is line.item.scored_by and rule.asks in (Asks.LEVEL, Asks.MARKS)
    return lines[:1] if ticked else lines


def _typed_or_kept(line: Line, draft: Draft | None) -> dict[str, object]:
    """The fields as somebody typed them, else as they stand."""
    rule, answer = line.item.rule(line.fact), line.answer
    if draft is None:
        kept = answer.raw if answer else None
        return {
            "fields": fields_of(rule, kept),
            "note": answer.note if answer else "",
            "edits": answer.edits if answer else 0,
        }
    standing = draft.theirs or answer
    return {
        "fields": fields_of(rule, draft.raw),
        "note": draft.note,
        "edits": standing.edits if standing else 0,
        "finding": draft.finding,
        "theirs": draft.theirs,
        "theirs_said": answer_in_words(rule, draft.theirs.raw) if draft.theirs else "",
    }


def _evidence(request: HttpRequest, at_hand: Opened, line: Line) -> dict[str, object]:
    """The proofs with their flags, the page that is open, the papers to choose from."""
    proofs = proofs_of(
        at_hand.assessment,
        line.item.code,
        closes_at=at_hand.time.closes_at if at_hand.time else None,
        sees_other_units=at_hand.may("assessments.compare"),
    )
    said = request.GET.get("tim", "")[:200]
    choosing = line.own and at_hand.is_open and at_hand.may("assessments.answer")
    return {
        "proofs": proofs,
        "reading": _reading(request, proofs),
        "looked_for": said,
        "papers": papers_at_hand(at_hand.assessment, said) if choosing else [],
        "ready": ready_for(at_hand.assessment, line.item.code, {one.version.pk for one in proofs})
        if choosing
        else [],
    }


def _reading(request: HttpRequest, proofs: list[Shown]) -> dict[str, object] | None:
    """The proof that the address opens, at its page."""
    wanted = request.GET.get("xem", "")
    one = next((one for one in proofs if str(one.proof.pk) == wanted and one.page), None)
    if one is None or one.page is None:
        return None
    asked, last = request.GET.get("trang", ""), one.version.pages or 1
    page = int(asked) if asked.isdecimal() and len(asked) < 7 else one.page
    page = min(max(page, 1), last)
    return {
        "proof": one.proof,
        "page": page,
        "last": last,
        "before": page - 1 if page > 1 else None,
        "following": page + 1 if page < last else None,
    }
