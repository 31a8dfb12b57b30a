"""What waits at a one-stop unit, for whom: to receive, to work on, to answer, to explain."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paroffice.onestop import reach
from paroffice.onestop.models import Channel, Dispute, Dossier, Petition, Tray
from paroffice.onestop.queries.alarms import alarms_of
from paroffice.onestop.queries.dossiers import late_tasks, tasks_of
from paroffice.pages.offers import Duty
from paroffice.people import policy
from paroffice.people.models import Person, Unit


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """One line for each kind of work, with the moment at which the first of it is due."""
    grants = policy.grants_in_force(person, at)
    if policy.allows(grants, "onestop.receive", None):
        yield from _at_the_desk(person, at)
    if policy.allows(grants, "onestop.work", None):
        yield from _held(person, at)
    if policy.allows(grants, "onestop.assist", None):
        yield from _asked(person, at)
    if policy.allows(grants, "onestop.run", None):
        yield from _to_press(person, at)
    if policy.allows(grants, "onestop.explain", None):
        yield from _to_explain(person, at)


def _at_the_desk(person: Person, at: datetime) -> Iterator[Duty]:
    units = reach.units_for(person, "onestop.receive", at) or []
    new = Dossier.objects.filter(unit__in=units, tray=Tray.NEW).count()
    if new:
        about = ngettext("%(count)d hồ sơ nộp trực tuyến", "%(count)d hồ sơ nộp trực tuyến", new) % {"count": new}
        address = reverse("one-stop") + "?khay=new"
        yield Duty(
            title=_("Hồ sơ chờ tiếp nhận"), about=about, act=_("Tiếp nhận"), address=address, pressing=True,
            until=_first_answer(units, at),
        )  # fmt: skip
    said = Petition.objects.filter(unit__in=units, answered_at=None, forwarded_at=None).count()
    if said:
        about = ngettext("%(count)d phản ánh chưa trả lời", "%(count)d phản ánh chưa trả lời", said) % {"count": said}
        yield Duty(title=_("Phản ánh, kiến nghị"), about=about, act=_("Trả lời"), address=reverse("petitions"))


def _first_answer(units: Sequence[Unit], at: datetime) -> datetime | None:
    """By when the submission that came first is to be answered (Decree 45/2020, article 11)."""
    waiting = Dossier.objects.filter(unit__in=units, tray=Tray.NEW, channel=Channel.ONLINE)
    first = waiting.select_related("law", "version").order_by("submitted_at").first()
    return next((one.by for one in alarms_of(first, None, at)), None) if first else None


def _held(person: Person, at: datetime) -> Iterator[Duty]:
    held = Dossier.objects.filter(holder=person, tray=Tray.WORKING).aggregate(count=Count("pk"), first=Min("due_at"))
    if held["count"]:
        count = {"count": held["count"]}
        about = ngettext("%(count)d hồ sơ bạn đang giữ", "%(count)d hồ sơ bạn đang giữ", held["count"]) % count
        yield Duty(
            title=_("Hồ sơ đang giải quyết"), about=about, act=_("Giải quyết"),
            address=reverse("one-stop") + "?khay=working&cua-toi=1", until=held["first"],
            pressing=held["first"] is not None and held["first"] < at,
        )  # fmt: skip


def _asked(person: Person, at: datetime) -> Iterator[Duty]:
    asked = tasks_of(person, at).filter(answered_at=None).aggregate(count=Count("pk"), first=Min("due_at"))
    if asked["count"]:
        count = {"count": asked["count"]}
        about = ngettext("%(count)d việc chờ trả lời", "%(count)d việc chờ trả lời", asked["count"]) % count
        yield Duty(
            title=_("Việc phối hợp"), about=about, act=_("Trả lời"), address=reverse("agency-tasks"),
            until=asked["first"], pressing=asked["first"] < at,
        )  # fmt: skip


def _to_press(person: Person, at: datetime) -> Iterator[Duty]:
    """Agencies that are late are reported to the head (Decree 61/2018, 19.5)."""
    late = late_tasks(person, at).count()
    if late:
        about = ngettext("%(count)d việc quá hạn trả lời", "%(count)d việc quá hạn trả lời", late) % {"count": late}
        yield Duty(
            title=_("Cơ quan phối hợp trả lời chậm"), about=about, act=_("Đôn đốc"), address=reverse("late-agencies"),
            pressing=True,
        )  # fmt: skip


def _to_explain(person: Person, at: datetime) -> Iterator[Duty]:
    units = policy.units_for(person, "onestop.explain", at) or []
    open_ones = Dispute.objects.filter(extract__unit__in=units, explained_at=None).select_related("extract")
    for one in open_ones[:20]:
        about = _("mục %(item)s khai khác số tính từ hồ sơ") % {"item": one.item}
        yield Duty(
            title=_("Số liệu một cửa"),
            about=about,
            act=_("Giải thích"),
            address=reverse("extract", args=[one.extract_id]),
        )
