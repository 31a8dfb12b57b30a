"""Adopting an edition freezes it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from parindex.rubric.write import digest
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.rubrics.frozen import Files, edition_of
from paroffice.rubrics.models import AdoptedEdition
from paroffice.trail import actions as trail


def adopt(*, files: Files, by: Person, at: datetime) -> AdoptedEdition:
    """Takes an edition into use. Raises `Unreadable` with its findings, `Refused` when its name or law is taken."""
    try:
        return _adopt(files=files, by=by, at=at)
    except IntegrityError:
        raise Refused("Bộ chỉ số này vừa được người khác ban hành.", "Hãy tải lại trang để xem.") from None


@transaction.atomic
def _adopt(*, files: Files, by: Person, at: datetime) -> AdoptedEdition:
    policy.ask(by, "rubrics.adopt", None, at)
    edition = edition_of(files)
    cover, law = edition.cover, digest(edition)
    if AdoptedEdition.objects.filter(name=cover.edition).exists():
        raise Refused(f"Bộ chỉ số «{cover.edition}» đã được ban hành.", "Hãy đặt mã mới cho bản sửa đổi.")
    if AdoptedEdition.objects.filter(digest=law).exists():
        raise Refused("Một bộ chỉ số có đúng nội dung này đã được ban hành.", "Hãy dùng bản đã có.")
    adopted = AdoptedEdition.objects.create(
        name=cover.edition, digest=law, title=cover.title, illustrative=cover.illustrative, files=files, adopted_at=at
    )
    after = {"name": cover.edition, "digest": law}
    trail.leave(stream="rubrics", act="rubrics.adopt", subject=f"edition:{adopted.pk}", by=by, at=at, after=after)
    return adopted
