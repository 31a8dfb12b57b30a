"""What is wrong with a questionnaire: by itself, and against the edition whose questions it answers."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from parindex.errors import Finding
from parindex.rubric.model import Questionnaire as Law
from parindex.survey.form import asked_groups
from parindex.words import words
from paroffice.surveys.questions.expression import Unknown, read
from paroffice.surveys.questions.form import Asked, Form, Kind

BEGUN, DONE = "start", "end"
"""What devices call the moments that they note by themselves: no question is called so."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}", re.ASCII)
CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}", re.ASCII)
MOST_QUESTIONS, MOST_CHOICES, MOST_TEXT = 600, 400, 4000


def flaw(where: str, problem: object, remedy: object) -> Finding:
    """A finding with a sentence of the office; braces in it mean themselves."""
    return Finding(
        where=where,
        problem=words("{sentence}", sentence=str(problem)),
        remedy=words("{sentence}", sentence=str(remedy)),
    )


def flaws_of(form: Form, law: Law | None, group: str) -> list[Finding]:
    return [*_whole(form), *_questions(form), *(_against(form, law, group) if law is not None else ())]


def _whole(form: Form) -> Iterator[Finding]:
    if not form.names:
        yield flaw("survey", _("phiếu chưa có câu hỏi nào"), _("thêm ít nhất một câu hỏi"))
    if len(form.questions) > MOST_QUESTIONS:
        yield flaw(
            "survey", _("phiếu có quá nhiều câu hỏi"), _("chỉ giữ tối đa %(most)d câu") % {"most": MOST_QUESTIONS}
        )
    for name, given in form.choices.items():
        codes = [one.code for one in given]
        if len(set(codes)) < len(codes) or not all(map(CODE.fullmatch, codes)) or len(codes) > MOST_CHOICES:
            yield flaw(
                f"choices {name}",
                _("mã phương án trùng, có ký tự lạ hoặc quá nhiều"),
                _("dùng mã khác nhau, chỉ gồm chữ không dấu, số, gạch; tối đa %(most)d") % {"most": MOST_CHOICES},
            )


def _questions(form: Form) -> Iterator[Finding]:
    before = set[str]()
    for one in form.questions:
        if not NAME.fullmatch(one.name) or one.name in before | {BEGUN, DONE}:
            yield flaw(
                one.name[:60] or "survey", _("mã câu hỏi trùng hoặc có ký tự lạ"),
                _("dùng mã riêng, bắt đầu bằng chữ, chỉ gồm chữ không dấu, số, gạch"),
            )  # fmt: skip
        yield from _question(form, one, before)
        before.add(one.name)


def _question(form: Form, one: Asked, before: set[str]) -> Iterator[Finding]:
    texts = (*one.says.values(), *one.hint.values(), *one.holds_says.values(), *one.part.values())
    if not one.says.get(form.languages[0], "").strip() or any(len(text) > MOST_TEXT for text in texts):
        yield flaw(
            one.name, _("câu hỏi không có lời hoặc dài quá"), _("ghi câu hỏi bằng ngôn ngữ thứ nhất của phiếu")
        )
    if one.kind in (Kind.ONE, Kind.MANY) and not form.offered(one):
        yield flaw(one.name, _("câu hỏi chọn nhưng không có phương án"), _("ghi các phương án của danh sách"))
    for text, known in ((one.shown_when, before), (one.holds_when, before | {one.name})):
        yield from _expression(one, text, known)


def _expression(one: Asked, text: str, known: set[str]) -> Iterator[Finding]:
    if not text:
        return
    try:
        strangers = sorted(read(text).names - known)
    except Unknown as unknown:
        yield flaw(
            one.name, _("không hiểu biểu thức ở chỗ «%(text)s»") % {"text": str(unknown)[:40]},
            _("chỉ dùng so sánh, and, or, not(), selected(), count-selected(), string-length(), number()"),
        )  # fmt: skip
        return
    if strangers:
        yield flaw(
            one.name, _("biểu thức hỏi đến câu không đứng trước: %(names)s") % {"names": ", ".join(strangers)[:200]},
            _("chỉ dùng câu đã hỏi trước đó"),
        )  # fmt: skip


def _against(form: Form, law: Law, group: str) -> Iterator[Finding]:
    """Questions named as the edition's are its questions: asked of this group, with its options and no others."""
    for one in form.questions:
        asked = law.questions.get(one.name)
        if asked is None:
            continue
        codes: Sequence[str] = [choice.code for choice in form.offered(one)]
        if one.kind is not Kind.ONE or codes != list(law.options[asked.options]):
            yield flaw(
                one.name, _("câu này của bộ chỉ số phải là câu chọn một, đúng các phương án của bộ chỉ số"),
                _("dùng các mã: %(codes)s") % {"codes": ", ".join(law.options[asked.options])},
            )  # fmt: skip
        if group not in asked_groups(law, asked):
            yield flaw(
                one.name, _("bộ chỉ số không hỏi nhóm này câu ấy"), _("bỏ câu này khỏi phiếu, hoặc đặt mã khác")
            )
    lacking = [
        code for code, asked in law.questions.items() if group in asked_groups(law, asked) and code not in form.names
    ]
    if lacking:
        yield flaw(
            "survey", _("thiếu câu mà bộ chỉ số hỏi nhóm này: %(codes)s") % {"codes": ", ".join(lacking)},
            _("thêm các câu ấy; thiếu chúng thì không tính được điểm"),
        )  # fmt: skip
