"""The files of the group and of the council: filed once, by who may, given out behind permission."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from paroffice.appraisals.actions import body, councils
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.models import Paper
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.appraisals.conftest import APPRAISING, Group
from tests.web.appraisals.test_visits import client, paper
from tests.web.conftest import PAPER

READS, NEVER = ("chi", "son", "kien", "dung", "auditor"), ("an", "ly", "binh", "mai", "administrator")


def sent(name: str = "quyet-dinh.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PAPER)


def test_the_decision_is_filed_on_the_groups_page_and_read_by_the_group_alone(group: Group) -> None:
    link = reverse("working-group", args=[group.cast.round.pk])

    assert client(group, "dung").post(link, {"act": "decision", "file": sent()}).status_code == 302

    group.group.refresh_from_db()
    given = reverse("paper", args=[group.group.paper_id])
    assert given in client(group, "chi").get(link).content.decode()
    for who in READS:
        assert b"".join(client(group, who).get(given).streaming_content) == PAPER
    assert {client(group, who).get(given).status_code for who in NEVER} == {404}


def test_a_decision_has_one_file(group: Group) -> None:
    body.file_decision(group=group.group, paper=paper(group), by=group.cast.dung, at=APPRAISING)

    with pytest.raises(Refused, match="đã có tệp"):
        body.file_decision(group=group.group, paper=paper(group), by=group.cast.dung, at=APPRAISING)


@pytest.mark.parametrize("who", ["chi", "kien"])
def test_only_the_round_office_files_the_decision(group: Group, who: str) -> None:
    link = reverse("working-group", args=[group.cast.round.pk])

    assert client(group, who).post(link, {"act": "decision", "file": sent()}).status_code == 409
    assert not Paper.objects.exists()


def test_a_file_that_is_not_what_it_says_is_not_taken(group: Group) -> None:
    link = reverse("working-group", args=[group.cast.round.pk])
    forged = SimpleUploadedFile("quyet-dinh.pdf", b"<script>alert(1)</script>")

    assert client(group, "dung").post(link, {"act": "decision", "file": forged}).status_code == 409
    assert not Paper.objects.exists()


def test_the_councils_agenda_takes_in_open_cases_and_its_minutes_are_filed_once(group: Group) -> None:
    now, pk = timezone.now(), group.cast.round.pk
    group.here.state, group.here.told_at, group.here.told_by = "told", now, group.son
    group.here.save()
    case = councils.bring_case(appraisal=group.here, item="1.2", question="Tính thế nào?", by=group.son, at=now)
    link, kien = reverse("council", args=[pk]), client(group, "kien")

    called = {"act": "call", "on": "2026-12-20", "agenda": "Mục còn khác", "case": [str(case.pk)]}
    assert kien.post(link, called).status_code == 302
    case.refresh_from_db()
    filed = {"act": "minutes", "meeting": str(case.meeting_id)}
    assert kien.post(link, filed | {"file": sent("bien-ban.pdf")}).status_code == 302
    assert kien.post(link, filed | {"file": sent("lai.pdf")}).status_code == 409
    assert client(group, "son").post(link, filed | {"file": sent("son.pdf")}).status_code == 409

    case.meeting.refresh_from_db()
    page = client(group, "son").get(link).content.decode()
    assert reverse("paper", args=[case.meeting.minutes_id]) in page
    assert case.meeting.minutes.name == "bien-ban.pdf"


def test_keeping_a_paper_needs_the_right_of_who_needs_it_and_leaves_a_trace(group: Group) -> None:
    given = {"round_": group.cast.round, "unit": None, "at": APPRAISING}

    with pytest.raises(NotVisible):
        keep_paper(file=sent(), act="appraisals.establish", by=group.cast.an, **given)
    kept = keep_paper(file=sent(), act="appraisals.establish", by=group.cast.dung, **given)

    assert kept.pages == 1
    assert Entry.objects.filter(act="evidence.keep_paper", subject=f"paper:{kept.pk}").exists()
