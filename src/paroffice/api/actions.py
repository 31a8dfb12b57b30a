"""Making a token for another system, and taking it back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.api.models import ApiToken, Scope
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.trail import actions as trail

LONGEST = timedelta(days=366)
STREAM = "api"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(*, name: str, scope: Scope, expires_at: datetime, by: Person, at: datetime) -> tuple[ApiToken, str]:
    """The row, and the token in clear: this once."""
    policy.ask(by, "api.grant", None, at)
    if not name.strip():
        raise Refused(_("Chưa ghi hệ thống nào dùng."), _("Hãy ghi tên hệ thống."))
    if not at < expires_at <= at + LONGEST:
        raise Refused(_("Hạn dùng phải ở tương lai, không quá một năm."), _("Hãy chọn ngày khác."))
    token = secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        name=name.strip(), scope=scope.value, digest=digest_of(token), made_by=by, made_at=at, expires_at=expires_at
    )
    after = {"name": row.name, "scope": row.scope, "expires_at": trail.told(expires_at)}
    trail.leave(stream=STREAM, act="api.make_token", subject=f"token:{row.pk}", by=by, at=at, after=after)
    return row, token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """From now on it opens nothing."""
    policy.ask(by, "api.grant", None, at)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        trail.leave(stream=STREAM, act="api.revoke_token", subject=f"token:{token.pk}", by=by, at=at)
