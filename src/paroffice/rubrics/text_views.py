"""The words of a draft: a file as it is written, and a field beside its translation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.rubric.draft import texts_to_read
from parindex.rubric.shape import Data
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible
from paroffice.rubrics import actions, revise
from paroffice.rubrics.draft_views import frame
from paroffice.rubrics.frozen import Files
from paroffice.rubrics.outlook import seal, tree_of
from paroffice.rubrics.part_views import CONFLICT, require_seen
from paroffice.rubrics.places import ENDING, Place
from paroffice.rubrics.queries import draft_for
from paroffice.rubrics.typed import CONTROL, clean
from paroffice.rubrics.written import Written


@screen("rubrics.drafts")
def text(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """The expert's door: a file as it is written."""
    draft = draft_for(pk)
    written = Written(draft.files)
    if file not in written.files:
        raise NotVisible
    said, theirs = written.files[file], ""
    if request.method == "POST":
        said, seen = _lines(request.POST.get("text", "")), request.POST.get("seen", "")

        def step(standing: Written) -> Files:
            require_seen(draft, seal(standing.files.get(file, "")), seen)
            return revise.with_text(standing, file, said)

        try:
            actions.revise(draft=draft, step=step, what=file, by=request.user, at=timezone.now())
        except actions.ChangedMeanwhile:
            draft = draft_for(pk)
            written = Written(draft.files)
            theirs = written.files.get(file, "")
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("draft-text", pk, file)
    name = file.removesuffix(ENDING)
    told = [one for one in written.told if one.finding.where.startswith(file)]
    shown = frame(request, draft, written, file=file, name=name, text=said, told=told, theirs=theirs)
    shown |= {"seen": seal(written.files.get(file, "")), "rows": min(max(said.count("\n") + 2, 12), 40)}
    return render(request, "rubrics/draft_text.html", shown, status=CONFLICT if theirs else 200)


def _lines(said: str) -> str:
    """The text as a file holds it: lines that end alike, no signs that cannot be seen."""
    return "\n".join(CONTROL.sub("", line).rstrip() for line in said.splitlines()) + "\n"


@screen("rubrics.drafts")
def translation(request: HttpRequest, pk: int, language: str, name: str) -> HttpResponse:
    """All that a field says, line by line beside its translation."""
    draft = draft_for(pk)
    written = Written(draft.files)
    if language not in written.translations or name not in written.fields:
        raise NotVisible
    if not isinstance(written.data(Place(language)), dict):
        return redirect("draft-text", pk, f"{language}{ENDING}")
    titles, says = _titles(written, name), _texts(written, name)
    if request.method == "POST":
        said = {code: clean(request.POST.get(f"title.{at}", "")) for at, code in enumerate(titles)}
        texts = {text: clean(request.POST.get(f"says.{at}", "")) for at, text in enumerate(says)}
        seen = request.POST.get("seen", "")

        def step(standing: Written) -> Files:
            require_seen(draft, _seen(standing, language, name), seen)
            return revise.with_translation(standing, language, said, texts)

        actions.revise(draft=draft, step=step, what=f"{language} {name}", by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu."))
        return redirect("draft-translation", pk, language, name)
    held = written.data(Place(language))
    shown = frame(
        request,
        draft,
        written,
        language=language,
        field=written.fields[name],
        at=Place(name),
        seen=_seen(written, language, name),
        titles=[(code, title, _under(held, "titles", code)) for code, title in titles.items()],
        says=[(one, _under(held, "says", one)) for one in says],
    ) | {"tree": tree_of(written, Place(name))}
    return render(request, "rubrics/draft_translation.html", shown)


def _seen(written: Written, language: str, name: str) -> str:
    """What the page of a translation rests on: the texts, and how they are translated."""
    files = (written.files.get(f"{language}{ENDING}", ""), written.files.get(f"{name}{ENDING}", ""))
    return seal(list(files))


def _titles(written: Written, name: str) -> dict[str, str]:
    return {part.code: part.title for part in written.fields[name].all() if part.title and part.code}


def _texts(written: Written, name: str) -> list[str]:
    """The other texts of a field that a reader reads, each once."""
    return [text for text in dict.fromkeys(texts_to_read(written.fields[name])) if text]


def _under(held: Data | None, key: str, name: str) -> str:
    pairs = held.get(key) if isinstance(held, dict) else None
    said = pairs.get(name, "") if isinstance(pairs, dict) else ""
    return said if isinstance(said, str) else ""
