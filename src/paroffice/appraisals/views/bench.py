"""The bench: one item across all units, and one unit's item with its claim, its proof and the ruling."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from parindex.rubric.answers import Asks
from parindex.rubric.describe import describe
from parindex.rubric.model import Item
from parindex.sheet.cells import Raw, read_cell
from parindex.words import Words
from paroffice.appraisals.actions.rulings import Grounds, RuledMeanwhile, begin, rule
from paroffice.appraisals.bench import ON_A_PAGE, Row, bench_around, handed_over, next_undecided, rows_of
from paroffice.appraisals.beside import beside
from paroffice.appraisals.models import Challenge, Ruling
from paroffice.appraisals.precedents import ruled_otherwise
from paroffice.appraisals.progress import progress_of
from paroffice.appraisals.views.frame import item_for, round_for, sheet_for
from paroffice.assessments.forms import fields_of, raw_from
from paroffice.assessments.models import Assessment, Proof
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.language import readers_language
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.pages.templatetags.figures import points
from paroffice.refused import NotVisible
from paroffice.rounds.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the appraiser typed, kept beside what came of it."""

    raw: Raw | None
    grounds: Grounds
    finding: Finding | None = None
    theirs: Ruling | None = None
    otherwise: tuple[Ruling, ...] = ()


@screen("appraisals.see")
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Every item of the round with how far its rulings have come, the person's own first to see."""
    round_ = round_for(pk)
    shown = {
        "round": round_,
        "parts": progress_of(round_, person_of(request), timezone.now()),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/items.html", shown)


@screen("appraisals.see")
def across(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One item, every unit side by side."""
    round_ = round_for(pk)
    item = item_for(round_, code)
    block = request.GET.get("nhom", "").replace("\x00", "")
    page = turned(request, handed_over(round_, block), ("unit__code",), size=ON_A_PAGE)
    rows = rows_of(page.rows, item, person_of(request), timezone.now())
    shown = {
        "round": round_,
        "item": item,
        "rows": rows,
        "only": (only := request.GET.get("con") == "cho"),
        "shown": [row for row in rows if row.undecided or not only],
        "page": page,
        "block": block,
        "blocks": round_.participants.order_by("block").values_list("block", flat=True).distinct(),
        "first": next((row for row in rows if row.writable and row.undecided), None),
        "left": sum(row.undecided for row in rows),
        "rule_lines": list(describe(item.scored_by, item.most)),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/across.html", shown)


@screen("appraisals.see")
def ruling(request: HttpRequest, pk: int, code: str, unit: str) -> HttpResponse:
    """One unit's claim, its proof at its page, and the ruling."""
    round_ = round_for(pk)
    item, sheet = item_for(round_, code), sheet_for(request, round_, unit)
    if request.method == "POST":
        return _save(request, rows_of([sheet], item, person_of(request), timezone.now())[0])
    rows = _beside(request, sheet, item)
    row = next(one for one in rows if one.unit.pk == sheet.unit_id)
    standing = row.ruling or row.before
    said = Said(raw=standing.raw if standing else row.claimed, grounds=_grounds_of(row.ruling))
    return _page(request, row, rows, said)


def _beside(request: HttpRequest, sheet: Assessment, item: Item) -> list[Row]:
    return bench_around(sheet, item, person_of(request), timezone.now(), block=_block(sheet.round, sheet))


def _block(round_: Round, sheet: Assessment) -> str:
    return round_.participants.filter(unit=sheet.unit_id).values_list("block", flat=True).first() or ""


def _save(request: HttpRequest, row: Row) -> HttpResponse:
    """Only what is said of this unit is read; the others beside it where the page is shown again."""
    said = _said(request, row)
    if said.raw is None:
        raise NotVisible
    otherwise = tuple(_otherwise(row, said))
    if otherwise:
        return _again(request, row, replace(said, otherwise=otherwise))
    try:
        ruled = rule(
            appraisal=begin(assessment=row.assessment, at=timezone.now()),
            code=row.item.code,
            raw=said.raw,
            grounds=said.grounds,
            number=number_in(request.POST.get("number")),
            by=person_of(request),
            at=timezone.now(),
        )
    except RuledMeanwhile as meanwhile:
        return _again(request, row, replace(said, theirs=meanwhile.theirs), status=meanwhile.status)
    if isinstance(ruled, Finding):
        return _again(request, row, replace(said, finding=ruled))
    return _onward(request, row)


def _again(request: HttpRequest, row: Row, said: Said, status: int = 422) -> HttpResponse:
    return _page(request, row, _beside(request, row.assessment, row.item), said, status=status)


def _otherwise(row: Row, said: Said) -> list[Ruling]:
    """Like cases that were ruled otherwise, until the writer has said why this one differs."""
    if said.grounds.differs_because or said.raw is None:
        return []
    return ruled_otherwise(row.unit, row.assessment.round, row.item, row.claimed, said.raw)


def _said(request: HttpRequest, row: Row) -> Said:
    posted = request.POST
    fact = row.marks.fact(row.item, row.ledger)
    proof = Proof.objects.filter(assessment=row.assessment, pk=number_in(posted.get("proof"))).first()
    grounds = Grounds(
        reason=posted.get("reason", "")[:4000],
        rests_on=proof,
        saw=next((one for one in row.sightings if one.pk == number_in(posted.get("saw"))), None),
        pages=posted.get("pages", "")[:60],
        differs_because=posted.get("differs_because", "").strip()[:2000],
    )
    standing = {"claimed": row.claimed, "before": row.before.raw if row.before else None}
    outcome = posted.get("outcome", "")
    raw = standing[outcome] if outcome in standing else raw_from(row.item.rule(fact), posted)
    return Said(raw=raw, grounds=grounds)


@require_POST
@screen("appraisals.see")
def points_now(request: HttpRequest, pk: int, code: str, unit: str) -> JsonResponse:
    """What the ruling as typed would give, and whether it would need a reason; nothing is saved."""
    round_ = round_for(pk)
    item, sheet = item_for(round_, code), sheet_for(request, round_, unit)
    [row] = rows_of([sheet], item, person_of(request), timezone.now())
    raw = _said(request, row).raw
    if raw is None:
        raise NotVisible
    cell = read_cell(item, raw, row.marks.fact(item, row.ledger))
    if isinstance(cell, Words):
        return JsonResponse({"points": "", "problem": cell.said_in(readers_language()), "departs": True})
    departs = row.marks.departs(item, cell, raw, row.ledger)
    return JsonResponse({"points": points(cell.points), "problem": "", "departs": departs})


def _onward(request: HttpRequest, row: Row) -> HttpResponse:
    """To the next that waits, else back to the table of all units."""
    stays = "stay" in request.POST
    following = None if stays else next_undecided(_beside(request, row.assessment, row.item), row.unit)
    round_ = row.assessment.round
    if following is None:
        messages.success(request, _("Đã ghi kết luận của %(unit)s.") % {"unit": row.unit})
        return redirect("appraise-across", round_.pk, row.item.code)
    return redirect("appraise", round_.pk, row.item.code, following.unit.code)


def _grounds_of(ruling: Ruling | None) -> Grounds:
    if ruling is None:
        return Grounds()
    return Grounds(
        reason=ruling.reason, rests_on=ruling.rests_on, saw=ruling.saw, pages=ruling.pages,
        differs_because=ruling.differs_because,
    )  # fmt: skip


def _page(request: HttpRequest, row: Row, rows: list[Row], said: Said, status: int = 200) -> HttpResponse:
    law_item: Item = row.item
    fact = row.marks.fact(law_item, row.ledger)
    rule_ = law_item.rule(fact)
    standing = said.theirs or row.ruling
    untouched = request.method == "GET" and row.ruling is None
    shown = {
        "round": row.assessment.round,
        "row": row,
        "rows": rows,
        "item": law_item,
        "rule": rule_,
        "rule_lines": list(describe(law_item.scored_by, law_item.most)),
        "asks": rule_.asks.value,
        "fields": fields_of(rule_, None if untouched and rule_.asks is Asks.LEVEL else said.raw),
        "holds": "" if untouched else _holds(row, said.raw),
        "claimed_level": row.claimed.answer.partition(":")[0] if row.claimed else "",
        "said": said,
        "number": standing.number if standing else 0,
        "done": sum(not one.undecided for one in rows),
        "following": next_undecided(rows, row.unit),
        "proof": _shown_proof(request, row),
        "beside": beside(row),
        "challenges": Challenge.objects.filter(
            appraisal__assessment=row.assessment, item=law_item.code
        ).select_related("unit"),
        "illustrative": row.assessment.round.illustrative,
    }
    return render(request, "appraisals/ruling.html", shown, status=status)


def _holds(row: Row, raw: Raw | None) -> str:
    """Which choice of the page stands for it."""
    if raw is None or raw == row.claimed:
        return "claimed"
    return "before" if row.before is not None and raw == row.before.raw else raw.outcome


def _shown_proof(request: HttpRequest, row: Row) -> dict[str, object] | None:
    """The document beside the ruling, at the page the unit named or the reader turned to."""
    wanted = number_in(request.GET.get("tai-lieu"))
    proof = next((one for one in row.proofs if one.pk == wanted), row.proofs[0] if row.proofs else None)
    if proof is None:
        return None
    last = proof.version.pages or 1
    page = min(max(number_in(request.GET.get("trang")) or first_page(proof.pages), 1), last)
    return {
        "proof": proof,
        "page": page,
        "before": page - 1 if page > 1 else None,
        "following": page + 1 if page < last else None,
    }


def first_page(said: str) -> int:
    """The first number of what the unit wrote as pages; 1 where it wrote none."""
    digits = "".join(letter if letter.isdecimal() else " " for letter in said).split()
    return number_in(digits[0]) or 1 if digits else 1
