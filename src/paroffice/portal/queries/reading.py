"""What the pages of a portal show around and inside them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Page

from paroffice.portal.models import (
    Article,
    ConsultationPage,
    DataPage,
    DocumentPage,
    HomePage,
    OutagePage,
    Portal,
    Section,
)
from paroffice.portal.models.article import Kind

LATEST, FEW = 7, 5


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a portal."""

    portal: Portal
    home: HomePage
    menu: list[Page]
    data: Page | None


def frame_of(portal: Portal) -> Frame:
    home = HomePage.objects.select_related("crest").get(pk=portal.site.root_page_id)
    sections = list(home.get_children().live().order_by("path"))
    data = next((one for one in sections if one.specific_class is DataPage), None)
    return Frame(portal, home, [one for one in sections if one.show_in_menus], data)


def articles_of(portal: Portal) -> QuerySet[Article]:
    """Published there, the newest first."""
    inside = Article.objects.descendant_of(portal.site.root_page).live().select_related("picture")
    return inside.order_by("-first_published_at", "-pk")


def news_of(portal: Portal) -> QuerySet[Article]:
    news = Section.objects.child_of(portal.site.root_page).live().filter(kind=Kind.NEWS.value)
    within = Q()
    for path in news.values_list("path", flat=True):
        within |= Q(path__startswith=path)
    return articles_of(portal).filter(within) if within else articles_of(portal).none()


def from_above(portal: Portal) -> QuerySet[Article]:
    """What the portal above shares with those below it."""
    if portal.above_id is None:
        return Article.objects.none()
    return articles_of(portal.above).filter(shared=True)


def from_below(portal: Portal) -> QuerySet[Article]:
    """What units offered and this portal took over."""
    taken = Article.objects.live().filter(acceptances__portal=portal).select_related("picture")
    return taken.order_by("-acceptances__accepted_at")


def offered_to(portal: Portal) -> QuerySet[Article]:
    """What units offer and nobody took over yet."""
    roots = Portal.objects.filter(above=portal).values_list("site__root_page__path", flat=True)
    within = Q()
    for path in roots:
        within |= Q(path__startswith=path)
    if not within:
        return Article.objects.none()
    offered = Article.objects.live().filter(within, offered=True).exclude(acceptances__portal=portal)
    return offered.order_by("-first_published_at")


def documents_of(portal: Portal) -> QuerySet[DocumentPage]:
    return DocumentPage.objects.descendant_of(portal.site.root_page).live().order_by("-on", "-pk")


def open_drafts(portal: Portal, at: datetime) -> QuerySet[ConsultationPage]:
    today = at.date()
    inside = ConsultationPage.objects.descendant_of(portal.site.root_page).live()
    return inside.filter(on__lte=today, ends_on__gte=today).order_by("ends_on")


def outages_ahead(portal: Portal, at: datetime) -> QuerySet[OutagePage]:
    inside = OutagePage.objects.descendant_of(portal.site.root_page).live()
    return inside.filter(ends_at__gte=at).order_by("begins_at")
