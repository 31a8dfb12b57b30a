"""What happens to a second factor or a linked identity leaves its trace."""

from typing import Any

from django.apps import AppConfig
from django.utils import timezone


class AccountsConfig(AppConfig):
    name = "paroffice.accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
        from allauth.socialaccount.signals import social_account_added

        authenticator_added.connect(_added)
        authenticator_removed.connect(_removed)
        authenticator_reset.connect(_reset)
        social_account_added.connect(_linked)


def _added(*, user: Any, authenticator: Any, **_told: Any) -> None:
    _note(user, "add_factor", authenticator)


def _removed(*, user: Any, authenticator: Any, **_told: Any) -> None:
    _note(user, "remove_factor", authenticator)


def _reset(*, user: Any, authenticator: Any, **_told: Any) -> None:
    _note(user, "reset_factor", authenticator)


def _note(user: Any, act: str, authenticator: Any) -> None:
    from paroffice.people.actions.accounts import note_factor

    note_factor(person=user, act=act, kind=str(authenticator.type), at=timezone.now())


def _linked(*, sociallogin: Any, **_told: Any) -> None:
    from paroffice.people.actions.accounts import note_identity

    note_identity(person=sociallogin.user, provider=sociallogin.account.provider, at=timezone.now())
