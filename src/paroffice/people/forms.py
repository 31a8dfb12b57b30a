"""Signing in, with guessing made slow."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from paroffice.people.guessing import failed, locked_until


class SignInForm(AuthenticationForm):
    """Name and password; after too many wrong ones the account rests for a while."""

    def clean(self) -> dict[str, Any]:
        name, now = self.cleaned_data.get("username", ""), timezone.now()
        until = locked_until(name, now)
        if until is not None:
            shown = timezone.localtime(until).strftime("%H:%M")
            raise ValidationError(
                f"Đăng nhập sai quá nhiều lần. Hãy thử lại sau {shown}, hoặc nhờ quản trị đặt lại mật khẩu."
            )
        try:
            return super().clean()
        except ValidationError:
            failed(name, now)
            raise
