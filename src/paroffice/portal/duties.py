"""What waits for a person at the portals they keep."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.portal.models import Portal, Question
from paroffice.portal.models.consultation import CommentState
from paroffice.portal.models.question import DONE
from paroffice.portal.queries.keeping import broken_links, comments_of, data_to_review, portals_for, to_review


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    portals = list(portals_for(person, "portal.answer", at))
    if not portals:
        return
    today = timezone.localdate(at)
    open_ones = Question.objects.filter(portal__in=portals).exclude(state__in=DONE).select_related("portal__unit")
    for question in open_ones.order_by("due_on"):
        yield Duty(
            title=_("Trả lời câu hỏi: %(title)s") % {"title": question.title},
            about=str(question.portal),
            act=_("Trả lời"),
            address=reverse("portal-question", args=[question.portal.unit.code, question.pk]),
            until=timezone.make_aware(datetime.combine(question.put_off_to or question.due_on, time(23, 59))),
            pressing=question.is_late(today),
        )
    for portal in portals:
        count = comments_of(portal).filter(state=CommentState.SENT.value).count()
        if count:
            title = ngettext("%(count)d ý kiến góp ý chưa xem", "%(count)d ý kiến góp ý chưa xem", count)
            address = reverse("portal-comments", args=[portal.unit.code])
            yield Duty(title=title % {"count": count}, about=str(portal), act=_("Xem"), address=address)
    yield from _to_mend(portals, today)
    if count := to_review(person):
        title = ngettext("%(count)d bài chờ duyệt đăng", "%(count)d bài chờ duyệt đăng", count)
        yield Duty(
            title=title % {"count": count},
            about=_("Cổng thông tin"),
            act=_("Duyệt"),
            address=reverse("wagtailadmin_home"),
        )


def _to_mend(portals: list[Portal], today: date) -> Iterator[Duty]:
    for portal in portals:
        if count := broken_links(portal).count():
            title = ngettext("%(count)d liên kết hỏng", "%(count)d liên kết hỏng", count)
            address = reverse("portal-links", args=[portal.unit.code])
            yield Duty(title=title % {"count": count}, about=str(portal), act=_("Sửa"), address=address)
    for page in data_to_review(portals, today):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        title = _("Rà soát, cập nhật danh mục dữ liệu mở")
        yield Duty(title=title, about=page.publisher, act=_("Rà soát"), address=address, pressing=True)
