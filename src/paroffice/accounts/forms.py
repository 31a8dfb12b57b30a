"""What is typed to come in: names and codes, with guessing made slow."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from paroffice.accounts.adapters import resting
from paroffice.people import guessing

MOST_CODE = 20


class SignInForm(LoginForm):
    """Name and password; after too many wrong ones the name rests for a while."""

    def add_prefix(self, field_name: str) -> str:
        """What allauth calls `login` is the account's name, and so it is called on the page."""
        return super().add_prefix("username" if field_name == "login" else field_name)


class SlowCode:
    """Codes are guessed as slowly as passwords, each account on its own register."""

    user: Any

    def clean_code(self) -> str:
        name = guessing.CODES + self.user.username
        entered = guessing.attempt(name, timezone.now())
        if entered is None:
            raise resting(name)
        if len(self.cleaned_data["code"]) > MOST_CODE:  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        code = str(super().clean_code())  # type: ignore[misc]
        guessing.right(entered)
        return code


class CodeForm(SlowCode, AuthenticateForm): ...


class CodeAgainForm(SlowCode, ReauthenticateForm): ...


class FirstCodeForm(SlowCode, ActivateTOTPForm): ...


class AddKeyForm(AddWebAuthnForm):
    """What a browser answers may be anything: all that cannot be read is a wrong answer."""

    def clean(self) -> dict[str, Any]:
        return sound(super().clean)

    def clean_name(self) -> str:
        return super().clean_name()[:60]


class RenameKeyForm(EditWebAuthnForm):
    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:60]


def sound(check: Any) -> Any:
    """The readers of passkeys fall over hostile answers in many ways."""
    try:
        return check()
    except ValidationError:
        raise
    except Exception:
        raise get_adapter().validation_error("incorrect_code") from None
