"""What a respondent sent, held against the questionnaire: the replies it asks for and no others, or findings."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from parindex.errors import Finding
from paroffice.surveys.questions.check import flaw
from paroffice.surveys.questions.form import Asked, Form, Kind, text_in

Replies = dict[str, str]
"""By question; several choices stand one space apart. A question without a reply is not there."""
MOST_TEXT = 2000
WHOLE, DECIMAL = re.compile(r"-?\d{1,15}", re.ASCII), re.compile(r"-?\d{1,12}([.,]\d{1,6})?", re.ASCII)
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def cleaned(
    form: Form, sent: Mapping[str, Iterable[str]], language: str, only: Asked | None = None
) -> tuple[Replies, list[Finding]]:
    """Question by question, in order: what is not shown to who replied so is dropped, as if it had not been asked.

    `only` looks for flaws in one question, that of the screen at hand.
    """
    replies, findings = Replies(), list[Finding]()
    for asked in form.questions:
        if asked.kind is Kind.NOTE or not asked.is_shown(replies):
            continue
        reply = " ".join(filter(None, map(str.strip, sent.get(asked.name, ()))))
        found = _flaw(form, asked, reply, replies, language) if only is None or only is asked else None
        if found:
            findings.append(found)
        elif reply:
            replies[asked.name] = reply.replace(",", ".") if asked.kind is Kind.DECIMAL else reply
    return replies, findings


def strangers(form: Form, sent: Iterable[str]) -> list[Finding]:
    """Names that the questionnaire does not ask for: what sends them was made for another form."""
    return [
        flaw(
            name[:60], _("phiếu này không có câu «%(name)s»") % {"name": name[:60]}, _("dùng đúng phiếu của cuộc này")
        )
        for name in sent
        if name not in form.names
    ]


def _flaw(form: Form, asked: Asked, reply: str, replies: Replies, language: str) -> Finding | None:
    if not reply:
        return flaw(asked.name, _("câu này cần có trả lời"), _("chọn hoặc ghi trả lời")) if asked.required else None
    problem = _misfit(form, asked, reply)
    if problem:
        return flaw(asked.name, problem, _("sửa lại trả lời này"))
    if asked.constraint is not None and not asked.constraint.holds(replies | {asked.name: reply}, reply):
        said = text_in(asked.holds_says, language) or _("trả lời này không hợp điều kiện của câu hỏi")
        return flaw(asked.name, said, _("sửa lại trả lời này"))
    return None


def _misfit(form: Form, asked: Asked, reply: str) -> object:
    """Why the reply is none of the kind asked for; empty where it is."""
    codes = form.codes.get(asked.choices, frozenset())
    match asked.kind:
        case Kind.ONE if reply not in codes:
            return _("không có phương án này")
        case Kind.MANY if not set(reply.split()) <= codes or len(set(reply.split())) < len(reply.split()):
            return _("không có phương án này")
        case Kind.WHOLE if not WHOLE.fullmatch(reply):
            return _("đây không phải số nguyên")
        case Kind.DECIMAL if not DECIMAL.fullmatch(reply):
            return _("đây không phải con số")
        case Kind.TEXT if len(reply) > MOST_TEXT or UNREADABLE.search(reply):
            return _("trả lời dài quá hoặc có ký tự không đọc được")
    return ""
