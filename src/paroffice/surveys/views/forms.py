"""A questionnaire on the screen: its questions and their items, one question's fields, XLSForm both ways."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parindex.errors import Finding, Weight
from parindex.rubric.model import Edition
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.language import readers_language
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.rubrics.queries import law_of
from paroffice.surveys.actions.preparing import drop_questionnaire, part_questionnaire, write_questionnaire
from paroffice.surveys.models import Paging, Questionnaire, State, Survey
from paroffice.surveys.questions import xlsform as standard
from paroffice.surveys.questions import xlsform_in
from paroffice.surveys.questions.form import Asked, Form, Kind, form_from
from paroffice.surveys.questions.of_edition import leaves_of
from paroffice.surveys.questions.typed import question_from, with_choices
from paroffice.surveys.views.frame import EXCEL, brought, download, frame_of, survey_for


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page of its questionnaire shows it."""

    place: int
    asked: Asked
    leaves: list[str]
    weights: list[tuple[str, object]]


@screen("surveys.see")
def questionnaire(request: HttpRequest, pk: int, form: int) -> HttpResponse:
    survey = survey_for(pk)
    held = _held(survey, form)
    findings: Sequence[Finding] = ()
    if request.method == "POST":
        policy.ask(person_of(request), "surveys.prepare", None, timezone.now())
        if request.POST.get("act") in ("part", "drop"):
            return _parted(request, held)
        findings = DEEDS.get(request.POST.get("act", ""), _unknown)(request, held)
        if not [one for one in findings if one.weight is Weight.ERROR]:
            for one in findings:
                messages.warning(request, f"{one.where}: {one.problem.said_in(readers_language())}")
            return redirect("survey-form", pk, form)
    return render(request, "surveys/questionnaire.html", _shown(request, survey, held) | {"findings": findings})


def _shown(request: HttpRequest, survey: Survey, held: Questionnaire) -> dict[str, object]:
    law, asked = law_of(survey.round.edition), form_from(held.definition)
    leaves = leaves_of(law)
    options = {
        code: law.survey.options[one.options] for code, one in (law.survey.questions if law.survey else {}).items()
    }
    questions = [
        Shown(
            place,
            one,
            leaves.get(one.name, []),
            [
                (choice.code, getattr(options.get(one.name, {}).get(choice.code), "weight", None))
                for choice in asked.offered(one)
            ],
        )
        for place, one in enumerate(asked.questions, 1)
    ]
    return frame_of(request, survey) | {
        "form": held,
        "asked": asked,
        "questions": questions,
        "group": law.survey.groups.get(held.group, held.group) if law.survey else held.group,
        "block": law.cover.blocks.get(held.block, held.block),
        "unparted": _unparted(survey, held, law),
        "pagings": Paging,
        "writable": survey.state == State.PREPARING and policy.may(person_of(request), "surveys.prepare"),
    }


def _unparted(survey: Survey, held: Questionnaire, law: Edition) -> dict[str, str]:
    """Blocks of the round's units that the group has no questionnaire of its own for."""
    parted = set(survey.questionnaires.filter(group=held.group).values_list("block", flat=True))
    there = set(survey.round.participants.values_list("block", flat=True))
    return {code: title for code, title in law.cover.blocks.items() if code in there - parted}


def _parted(request: HttpRequest, held: Questionnaire) -> HttpResponse:
    """A questionnaire of its own for a block, or the block back under that for all."""
    said = {"questionnaire": held, "by": person_of(request), "at": timezone.now()}
    if request.POST.get("act") == "drop":
        drop_questionnaire(**said)  # type: ignore[arg-type]
        return redirect("survey", held.survey.round_id)
    made = part_questionnaire(block=request.POST.get("block", ""), **said)  # type: ignore[arg-type]
    return redirect("survey-form", held.survey.round_id, made.pk)


def _held(survey: Survey, form: int) -> Questionnaire:
    found = survey.questionnaires.select_related("survey").filter(pk=form).first()
    if found is None:
        raise NotVisible
    return found


def _save(request: HttpRequest, held: Questionnaire, form: Form, **said: object) -> list[Finding]:
    found = {"title": held.title, "paging": Paging(held.paging)} | said
    return write_questionnaire(
        questionnaire=held, form=form, edits=number_in(request.POST.get("edits")), by=person_of(request),
        at=timezone.now(), **found,  # type: ignore[arg-type]
    )  # fmt: skip


def _name(request: HttpRequest, held: Questionnaire) -> list[Finding]:
    paging = request.POST.get("paging", "")
    if paging not in Paging.values:
        raise NotVisible
    return _save(
        request, held, form_from(held.definition), title=request.POST.get("title", "")[:200], paging=Paging(paging)
    )


def _bring(request: HttpRequest, held: Questionnaire) -> list[Finding]:
    """An XLSForm takes the place of what stands."""
    with brought(request, ".xlsx") as path:
        form, findings = xlsform_in.read(path)
    return findings if form is None else [*findings, *_save(request, held, form)]


def _move(request: HttpRequest, held: Questionnaire) -> list[Finding]:
    form, place = form_from(held.definition), number_in(request.POST.get("place")) - 1
    questions = list(form.questions)
    other = place + (1 if request.POST.get("to") == "down" else -1)
    if not (0 <= place < len(questions) and 0 <= other < len(questions)):
        return []
    questions[place], questions[other] = questions[other], questions[place]
    return _save(request, held, replace(form, questions=tuple(questions)))


def _unknown(request: HttpRequest, held: Questionnaire) -> list[Finding]:
    raise NotVisible


DEEDS: Mapping[str, Callable[[HttpRequest, Questionnaire], list[Finding]]] = {
    "name": _name,
    "bring": _bring,
    "move": _move,
}


@screen("surveys.prepare")
def question(request: HttpRequest, pk: int, form: int, place: int) -> HttpResponse:
    """One question's fields; the place after the last is a new one."""
    survey = survey_for(pk)
    held = _held(survey, form)
    asked = form_from(held.definition)
    if not 1 <= place <= len(asked.questions) + 1:
        raise NotVisible
    findings: Sequence[Finding] = ()
    at_hand = asked.questions[place - 1] if place <= len(asked.questions) else _new(asked)
    if request.method == "POST":
        at_hand, changed = _changed(request, asked, place)
        findings = _save(request, held, changed)
        if not findings:
            messages.success(request, _("Đã lưu."))
            return redirect("survey-form", pk, form)
    shown = _shown(request, survey, held) | {
        "place": place,
        "at_hand": at_hand,
        "kinds": kinds(),
        "choices": asked.choices,
        "given": asked.offered(at_hand),
        "is_new": place > len(asked.questions),
        "findings": findings,
    }
    return render(request, "surveys/question.html", shown)


def kinds() -> list[tuple[str, str]]:
    return [
        (Kind.ONE.value, _("chọn một phương án")),
        (Kind.MANY.value, _("chọn nhiều phương án")),
        (Kind.WHOLE.value, _("số nguyên")),
        (Kind.DECIMAL.value, _("con số")),
        (Kind.TEXT.value, _("lời văn")),
        (Kind.NOTE.value, _("lời dẫn, không hỏi")),
    ]


def _new(form: Form) -> Asked:
    return Asked(name=f"C{len(form.questions) + 1:02}", kind=Kind.ONE, says={}, choices=next(iter(form.choices), ""))


def _changed(request: HttpRequest, form: Form, place: int) -> tuple[Asked, Form]:
    questions = list(form.questions)
    if request.POST.get("act") == "drop" and place <= len(questions):
        dropped = questions.pop(place - 1)
        return dropped, replace(form, questions=tuple(questions))
    at_hand = question_from(request.POST)
    questions[place - 1 : place] = [at_hand]
    return at_hand, with_choices(replace(form, questions=tuple(questions)), at_hand, request.POST)


@require_safe
@screen("surveys.see")
def xlsform(request: HttpRequest, pk: int, form: int) -> HttpResponse:
    held = _held(survey_for(pk), form)
    sheets = standard.sheets_of(form_from(held.definition), held.title, f"phieu-{held.pk}", str(held.edits + 1))
    return download(standard.workbook_of(sheets), f"phieu-{held.group}.xlsx", EXCEL)
