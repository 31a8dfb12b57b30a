"""How much one network may send to portals: counted from the trail, which keeps networks and no addresses."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from paroffice.refused import Refused
from paroffice.trail import origin
from paroffice.trail.models import Entry

MOST, WITHIN = 30, timedelta(hours=1)
"""Questions and comments from one network in that time; a whole office may stand behind it."""
SENT = ("portal.question_ask", "portal.comment")


def require_patience(at: datetime) -> None:
    """Raises `Refused` where a network has sent its share."""
    here = origin.here()
    sent = Entry.objects.filter(act__in=SENT, origin=here, at__gt=at - WITHIN)
    if here and sent.count() >= MOST:
        raise Refused(
            _("Có quá nhiều thư gửi từ mạng này trong một giờ."), _("Hãy thử lại sau, hoặc gọi tới số ở chân trang.")
        )
