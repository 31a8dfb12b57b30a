"""Opening a portal for a unit, with all its mandatory sections; taking over what a unit offers."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from paroffice.people.models import Person, Unit
from paroffice.people.policy import ask
from paroffice.portal.actions.staff import found_groups
from paroffice.portal.layout import SECTIONS
from paroffice.portal.models import Acceptance, Article, HomePage, Portal, Review
from paroffice.portal.trace import stream_of
from paroffice.refused import Refused
from paroffice.trail.actions import leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """Who answers for a portal, and how they are reached (TT 32/2017/TT-BTTTT)."""

    body: str
    answerable: str
    address: str
    phone: str
    email: str


@transaction.atomic
def open_portal(
    *,
    unit: Unit,
    host: str,
    footer: Footer,
    above: Portal | None,
    by: Person,
    at: datetime,
    illustrative: bool = False,
) -> Portal:
    """The site, the tree with every section that must be there, and the groups of those who keep it."""
    ask(by, "portal.open", None, at)
    if Portal.objects.filter(unit=unit).exists():
        raise Refused(_("Đơn vị này đã có cổng."), _("Hãy mở cổng ấy để sửa."))
    if Site.objects.filter(hostname=host.lower()).exists():
        raise Refused(_("Tên miền này đã dùng cho cổng khác."), _("Hãy chọn tên miền khác."))
    home = _tree(unit, footer, by, at)
    site = Site.objects.create(hostname=host.lower(), port=80, root_page=home, site_name=unit.name[:255])
    shelf = _shelf(unit)
    portal = Portal.objects.create(
        unit=unit, site=site, collection=shelf, above=above, illustrative=illustrative, opened_at=at, opened_by=by
    )
    found_groups(portal)
    told = {"host": site.hostname, "above": above.unit.code if above else None}
    leave(stream=stream_of(unit.code), act="portal.open", subject=f"unit:{unit.code}", by=by, at=at, after=told)
    return portal


@transaction.atomic
def accept(*, article: Article, portal: Portal, by: Person, at: datetime) -> Acceptance:
    """The portal above shows an article that a unit offered."""
    ask(by, "portal.publish", portal.unit, at)
    article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not article.live or not article.offered:
        raise Refused(_("Bài này không còn được đề nghị đăng."), _("Hãy hỏi đơn vị viết bài."))
    taken, made = Acceptance.objects.get_or_create(
        portal=portal, article=article, defaults={"accepted_at": at, "accepted_by": by}
    )
    if made:
        _told(portal, "accept", article, by, at)
    return taken


@transaction.atomic
def let_go(*, article: Article, portal: Portal, by: Person, at: datetime) -> None:
    """What was taken over is shown no longer."""
    ask(by, "portal.publish", portal.unit, at)
    count, _rows = Acceptance.objects.filter(portal=portal, article=article).delete()
    if count:
        _told(portal, "let_go", article, by, at)


def _told(portal: Portal, act: str, article: Article, by: Person, at: datetime) -> None:
    subject, told = f"page:{article.pk}", {"title": article.title}
    leave(stream=stream_of(portal.unit.code), act=f"portal.{act}", subject=subject, by=by, at=at, after=told)


def _tree(unit: Unit, footer: Footer, by: Person, at: datetime) -> HomePage:
    root = _ground()
    home = HomePage(
        title=unit.name,
        slug=unit.code,
        summary=_("Cổng thông tin điện tử %(unit)s") % {"unit": unit.name},
        author=footer.body,
        upper_line=_("Cổng thông tin điện tử"),
        body=footer.body,
        answerable=footer.answerable,
        address=footer.address,
        phone=footer.phone,
        email=footer.email,
        owner=by,
    )
    root.add_child(instance=home)
    for section in SECTIONS:
        page = section.made(unit.name, footer.body)
        page.owner, page.first_published_at, page.last_published_at = by, at, at
        home.add_child(instance=page)
    return home


def _ground() -> Page:
    """The root of all portals, and the review that stands before each publication."""
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    if not WorkflowPage.objects.filter(page=root).exists():
        review = Review.objects.first() or Review.objects.create(name=_("Duyệt đăng"))
        workflow = Workflow.objects.create(name=_("Duyệt trước khi đăng"))
        WorkflowTask.objects.create(workflow=workflow, task=review, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=root)
    return root


def _shelf(unit: Unit) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    shelf: Collection = root.add_child(name=unit.name[:255])
    return shelf
