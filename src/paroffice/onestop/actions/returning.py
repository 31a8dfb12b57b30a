"""The result goes into the applicant's hands, and the originals with it (Decree 61/2018, articles 6 and 20)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.onestop.events import EventKind
from paroffice.onestop.actions.common import needed, text
from paroffice.onestop.actions.events import begun, happen, settle
from paroffice.onestop.models import Dossier, GivenBack, PaperKind, ReturnWay
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """How it goes back. `proof` is the authorisation or the number of the shipment; `originals` are places of the
    checklist."""

    way: str
    to: str
    proof: str = ""
    originals: Sequence[int] = field(default_factory=tuple)


def originals_of(dossier: Dossier) -> list[tuple[int, str]]:
    """The originals that lie with the office: place in the checklist, and name."""
    return [
        (place, str(one["name"]))
        for place, one in enumerate(dossier.checklist)
        if one["form"] == "original" and one["way"] in ("paper", "scanned")
    ]


@transaction.atomic
def give_back(*, dossier: Dossier, said: Return, by: Person, at: datetime) -> Dossier:
    """Who took it, against which receipt or authorisation, or by post, or online."""
    held = begun(dossier, "onestop.receive", "return", by, at)
    if said.way not in ReturnWay.values:
        raise NotVisible
    to = needed(said.to, _("Chưa ghi ai nhận."), _("Hãy ghi họ tên người nhận."), MOST)
    proof = _proof(said)
    if said.way == ReturnWay.ONLINE and not held.papers.filter(what=PaperKind.RESULT).exists():
        raise Refused(
            _("Chưa có kết quả điện tử để trả trực tuyến."), _("Hãy trả bản giấy, tại quầy hoặc qua bưu chính.")
        )
    names = dict(originals_of(held))
    made = GivenBack.objects.create(
        dossier=held, way=said.way, to=to, proof=proof, by=by, at=at,
        originals=[names[place] for place in said.originals if place in names],
    )  # fmt: skip
    happen(held, EventKind.RETURNED, by, at)
    held.returned_at = at
    return settle(held, "give_back", by, at, {"way": made.way, "originals": len(made.originals)})


def _proof(said: Return) -> str:
    """Somebody else's hands ask for an authorisation, the post for its number."""
    problems = {
        ReturnWay.AUTHORISED.value: (_("Chưa ghi giấy ủy quyền."), _("Hãy ghi số, ngày của giấy ủy quyền.")),
        ReturnWay.POST.value: (_("Chưa ghi số bưu gửi."), _("Hãy ghi số bưu gửi.")),
    }
    if said.way in problems:
        return needed(said.proof, *problems[said.way], MOST)
    return text(said.proof, MOST)
