"""What the templates of a portal ask for."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from parindex.rounding import shown
from paroffice.improvement.told import told_years
from paroffice.portal import dates
from paroffice.portal.models import Article, Picture, Portal, PortalPage
from paroffice.portal.models.base import beside
from paroffice.portal.queries import offering, reading
from paroffice.results.models import Result

register = template.Library()


@register.simple_tag(takes_context=True)
def pageurl(context: dict[str, Any], page: Page) -> str:
    """Where a page is: without a host where the reader is on it already."""
    specific = (
        page
        if isinstance(page, PortalPage)
        else page.specific_class(path=page.path, url_path=page.url_path, pk=page.pk)
    )
    return specific.get_url(context.get("request")) or ""


@register.simple_tag(takes_context=True)
def portal_address(context: dict[str, Any], portal: Portal) -> str:
    return beside(portal.site.root_url, context.get("request")) + "/"


@register.simple_tag(takes_context=True)
def office(context: dict[str, Any], name: str, *args: object) -> str:
    """An address of the office that is open to everyone: looking up a dossier, submitting one, a result."""
    base = beside(settings.WAGTAILADMIN_BASE_URL, context.get("request"))
    return base + reverse(name, args=args, urlconf=settings.ROOT_URLCONF)


@register.simple_tag(takes_context=True)
def front(context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of a portal shows."""
    portal, now = context["frame"].portal, timezone.localtime()
    return {
        "news": list(reading.news_of(portal)[: reading.LATEST]),
        "documents": list(reading.documents_of(portal)[: reading.FEW]),
        "drafts": list(reading.open_drafts(portal, now)[: reading.FEW]),
        "standing": offering.standing_of(portal.unit, now),
        "plans": told_years(portal.unit, now),
        "outages": list(reading.outages_ahead(portal, now)[:2]),
        "from_above": list(reading.from_above(portal)[: reading.FEW]),
        "from_below": list(reading.from_below(portal)[: reading.FEW + 1]),
    }


@register.simple_tag(takes_context=True)
def open_results(context: dict[str, Any]) -> list[Result]:
    """The published results in which the unit stands: open data of their own."""
    return offering.results_with(context["frame"].portal.unit, timezone.now())


@register.simple_tag
def others_of(article: Article) -> list[Article]:
    """The newest of the same section."""
    siblings = Article.objects.live().sibling_of(article, inclusive=False)
    return list(siblings.order_by("-first_published_at")[: reading.FEW])


@register.simple_tag
def published_line(page: PortalPage) -> str:
    """As a newspaper says it: «Thứ năm, 21/01/2021, 08:15»."""
    at = timezone.localtime(page.first_published_at)
    return f"{dates.weekday(at.date())}, {at:%d/%m/%Y, %H:%M}"


@register.filter
def weekday(day: date) -> str:
    return dates.weekday(day)


@register.filter
def amount(value: Decimal) -> str:
    """As Vietnamese write it, since the page around it is Vietnamese: `1.234,5`."""
    return shown(f"{value.normalize():f}", "vi")


@register.simple_tag
def crest(picture: Picture) -> SafeString:
    small = picture.get_rendition("max-112x112|format-png")
    return mark_safe(f'<img class="crest" src="{small.url}" width="{small.width}" height="{small.height}" alt="">')


@register.simple_tag(takes_context=True)
def metadata(context: dict[str, Any], page: Page) -> str:
    """Dublin Core and Open Graph, for the head of a page."""
    if not isinstance(page, PortalPage):
        return ""
    request = context.get("request")
    said = page.dublin_core(request)
    picture = getattr(page, "picture", None)
    base = f"{request.scheme}://{request.get_host()}" if request is not None else ""
    told = {
        "elements": [(name, value) for name, values in said.items() for value in values if value],
        "description": page.summary,
        "title": page.title,
        "address": said["identifier"][0],
        "publisher": page.publisher,
        "language": page.language,
        "kind": "article" if isinstance(page, Article) else "website",
        "picture": base + picture.get_rendition("fill-1200x630|format-jpeg").url if picture else "",
        "picture_alternative": getattr(page, "picture_alternative", ""),
    }
    return render_to_string("portal/metadata.html", told)


@register.filter
def stands_in(page: object, section: Page) -> bool:
    return isinstance(page, Page) and page.path.startswith(section.path)
