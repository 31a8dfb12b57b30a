"""The newest articles for programs that read them: RSS 2.0 and Atom 1.0."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.views.decorators.http import require_safe

from paroffice.portal.public.context import portal_here
from paroffice.portal.public.views import not_there
from paroffice.portal.queries.reading import articles_of, frame_of

NEWEST = 30


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _written(request, Rss201rev2Feed)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _written(request, Atom1Feed)


def _written(request: HttpRequest, form: type[SyndicationFeed]) -> HttpResponse:
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    home, base = frame_of(portal).home, f"{request.scheme}://{request.get_host()}"
    feed = form(
        title=home.title, link=f"{base}/", description=home.summary, language="vi", feed_url=base + request.path
    )
    for article in articles_of(portal)[:NEWEST]:
        link = base + (article.get_url(request) or "/")
        at = article.first_published_at or timezone.now()
        feed.add_item(
            title=article.title, link=link, description=article.summary, author_name=article.author,
            pubdate=at, updateddate=article.last_published_at or at, unique_id=link,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=form.content_type)
