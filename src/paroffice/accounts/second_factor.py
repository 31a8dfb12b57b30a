"""Who must have a second factor, by the office's settings, and who has one."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings

from paroffice.people.models import Person, Role
from paroffice.people.policy import holding

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
STRONG = (Role.ADMINISTRATOR, Role.ROUND_OFFICE)
"""Whose account opens the doors of others."""


def asked_of(person: Person, at: datetime) -> bool:
    if settings.SECOND_FACTOR == "roles":
        return holding(at).filter(person_id=person.pk, role__in=STRONG).exists()
    return bool(settings.SECOND_FACTOR == "all")


def has_one(person: Person) -> bool:
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).exists()
