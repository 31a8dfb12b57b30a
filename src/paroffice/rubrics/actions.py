"""Writing a draft, and adopting an edition: that freezes it."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from parindex.rubric.model import Gloss
from parindex.rubric.write import digest
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.rubrics.frozen import Files, edition_of
from paroffice.rubrics.glosses import require_gloss, seal_of_gloss
from paroffice.rubrics.limits import require_keepable
from paroffice.rubrics.models import AdoptedEdition, Draft
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.written import Written
from paroffice.trail import actions as trail

NAME = re.compile(r"[A-Za-z0-9_-]{1,120}")


class ChangedMeanwhile(Refused):
    """Somebody else changed the same part after the page was opened."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(
            _("%(person)s vừa sửa chỗ này của bản thảo.") % {"person": draft.changed_by},
            _("Hãy tải lại trang rồi làm lại; không có gì bị ghi đè."),
        )


def adopt(*, files: Files, by: Person, at: datetime) -> AdoptedEdition:
    """Takes an edition into use. Raises `Unreadable` with its findings, `Refused` when its name or law is taken."""
    try:
        return _adopt(files=files, by=by, at=at)
    except IntegrityError:
        raise Refused(_("Bộ chỉ số này vừa được người khác ban hành."), _("Hãy tải lại trang để xem.")) from None


@transaction.atomic
def _adopt(*, files: Files, by: Person, at: datetime) -> AdoptedEdition:
    policy.ask(by, "rubrics.adopt", None, at)
    require_keepable(files)
    edition = edition_of(files)
    if not NAME.fullmatch(edition.cover.edition):
        raise Refused(
            _("Mã «%(name)s» không dùng làm địa chỉ được.") % {"name": edition.cover.edition},
            _("Hãy đặt mã bằng chữ cái không dấu, chữ số và gạch nối, ví dụ cap-xa-2027."),
        )
    cover, law = edition.cover, digest(edition)
    if AdoptedEdition.objects.filter(name=cover.edition).exists():
        raise Refused(
            _("Bộ chỉ số «%(name)s» đã được ban hành.") % {"name": cover.edition},
            _("Hãy đặt mã mới cho bản sửa đổi."),
        )
    if AdoptedEdition.objects.filter(digest=law).exists():
        raise Refused(_("Một bộ chỉ số có đúng nội dung này đã được ban hành."), _("Hãy dùng bản đã có."))
    adopted = AdoptedEdition.objects.create(
        name=cover.edition, digest=law, title=cover.title, illustrative=cover.illustrative, files=files, adopted_at=at
    )
    after = {"name": cover.edition, "digest": law}
    trail.leave(stream="rubrics", act="rubrics.adopt", subject=f"edition:{adopted.pk}", by=by, at=at, after=after)
    return adopted


class GlossedMeanwhile(Refused):
    """Somebody else translated one of these texts after the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Người khác vừa sửa bản dịch này."), _("Hãy đối chiếu hai bản, rồi lưu lại."))


@transaction.atomic
def gloss(*, edition: AdoptedEdition, language: str, said: Gloss, seen: str, by: Person, at: datetime) -> None:
    """These texts are read so in the language; an empty one is no translation. The law stays as it was adopted.

    `seen` is the seal of what the person saw of them. Raises `GlossedMeanwhile` where something else stands now.
    """
    policy.ask(by, "rubrics.gloss", None, at)
    standing = AdoptedEdition.objects.select_for_update().get(pk=edition.pk)
    require_gloss(law_of(standing), language, said)
    held = standing.glosses.get(language, {})
    if seen != seal_of_gloss(held, said):
        raise GlossedMeanwhile
    now = {text: word for text, word in (held | said).items() if word}
    if now == held:
        return
    standing.glosses = standing.glosses | {language: now}
    standing.save(update_fields=["glosses"])
    before, after = ({"language": language, "digest": seal_of_gloss(one, one)} for one in (held, now))
    subject = f"edition:{standing.pk}"
    trail.leave(stream="rubrics", act="rubrics.gloss", subject=subject, by=by, at=at, before=before, after=after)


@transaction.atomic
def begin_draft(*, files: Files, based_on: AdoptedEdition | None, by: Person, at: datetime) -> Draft:
    """A new draft. The files need not be sound."""
    policy.ask(by, "rubrics.draft", None, at)
    require_keepable(files)
    draft = Draft.objects.create(
        files=files, title=_title(files), based_on=based_on, begun_by=by, begun_at=at, changed_by=by, changed_at=at
    )
    _trace(draft, "rubrics.begin_draft", by, at, {"based_on": based_on.name if based_on else "", **_digests(files)})
    return draft


@transaction.atomic
def revise(*, draft: Draft, step: Callable[[Written], Files], what: str, by: Person, at: datetime) -> Draft:
    """Takes one step of editing on the draft as it stands now. `step` raises `ChangedMeanwhile` to leave it be."""
    standing = _open_for(draft, by, at)
    before = standing.files
    files = step(Written(before))
    require_keepable(files)
    if files == before:
        return standing
    standing.files, standing.title, standing.edits = files, _title(files), standing.edits + 1
    standing.changed_by, standing.changed_at = by, at
    standing.save(update_fields=["files", "title", "edits", "changed_by", "changed_at"])
    changed = {name: text for name, text in files.items() if before.get(name) != text}
    _trace(standing, "rubrics.revise", by, at, {"what": what, "edits": standing.edits, **_digests(changed)})
    return standing


@transaction.atomic
def adopt_draft(*, draft: Draft, law: str, by: Person, at: datetime) -> AdoptedEdition:
    """Freezes the draft as an edition. `law` is the digest that the person read; another law is not adopted."""
    standing = _open_for(draft, by, at)
    edition = Written(standing.files).checked[0]
    if edition is None or digest(edition) != law:
        raise Refused(
            _("Bản thảo đã thay đổi sau lần kiểm tra cuối."), _("Hãy kiểm tra lại, đối chiếu mã băm, rồi ban hành.")
        )
    adopted = adopt(files=standing.files, by=by, at=at)
    standing.adopted_as = adopted
    standing.save(update_fields=["adopted_as"])
    _trace(standing, "rubrics.adopt_draft", by, at, {"name": adopted.name, "digest": law})
    return adopted


@transaction.atomic
def discard_draft(*, draft: Draft, reason: str, by: Person, at: datetime) -> Draft:
    """A mark with a reason; what was written stays readable."""
    standing = _open_for(draft, by, at)
    if not reason.strip():
        raise Refused(_("Bỏ bản thảo phải có lý do."), _("Hãy ghi lý do."))
    standing.discarded_by, standing.discarded_at, standing.discarded_for = by, at, reason.strip()
    standing.save(update_fields=["discarded_by", "discarded_at", "discarded_for"])
    _trace(standing, "rubrics.discard_draft", by, at, {"reason": reason.strip()})
    return standing


def _open_for(draft: Draft, by: Person, at: datetime) -> Draft:
    """The draft, locked, for one who may write on it while it can be written on."""
    policy.ask(by, "rubrics.draft", None, at)
    standing = Draft.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=draft.pk)
    if not standing.open:
        raise Refused(
            _("Bản thảo này đã được ban hành hoặc đã bỏ nên không sửa được nữa."),
            _("Hãy lập bản thảo mới từ bộ chỉ số đã ban hành."),
        )
    return standing


def _title(files: Files) -> str:
    return Written(files).title[:500]


def _digests(files: Files) -> dict[str, object]:
    """The texts themselves are in the draft; the trail holds what proves them."""
    return {"files": {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}}


def _trace(draft: Draft, act: str, by: Person, at: datetime, after: object) -> None:
    trail.leave(stream="rubrics", act=act, subject=f"draft:{draft.pk}", by=by, at=at, after=after)
