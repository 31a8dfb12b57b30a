"""The questionnaire that an edition itself implies for one group: its own questions, its own options."""

from parindex.rubric.model import Edition
from parindex.rubric.model import Questionnaire as Law
from parindex.survey.form import asked_groups
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind

ORIGINAL = "vi"
"""The language in which editions are adopted; others are added to the questionnaire itself."""


def form_for(group: str, law: Law) -> Form:
    names = [code for code, asked in law.questions.items() if group in asked_groups(law, asked)]
    lists = dict.fromkeys(law.questions[code].options for code in names)
    return Form(
        languages=(ORIGINAL,),
        choices={
            name: tuple(Choice(code=code, says={ORIGINAL: one.says}) for code, one in law.options[name].items())
            for name in lists
        },
        questions=tuple(
            Asked(
                name=code,
                kind=Kind.ONE,
                says={ORIGINAL: law.questions[code].text},
                choices=law.questions[code].options
            )
            for code in names
        ),
    )  # fmt: skip


def leaves_of(edition: Edition) -> dict[str, list[str]]:
    """The codes of the items whose points each question of the edition bears on."""
    found: dict[str, list[str]] = {}
    for item in edition.leaves():
        for question in getattr(item.scored_by, "questions", None) or ():
            found.setdefault(question, []).append(item.code)
    return found
