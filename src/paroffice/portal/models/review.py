"""The step between writing and publishing: whoever may publish for the unit, and did not write it, looks at it."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.portal.models.portal import Portal


def portal_of(page: Page) -> Portal | None:
    """To which portal a page belongs, published or not."""
    return (
        Portal.objects.filter(site__root_page__in=page.get_ancestors(inclusive=True)).select_related("unit").first()
    )


def may_publish(person: Person, page: Page) -> bool:
    portal = portal_of(page)
    return portal is not None and policy.may(person, "portal.publish", portal.unit, timezone.now())


def wrote(person: Person, page: Page) -> bool:
    """Whether the latest version is this person's."""
    latest = page.latest_revision
    return latest is not None and latest.user_id == person.pk


class Review(Task):
    """Who reviews follows from the roles of people, not from a list kept here."""

    class Meta:
        verbose_name = _("duyệt đăng")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return may_publish(user, obj)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not may_publish(user, obj)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not may_publish(user, obj) or wrote(user, obj):
            return []
        return [("reject", gettext("Trả lại để sửa"), True), ("approve", gettext("Duyệt"), False)]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        units = policy.units_for(user, "portal.publish", timezone.now())
        if not units:
            return TaskState.objects.none()
        roots = Portal.objects.filter(unit__in=units).values_list("site__root_page__path", flat=True)
        pages = [
            pk for root in roots for pk in Page.objects.filter(path__startswith=root).values_list("pk", flat=True)
        ]
        return self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=[str(pk) for pk in pages]
        )

    @classmethod
    def get_description(cls) -> str:
        return gettext("Người có quyền duyệt đăng của đơn vị xem và duyệt; không ai tự duyệt bài mình viết.")
