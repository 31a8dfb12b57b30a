"""What is done across rooms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.people import policy
from paroffice.people.models import Person, WrongPassword
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"


@transaction.atomic
def erase(*, person: Person, reason: str, by: Person, at: datetime) -> Person:
    """Forgets who a person was: name, account name and e-mail, here and as the clear form of the trail's pseudonyms.

    What they did stays, under a number. There is no way back.
    """
    policy.ask(by, "people.grant", None, at)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.is_active:
        raise Refused(_("Tài khoản này còn đang dùng."), _("Hãy khóa tài khoản trước, rồi xóa tên."))
    if not reason.strip():
        raise Refused(_("Xóa tên phải có lý do."), _("Hãy ghi đề nghị hoặc quyết định làm căn cứ."))
    pseudonym = trail.pseudonym_of(locked.username)
    after = {"reason": reason.strip()}
    trail.leave(stream=STREAM, act="people.erase", subject=f"person:{pseudonym}", by=by, at=at, after=after)
    WrongPassword.objects.filter(username=locked.username).delete()
    for clear in (locked.username, locked.full_name, locked.email):
        trail.forget(clear)
    locked.username, locked.full_name, locked.email = f"xoa-ten-{locked.pk}", "", ""
    locked.set_unusable_password()
    locked.save(update_fields=["username", "full_name", "email", "password"])
    return locked
