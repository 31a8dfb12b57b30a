"""What waits for those who keep portals."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from paroffice.people.models import Person
from paroffice.people.policy import units_for
from paroffice.portal.models import BrokenLink, Comment, DataPage, Portal, Question, Review
from paroffice.portal.models.consultation import CommentState
from paroffice.portal.models.question import DONE


def portals_for(person: Person, act: str, at: datetime) -> QuerySet[Portal]:
    units = units_for(person, act, at)
    every = Portal.objects.select_related("unit", "site__root_page", "above__unit").order_by("unit__order_key")
    return every if units is None else every.filter(unit__in=units)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A portal, and how much waits there."""

    portal: Portal
    questions: int
    comments: int
    address: str


def waiting(person: Person, at: datetime) -> list[Waiting]:
    """In three queries, however many portals."""
    portals = list(
        portals_for(person, "portal.see", at).annotate(
            open_questions=Count("questions", filter=~Q(questions__state__in=DONE), distinct=True)
        )
    )
    unread = list(Comment.objects.filter(state=CommentState.SENT.value).values_list("page__path", flat=True))
    return [
        Waiting(
            portal,
            portal.open_questions,  # type: ignore[attr-defined]
            sum(path.startswith(portal.site.root_page.path) for path in unread),
            f"//{portal.site.hostname}",
        )
        for portal in portals
    ]


def questions_of(portal: Portal) -> QuerySet[Question]:
    """What is open first, the most pressing before the others."""
    return Question.objects.filter(portal=portal).order_by("answered_at", "due_on", "pk")


def comments_of(portal: Portal) -> QuerySet[Comment]:
    inside = Comment.objects.filter(page__path__startswith=portal.site.root_page.path)
    return inside.select_related("page").order_by("seen_at", "sent_at")


def to_review(person: Person) -> int:
    review = Review.objects.first()
    return review.get_task_states_user_can_moderate(person).count() if review else 0


def broken_links(portal: Portal) -> QuerySet[BrokenLink]:
    """Of its published pages, what was found first before the rest."""
    inside = BrokenLink.objects.filter(page__path__startswith=portal.site.root_page.path, page__live=True)
    return inside.select_related("page").order_by("found_at", "pk")


def data_to_review(portals: list[Portal], today: date) -> list[DataPage]:
    """Lists of open data that nobody looked over in time, or with a set that was not refreshed."""
    roots = [portal.site.root_page.path for portal in portals]
    pages = DataPage.objects.live().prefetch_related("sets")
    kept = [page for page in pages if any(page.path.startswith(root) for root in roots)]
    return [page for page in kept if min([page.review_by, *(one.refresh_by for one in page.sets.all())]) < today]
