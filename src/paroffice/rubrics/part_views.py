"""One part of a draft at a time: as fields, as text, in another language; checked live while one types."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.rubric.shape import Data
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible
from paroffice.rubrics import actions, revise
from paroffice.rubrics.draft_views import frame
from paroffice.rubrics.frozen import Files
from paroffice.rubrics.models import Draft
from paroffice.rubrics.outlook import opened, own, rule_in_words, seal, tree_of
from paroffice.rubrics.places import Place, kept_keys, place_in
from paroffice.rubrics.queries import draft_for
from paroffice.rubrics.typed import typed
from paroffice.rubrics.written import Written

CONFLICT = 409


@screen("rubrics.drafts")
def part(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """A field, criterion, item, the cover or the survey as fields."""
    draft, at = draft_for(pk), place_in(place)
    written = Written(draft.files)
    data = written.data(at)
    if data is None:
        return redirect("draft-text", pk, at.file)
    if request.method == "POST":
        return _save(request, draft, at, data)
    return _part_page(request, draft, written, at, own(data, kept_keys(at)))


def _save(request: HttpRequest, draft: Draft, at: Place, data: Data) -> HttpResponse:
    said = typed(at.shape(data), request.POST, kept_keys(at))
    seen = request.POST.get("seen", "")

    def step(written: Written) -> Files:
        require_seen(draft, seal(own(_standing(written, at), kept_keys(at))), seen)
        return revise.rewritten(written, at, said)

    try:
        actions.revise(draft=draft, step=step, what=str(at), by=request.user, at=timezone.now())
    except actions.ChangedMeanwhile:
        return _conflict(request, draft.pk, at, said)
    messages.success(request, _("Đã lưu."))
    return redirect("draft-part", draft.pk, str(at))


def _standing(written: Written, at: Place) -> Data | None:
    """What stands there now; nothing where the part is gone."""
    try:
        return written.data(at)
    except NotVisible:
        return None


def require_seen(draft: Draft, standing: str, seen: str) -> None:
    """Raises `ChangedMeanwhile` where the person has not seen what they would write over."""
    if standing != seen:
        draft.refresh_from_db()
        raise actions.ChangedMeanwhile(draft)


def _conflict(request: HttpRequest, pk: int, at: Place, said: Data) -> HttpResponse:
    """Theirs and yours: what was typed stays in the fields, unless the part itself has moved away."""
    draft = draft_for(pk)
    written = Written(draft.files)
    theirs = _standing(written, at)
    code = request.POST.get("opened", "")
    if not isinstance(theirs, dict) or theirs.get("code", "") != code:
        text = revise.text_of(at, said)
        shown = frame(request, draft, written, text=text)
        return render(request, "rubrics/draft_lost.html", shown, status=CONFLICT)
    standing = revise.text_of(at, own(theirs, kept_keys(at)))
    page = _part_page(request, draft, written, at, said, theirs=standing)
    page.status_code = CONFLICT
    return page


def _part_page(
    request: HttpRequest, draft: Draft, written: Written, at: Place, said: Data, theirs: str = ""
) -> HttpResponse:
    standing = written.data(at)
    shown = frame(
        request,
        draft,
        written,
        at=at,
        opened=opened(written, at, said, kept_keys(at)),
        seen=seal(own(standing, kept_keys(at))),
        code=standing.get("code", "") if isinstance(standing, dict) else "",
        outline=written.outline(at),
        above=[written.outline(Place(at.name, at.path[:depth])) for depth in range(len(at.path))],
        targets=_targets(written, at),
        rule=rule_in_words(written, at),
        theirs=theirs,
    ) | {"tree": tree_of(written, at)}
    return render(request, "rubrics/draft_part.html", shown)


def _targets(written: Written, at: Place) -> list[tuple[Place, str]]:
    """Where the part could be moved to: every field and criterion but those it stands in or holds."""
    return [
        (Place(name, one.path), f"{one.code} {one.title}")
        for name, field in written.fields.items()
        for one in field.all()
        if not one.is_item and not (name == at.name and one.path[: len(at.path)] == at.path)
        if Place(name, one.path) != at.parent
    ]


@require_POST
@screen("rubrics.draft")
def check(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """The sum, the findings and the rule in words, were this saved. Nothing is written."""
    draft, at = draft_for(pk), place_in(place)
    written = Written(draft.files)
    data = written.data(at)
    if data is None:
        raise NotVisible
    said = typed(at.shape(data), request.POST, kept_keys(at))
    after = Written(revise.rewritten(written, at, said))
    shown = {"draft": draft, "written": after, "rule": rule_in_words(after, at), "at": at}
    return render(request, "rubrics/_standing.html", shown)


@require_POST
@screen("rubrics.draft")
def arrange(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """Adds inside a part, moves it, or takes it out. Done only to the draft that the page showed."""
    draft, at, edits = draft_for(pk), place_in(place), request.POST.get("edits", "")
    what, left = request.POST.get("what", ""), [at]
    change = _arrangement(request, what, at, left)

    def step(written: Written) -> Files:
        require_seen(draft, str(draft_for(pk).edits), edits)
        return change(written)

    actions.revise(draft=draft, step=step, what=f"{what} {at}", by=request.user, at=timezone.now())
    if what == "remove":
        messages.success(request, _("Đã bỏ phần này khỏi bản thảo."))
    if left[0].path or what in ("up", "down"):
        return redirect("draft-part", pk, str(left[0]))
    return redirect("draft", pk) if what == "remove" else redirect("draft-part", pk, str(left[0]))


def _arrangement(request: HttpRequest, what: str, at: Place, left: list[Place]) -> Callable[[Written], Files]:
    """The step that a button names; it leaves in `left` the part to show afterwards."""

    def added(written: Written) -> Files:
        files, left[0] = revise.added(written, at, criterion=what == "criterion")
        return files

    def shifted(written: Written) -> Files:
        files, left[0] = revise.shifted(written, at, -1 if what == "up" else 1)
        return files

    def removed(written: Written) -> Files:
        left[0] = at.parent
        return revise.removed(written, at)

    def moved(written: Written) -> Files:
        target = place_in(request.POST.get("target", ""))
        left[0] = target
        return revise.moved_into(written, at, target)

    steps = {"item": added, "criterion": added, "up": shifted, "down": shifted, "remove": removed, "move": moved}
    if what not in steps:
        raise NotVisible
    return steps[what]
