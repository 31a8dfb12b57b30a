"""Strengths, shortcomings, recommendations: ordered, tied to items and evidence, told to the unit from its phase on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paroffice.appraisals.actions import remarks
from paroffice.appraisals.actions.steps import tell
from paroffice.appraisals.models import Remark, Sighting
from paroffice.appraisals.models.remark import Kind
from paroffice.appraisals.said import remarks_on, told_remarks
from paroffice.refused import NotVisible, Refused
from tests.web.addresses import world_of
from tests.web.appraisals.conftest import APPRAISING, Group, rule_all
from tests.web.appraisals.test_replies import CUT
from tests.web.appraisals.test_visits import SEEN, client, noted

SECRET = "Chưa công khai hết thủ tục."


def say(group: Group, text: str = SECRET, kind: Kind = Kind.SHORTCOMING, **other: object) -> Remark:
    given = {
        "appraisal": group.here, "kind": kind, "text": text, "items": ["1.2"], "proofs": [], "by": group.chi,
        "at": APPRAISING,
    } | other  # fmt: skip
    return remarks.remark(**given)  # type: ignore[arg-type]


def link(group: Group) -> str:
    return reverse("remarks", args=[group.cast.round.pk, "here"])


def texts(group: Group, kind: Kind = Kind.SHORTCOMING) -> list[str]:
    [section] = [one for one in remarks_on(group.here) if one.kind == kind]
    return [one.text for one in section.remarks]


def test_a_remark_is_said_ordered_and_taken_back_on_its_page(group: Group) -> None:
    chi = client(group, "chi")
    for text in ("một", "hai", "ba"):
        said = {"act": "say", "kind": "shortcoming", "item": ["1.3", "1.2"], "text": text}
        assert chi.post(link(group), said).status_code == 302
    last = Remark.objects.get(text="ba")

    chi.post(link(group), {"act": "up", "remark": str(last.pk)})
    chi.post(link(group), {"act": "up", "remark": str(last.pk)})
    chi.post(link(group), {"act": "take_back", "remark": str(Remark.objects.get(text="một").pk)})

    assert texts(group) == ["ba", "hai"]
    assert last.items == ["1.2", "1.3"], "in the edition's order"


def test_a_remark_is_tied_to_documents_and_to_what_was_seen(group: Group) -> None:
    said, proof = say(group), world_of(group.cast).here.proof
    noted(group)
    seen = Sighting.objects.get()

    posted = {"act": "show", "remark": str(said.pk), "proof": [str(proof.pk)], "sighting": [str(seen.pk)]}
    assert client(group, "chi").post(link(group), posted).status_code == 302

    assert list(said.proofs.all()) == [proof]
    assert list(said.sightings.all()) == [seen]
    assert "thấy tại chỗ" in client(group, "chi").get(link(group)).content.decode()


def test_nothing_of_another_unit_shows_a_remark(group: Group) -> None:
    foreign = world_of(group.cast).there.proof

    with pytest.raises(NotVisible):
        say(group, proofs=[foreign])


@pytest.mark.parametrize("who", ["kien", "dung", "auditor"])
def test_who_does_not_appraise_reads_and_does_not_speak(group: Group, who: str) -> None:
    posted = {"act": "say", "kind": "strength", "item": ["1.2"], "text": "x"}

    assert client(group, who).get(link(group)).status_code == 200
    assert client(group, who).post(link(group), posted).status_code == 409
    assert not Remark.objects.exists()


def test_after_the_council_has_frozen_nothing_is_said(group: Group) -> None:
    said = say(group)
    given = {"told_at": APPRAISING, "told_by": group.son, "settled_at": APPRAISING, "settled_by": group.son}
    given |= {"state": "frozen", "frozen_at": APPRAISING, "frozen_by": group.kien}
    type(group.here).objects.filter(pk=group.here.pk).update(**given)

    for deed in (remarks.move_up, remarks.take_back_remark):
        with pytest.raises(Refused):
            deed(remark=said, by=group.chi, at=APPRAISING)


def test_a_unit_reads_the_remarks_in_order_from_its_phase_on(group: Group) -> None:
    noted(group)
    say(group, sightings=list(Sighting.objects.all()))
    own = reverse("marks", args=[group.here.assessment_id])

    assert client(group, "an").get(own).status_code == 404
    assert list(told_remarks(group.cast.round)) == []
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)

    page = client(group, "an").get(own).content.decode()
    assert SECRET in page
    assert SEEN not in page, "the record of the visit has not been laid before the unit"
    assert [one.text for one in told_remarks(group.cast.round, [Kind.SHORTCOMING])] == [SECRET]
    assert list(told_remarks(group.cast.round, [Kind.STRENGTH])) == []


def test_what_is_to_be_mended_is_read_in_as_many_queries_for_many_remarks_as_for_one(group: Group) -> None:
    rule_all(group, group.here, CUT)
    tell(appraisal=group.here, by=group.son, at=APPRAISING)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for one in told_remarks(group.cast.round):
                _ = [*one.proofs.all(), *one.sightings.all(), one.appraisal.assessment.unit]
        return len(asked)

    say(group)
    few = cost()
    for number in range(5):
        say(group, f"còn {number}")

    assert cost() == few
