"""Answers of passkeys, where a browser may say anything."""

from typing import Any

from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm

from paroffice.accounts.forms import sound


class SoundAnswer:
    def clean_credential(self) -> Any:
        return sound(super().clean_credential)  # type: ignore[misc]


class KeyForm(SoundAnswer, AuthenticateWebAuthnForm): ...


class KeySignInForm(SoundAnswer, LoginWebAuthnForm): ...


class KeyAgainForm(SoundAnswer, ReauthenticateWebAuthnForm): ...
