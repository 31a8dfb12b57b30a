"""Who comes in, who publishes, and that both leave their trace."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import Page, Revision, WorkflowState

from paroffice.desk.acts import ACTS
from paroffice.people.models import Grant
from paroffice.portal.cms import urls as cms
from paroffice.portal.jobs import publish_scheduled
from paroffice.portal.models import Article, Picture
from paroffice.portal.models.review import Review
from paroffice.trail.models import Entry, Pseudonym
from tests.web.conftest import NOON
from tests.web.portal.conftest import Press, article, published, read, written

BODY = {
    "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph", "body-0-id": "",
    "body-0-value": '{"blocks":[{"key":"a","text":"Nội dung","type":"unstyled","depth":0,"inlineStyleRanges":[],'
    '"entityRanges":[]}],"entityMap":{}}',
}  # fmt: skip
FORM = {
    "title": "Tin mới", "slug": "tin-moi", "summary": "Tóm tắt", "author": "Lê Hoa", "source": "", "on": "2026-11-02",
    "picture": "", "picture_alternative": "", "picture_caption": "", "subject": "", "contributor": "",
    "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "", "comment_notifications": "",
}  # fmt: skip


def section(press: Press) -> Page:
    return press.here.site.root_page.get_children().get(slug="tin-tuc")


def sent(press: Press, **more: str) -> HttpResponse:
    """Hoa writes an article and presses a button."""
    link = reverse("wagtailadmin_pages:add", args=["portal", "article", section(press).pk])
    return press.as_(press.hoa).post(link, FORM | BODY | more)


def everywhere(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    return [
        one
        for pattern in patterns
        for one in (everywhere(pattern.url_patterns) if isinstance(pattern, URLResolver) else [pattern])
    ]


def test_every_address_of_wagtail_stands_behind_the_offices_door() -> None:
    found = everywhere(cms.urlpatterns)

    assert len(found) > 150
    assert {getattr(one.callback, "right", None) for one in found} == {"portal.edit"}


def test_wagtail_has_no_door_of_its_own(press: Press) -> None:
    for address in ("/cong/soan/", "/cong/soan/login/", "/cong/soan/password_reset/"):
        visitor = Client().get(address)
        assert visitor.status_code == 302, address
        assert visitor["Location"].startswith("/dang-nhap/"), address
    for who in (press.cast.an, press.cast.chi, press.cast.administrator):
        assert press.as_(who).get("/cong/soan/").status_code == 404


def test_an_editor_comes_in_and_no_script_of_others_does(press: Press) -> None:
    page = press.as_(press.hoa).get(f"/cong/soan/pages/{section(press).pk}/")

    assert page.status_code == 200
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert "http" not in page["Content-Security-Policy"]


def test_a_role_that_ended_opens_nothing(press: Press) -> None:
    client = press.as_(press.hoa)
    Grant.objects.filter(person=press.hoa).update(ends_on=NOON.date().replace(year=2026, month=1, day=2))

    assert client.get("/cong/soan/").status_code == 404


def test_groups_follow_roles_when_somebody_comes_in(press: Press) -> None:
    press.hoa.groups.clear()

    press.as_(press.hoa).get("/cong/soan/")

    assert list(press.hoa.groups.values_list("name", flat=True)) == ["portal.edit:here"]


def test_another_units_pages_are_not_changed(press: Press) -> None:
    theirs = published(article("Tin kia"), press.there)

    answer = press.as_(press.hoa).get(reverse("wagtailadmin_pages:edit", args=[theirs.pk]))

    assert answer.status_code in (302, 403, 404)


def test_what_an_editor_writes_is_not_published_by_writing(press: Press) -> None:
    answer = sent(press)

    assert answer.status_code == 302
    made = Article.objects.get(slug="tin-moi")
    assert not made.live
    assert read("/tin-tuc/tin-moi/").status_code == 404


def test_an_address_follows_from_the_title_where_none_was_typed(press: Press) -> None:
    assert sent(press, title="Đường mới ở huyện", slug="").status_code == 302

    assert Article.objects.get().slug == "duong-moi-o-huyen"
    assert sent(press, title="…", slug="").status_code == 200


def test_an_editor_has_no_way_to_publish(press: Press) -> None:
    sent(press, **{"action-publish": "1"})

    assert not Article.objects.filter(live=True).exists()


def test_somebody_else_reviews_and_then_it_is_read_by_everyone(press: Press) -> None:
    sent(press, **{"action-submit": "1"})
    made = Article.objects.get(slug="tin-moi")
    task = made.current_workflow_task
    state = made.current_workflow_task_state

    assert isinstance(task, Review)
    assert task.get_actions(made, press.hoa) == []
    assert [name for name, *_ in task.get_actions(made, press.ly)] == ["reject", "approve"]
    link = reverse("wagtailadmin_pages:workflow_action", args=[made.pk, "approve", state.pk])
    assert press.as_(press.ly).post(link, {"comment": ""}).status_code in (200, 302)

    made.refresh_from_db()
    assert made.live
    assert "Tin mới" in read("/tin-tuc/tin-moi/").content.decode()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED


def test_nobody_publishes_what_they_wrote(press: Press) -> None:
    draft = written(article("Của Lý"), press.here, "tin-tuc", press.ly)
    form = FORM | BODY | {"title": "Của Lý", "slug": "cua-ly", "action-publish": "1"}

    answer = press.as_(press.ly).post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form)

    assert answer.status_code == 409
    assert "người khác phải duyệt" in answer.content.decode()
    draft.refresh_from_db()
    assert not draft.live


def test_what_is_done_leaves_its_trace_under_a_pseudonym(press: Press) -> None:
    sent(press, **{"action-submit": "1"})

    acts = list(Entry.objects.filter(stream="portal:here").values_list("act", flat=True))
    assert "portal.open" in acts
    assert "portal.create" in acts
    assert "portal.workflow.start" in acts
    told = Entry.objects.filter(act="portal.create", subject=f"page:{Article.objects.get().pk}").get()
    assert Pseudonym.objects.get(digest=told.by).clear == "hoa"
    assert told.after["title"] == "Tin mới"


def test_every_deed_in_the_editing_screens_has_a_name_in_the_trail() -> None:
    done = {action.replace("wagtail.", "portal.") for action, _label in registry.get_choices()}

    assert done - ACTS.keys() == set(), "say what they are called in desk/acts.py"


def test_an_editor_names_the_hour_and_what_was_reviewed_waits_for_it(press: Press) -> None:
    hour = timezone.localtime(timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    sent(press, go_live_at=f"{hour:%Y-%m-%d %H:%M}", expire_at="", **{"action-submit": "1"})
    made = Article.objects.get(slug="tin-moi")
    link = reverse(
        "wagtailadmin_pages:workflow_action", args=[made.pk, "approve", made.current_workflow_task_state.pk]
    )

    press.as_(press.ly).post(link, {"comment": ""})

    made.refresh_from_db()
    assert not made.live
    assert made.scheduled_revision.approved_go_live_at == hour


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_typed_day_first_whatever_the_language(press: Press, language: str) -> None:
    """5 April; English alone would make it the 4th of May."""
    client = press.as_(press.hoa)
    client.cookies["django_language"] = language
    link = reverse("wagtailadmin_pages:add", args=["portal", "article", section(press).pk])

    client.post(link, FORM | BODY | {"on": "05/04/2026"})

    made = Article.objects.get(slug="tin-moi")
    assert made.get_latest_revision_as_object().on == date(2026, 4, 5)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).content.decode()
    assert 'value="05/04/2026"' in shown


def test_an_hour_that_has_come_publishes(press: Press) -> None:
    page = written(
        article("Hẹn giờ", go_live_at=timezone.now() + timedelta(hours=1)), press.here, "tin-tuc", press.hoa
    )
    page.latest_revision.publish()
    publish_scheduled(timezone.now())
    page.refresh_from_db()
    assert not page.live

    revision = Revision.objects.get(pk=page.latest_revision.pk)
    revision.content["go_live_at"], revision.approved_go_live_at = (
        NOON.isoformat(),
        timezone.now() - timedelta(hours=1),
    )
    revision.save()
    publish_scheduled(timezone.now())

    page.refresh_from_db()
    assert page.live


def test_a_preview_shows_the_page_as_readers_will_see_it(press: Press) -> None:
    draft = written(article("Bản nháp"), press.here, "tin-tuc", press.hoa)

    shown = press.as_(press.hoa).get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))

    assert shown.status_code == 200
    assert "Hôm nay, " in shown.content.decode()
    assert "Bản nháp" in shown.content.decode()


def test_an_old_address_leads_to_the_new(press: Press, django_capture_on_commit_callbacks: object) -> None:
    page = published(article("Tên cũ"), press.here)
    page.slug = "ten-moi"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        page.save_revision(user=press.hoa).publish()

    answer = read("/tin-tuc/ten-cu/")

    assert answer.status_code == 301
    assert answer["Location"].endswith("/tin-tuc/ten-moi/")


def test_a_hostile_picture_is_refused(press: Press) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    link = reverse("wagtailimages:add")
    for name, content in (("a.png", b"<svg onload=alert(1)>"), ("b.svg", b"<svg/>"), ("c.jpg", b"\x89PNG\r\n\x1a\n")):
        file = SimpleUploadedFile(name, content)
        said = {"title": "Ảnh", "file": file, "collection": str(press.here.collection.pk)}
        assert press.as_(press.hoa).post(link, said).status_code == 200, name
    assert not Picture.objects.exists()
