"""The daily letter: who is to be written to, and what it says. It tells what waits and until when, never more."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from paroffice.desk.models import Letter, LetterWish
from paroffice.desk.queries import is_illustrative
from paroffice.pages.offers import Duty
from paroffice.people.models import Person

MORNING = time(6)
"""Before it, in Hà Nội, nobody is written to."""
BY_A_MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
"""So that no answering machine answers (RFC 3834)."""


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()


def is_morning(at: datetime) -> bool:
    return timezone.localtime(at).time() >= MORNING


def unwritten(at: datetime, after: int = 0) -> QuerySet[Person]:
    """For whom nothing was decided on that day, from that key on: open accounts with an address that want letters."""
    decided = Letter.objects.filter(person=OuterRef("pk"), on=day_of(at))
    silent = LetterWish.objects.filter(person=OuterRef("pk"), wanted=False)
    people = Person.objects.filter(~Exists(decided), ~Exists(silent), is_active=True, pk__gt=after)
    return people.exclude(email="").order_by("pk")


def wish_of(person: Person) -> LetterWish:
    return LetterWish.objects.filter(person=person).first() or LetterWish(person=person)


def letter_to(person: Person, duties: Sequence[Duty]) -> EmailMessage:
    """In the language at hand. Free words of others, and all that a duty is about, are read after signing in."""
    count = len(duties)
    subject = ngettext("%(count)d việc đang chờ bạn", "%(count)d việc đang chờ bạn", count) % {"count": count}
    shown = {
        "person": person,
        "subject": subject,
        "duties": [(duty, f"{settings.ADDRESS}{duty.address}" if settings.ADDRESS else "") for duty in duties],
        "wishes": f"{settings.ADDRESS}{reverse('letter')}" if settings.ADDRESS else "",
        "illustrative": is_illustrative(),
    }
    body = render_to_string("desk/letter.txt", shown).strip() + "\n"
    return EmailMessage(f"parindex: {subject}", body, to=[person.email], headers=BY_A_MACHINE)
