"""The gloss of an adopted edition: its texts in another language, for reading, and what has none yet."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from parindex.rubric.model import Edition, Gloss
from parindex.rubric.translate import COVER, SURVEY, unsaid
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics.limits import UNKEEPABLE

LANGUAGES = ("en",)
"""Those that the office can be read in, besides the original's."""
MOST_IN_A_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Part:
    """The cover, a field or the survey: texts that its own translation does not say; how many have a gloss."""

    name: str
    texts: tuple[str, ...]
    said: int

    @property
    def title(self) -> str:
        return {COVER: _("Trang bìa"), SURVEY: _("Phiếu điều tra xã hội học")}.get(self.name, self.name)


def parts_of(law: Edition, language: str, held: Gloss) -> list[Part]:
    """All that a gloss may say. Raises `NotVisible` for a language that nobody can choose here."""
    if language not in LANGUAGES:
        raise NotVisible
    sections = [one for one in unsaid(law, language) if one.texts]
    return [Part(one.name, one.texts, sum(text in held for text in one.texts)) for one in sections]


def require_gloss(law: Edition, language: str, said: Gloss) -> None:
    """Raises `Refused` for what the edition does not say, and for what cannot be kept."""
    known = {text for part in parts_of(law, language, {}) for text in part.texts}
    if not said.keys() <= known:
        raise Refused(_("Câu này không có trong bộ chỉ số, hoặc đã có bản dịch ban hành."), _("Hãy tải lại trang."))
    if any(len(word) > MOST_IN_A_TEXT or UNKEEPABLE.search(word) for word in said.values()):
        raise Refused(_("Bản dịch của một câu quá dài, hoặc có ký tự không lưu được."), _("Hãy viết ngắn lại."))


def seal_of_gloss(held: Gloss, texts: Iterable[str]) -> str:
    """A short mark of how these texts are said: a page carries it, so that nobody writes over what was not seen."""
    said = {text: held.get(text, "") for text in texts}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]
