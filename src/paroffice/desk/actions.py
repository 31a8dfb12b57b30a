"""What is done across rooms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.desk.letters import day_of, letter_to
from paroffice.desk.models import Letter, LetterWish
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person, WrongPassword
from paroffice.refused import Refused
from paroffice.trail import actions as trail

STREAM = "people"
LETTERS_KEPT = timedelta(days=90)
LONGEST_WHY = 200


@transaction.atomic
def erase(*, person: Person, reason: str, by: Person, at: datetime) -> Person:
    """Forgets who a person was: names, addresses, identities, factors, and whom the trail's pseudonyms mean.

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
    for clear in (locked.username, locked.full_name, locked.email, locked.phone):
        trail.forget(clear)
    for keeper in (Authenticator, EmailAddress, SocialAccount, UserSession):
        keeper.objects.filter(user=locked).delete()
    Letter.objects.filter(person=locked).delete()  # why one failed may name the address
    LetterWish.objects.filter(person=locked).delete()
    locked.username, locked.full_name, locked.email, locked.phone = f"xoa-ten-{locked.pk}", "", "", ""
    locked.set_unusable_password()
    locked.save(update_fields=["username", "full_name", "email", "phone", "password"])
    return locked


@transaction.atomic
def write_letter(*, person: Person, duties: Sequence[Duty], post: BaseEmailBackend, at: datetime) -> Letter | None:
    """Decides once for a person and a day, whoever asks how often; the mail leaves once that is certain."""
    told = {"duties": len(duties), "decided_at": at}
    letter, made = Letter.objects.get_or_create(person=person, on=day_of(at), defaults=told)
    if not made:
        return None
    if duties:
        transaction.on_commit(partial(_hand_over, letter, letter_to(person, duties), post, at))
    return letter


def _hand_over(letter: Letter, message: EmailMessage, post: BaseEmailBackend, at: datetime) -> None:
    """One that failed is not sent again: the server may have taken it before it broke off."""
    try:
        post.send_messages([message])
    except (OSError, ValueError) as why:  # smtplib's are OSErrors; an address that no mail can bear is a ValueError
        Letter.objects.filter(pk=letter.pk).update(failed=f"{type(why).__name__}: {why}"[:LONGEST_WHY])
    else:
        Letter.objects.filter(pk=letter.pk).update(left_at=at)


def forget_letters(at: datetime) -> None:
    Letter.objects.filter(decided_at__lt=at - LETTERS_KEPT).delete()


@transaction.atomic
def wish_letters(*, person: Person, wanted: bool, language: str) -> LetterWish:
    """Whether a person wants the daily letter, and in which language; their own affair, so nobody is asked."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    said = {"wanted": wanted, "language": known}
    return LetterWish.objects.update_or_create(person=person, defaults=said)[0]
