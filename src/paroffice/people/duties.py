"""What a person still has open, told by every room that knows of something, for when the person leaves.

A room says so once, where its app is ready:

    @duties.of
    def unanswered_requests(person, at): yield Duty(says=_("…"), link=reverse(…))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from paroffice.people.models import Grant, Person
from paroffice.people.policy import in_force
from paroffice.people.queries import only_holders


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that waits for the person: a sentence, and where it is done."""

    says: str
    link: str = ""


Teller = Callable[[Person, datetime], Iterable[Duty]]
_tellers: list[Teller] = []


def of(teller: Teller) -> Teller:
    """Registers a function that tells a person's open duties."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def open_duties(person: Person, at: datetime) -> list[Duty]:
    return [duty for teller in _tellers for duty in teller(person, at)]


@of
def roles_without_another(person: Person, at: datetime) -> Iterable[Duty]:
    for grant in only_holders(person, at):
        where = grant.unit or _("mọi đơn vị")
        yield Duty(
            says=_("Không ai khác giữ vai trò «%(role)s» (%(unit)s).")
            % {"role": grant.get_role_display(), "unit": where}
        )


@of
def loans(person: Person, at: datetime) -> Iterable[Duty]:
    """What was lent ends by itself when the role it comes from ends."""
    lent = Grant.objects.filter(in_force(at), delegated_by=person).select_related("person")
    for grant in lent:
        yield Duty(
            says=_("Đang ủy quyền «%(role)s» cho %(person)s; ủy quyền hết khi vai trò gốc kết thúc.")
            % {"role": grant.get_role_display(), "person": grant.person}
        )
