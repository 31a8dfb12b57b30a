"""The page on which the round office completes the translation of an adopted edition."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.pages.screen import screen
from paroffice.refused import NotVisible
from paroffice.rubrics import actions
from paroffice.rubrics.glosses import parts_of, seal_of_gloss
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.part_views import CONFLICT
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.typed import clean


@screen("rubrics.gloss")
def gloss(request: HttpRequest, name: str, language: str, section: str) -> HttpResponse:
    """One part of the edition, line by line beside its translation."""
    adopted = get_object_or_404(AdoptedEdition, name=name)
    parts = parts_of(law_of(adopted), language, adopted.glosses.get(language, {}))
    part = next((one for one in parts if one.name == section), None)
    if part is None:
        raise NotVisible
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {text: clean(request.POST.get(f"says.{at}", "")) for at, text in enumerate(part.texts)}
        seen = request.POST.get("seen", "")
        try:
            actions.gloss(
                edition=adopted, language=language, said=typed, seen=seen, by=request.user, at=timezone.now()
            )
        except actions.GlossedMeanwhile:
            adopted.refresh_from_db()
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("edition-gloss", name, language, section)
    held = adopted.glosses.get(language, {})
    theirs = {text: held.get(text, "") for text in typed if held.get(text, "") != typed[text]}
    shown = {
        "adopted": adopted,
        "illustrative": adopted.illustrative,
        "language": language,
        "parts": parts,
        "part": part,
        "lines": [(text, typed.get(text, held.get(text, "")), theirs.get(text)) for text in part.texts],
        "seen": seal_of_gloss(held, part.texts),
        "conflict": bool(typed),
    }
    return render(request, "rubrics/gloss.html", shown, status=CONFLICT if typed else 200)
