"""The trail tells of people by pseudonym: it names them as long as they are not erased, and holds all the same after."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from paroffice.people.actions import enrol, grant
from paroffice.people.models import Role
from paroffice.trail import origin, personal
from paroffice.trail.actions import OFFICE, forget, leave, pseudonym_of
from paroffice.trail.chain import FIRST, digest_of
from paroffice.trail.models import Entry, Pseudonym
from paroffice.trail.queries import all_breaks, clear_forms, names_of
from tests.web.conftest import NOON, Cast

pytestmark = pytest.mark.django_db


def told() -> str:
    """All that the trail itself says."""
    return str(list(Entry.objects.values_list("by", "subject", "before", "after")))


def test_no_name_of_a_person_stands_in_the_trail(cast: Cast) -> None:
    hoa = enrol(username="hoa.nguyen", full_name="Nguyễn Thị Hoa", by=cast.administrator, at=NOON)
    grant(person=hoa, role=Role.APPRAISER, unit=None, starts_on=date(2026, 1, 1), by=cast.administrator, at=NOON)
    leave(stream="s", act="x.y", subject="document:1", by=hoa, at=NOON, after={"witness": "Ông Trần Văn Bảy"})

    assert "hoa.nguyen" not in told()
    assert "Hoa" not in told()
    assert "Bảy" not in told()
    assert "administrator" not in told()


def test_somebody_has_the_same_pseudonym_in_every_stream(cast: Cast) -> None:
    deeds = [leave(stream=stream, act="x.y", subject="z", by=cast.an, at=NOON) for stream in ("a", "b", "a")]

    assert {deed.by for deed in deeds} == {pseudonym_of("an")}
    assert clear_forms(deed.by for deed in deeds) == {pseudonym_of("an"): "an"}
    assert names_of("an") == ["an", pseudonym_of("an")]


def test_personal_values_are_veiled_however_deep_they_stand() -> None:
    told = {"rows": [{"email": "hoa@example.org", "role": "auditor"}], "people": ["hoa", "an"], "count": 2}

    veiled = personal.veiled(told, lambda clear: f"~{clear[::-1]}")

    assert veiled == {
        "rows": [{"email": "~gro.elpmaxe@aoh", "role": "auditor"}],
        "people": ["~aoh", "~na"],
        "count": 2,
    }


def test_who_is_forgotten_is_named_by_nobody_and_the_trail_holds(cast: Cast) -> None:
    deed = leave(stream="s", act="x.y", subject="person:an", by=cast.an, at=NOON)

    forget("an")

    assert list(all_breaks([])) == []
    assert clear_forms([deed.by]) == {}
    assert deed.by in deed.subject
    assert pseudonym_of("an") != deed.by, "who comes after under the same name is somebody else"


def test_a_pseudonym_given_to_another_shows(cast: Cast) -> None:
    leave(stream="s", act="x.y", subject="z", by=cast.an, at=NOON)
    Pseudonym.objects.filter(clear="an").update(clear="binh")

    assert [one.why for one in all_breaks([])] == ["another name stands for it"]


def test_the_office_itself_has_no_pseudonym() -> None:
    assert leave(stream="s", act="x.y", subject="z", by=None, at=NOON).by == OFFICE


def test_a_deed_of_an_earlier_version_still_holds() -> None:
    """Its digest covers neither a network nor a pseudonym."""
    deed = {
        "stream": "s", "number": 1, "at": "2026-11-02T05:00:00.000000Z", "by": "an", "role": "", "act": "x.y",
        "subject": "z", "before": None, "after": None, "previous": FIRST,
    }  # fmt: skip
    Entry.objects.create(**deed | {"at": NOON}, digest=digest_of(deed))
    leave(stream="s", act="x.y", subject="z", by=None, at=NOON)

    assert list(all_breaks([])) == []


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::77", "2001:db8:1::/48"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_a_network_is_kept_and_never_a_computer(address: str, network: str) -> None:
    assert origin.network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "198.51.100.7", "203.0.113.0/24"),
        (1, "192.0.2.1, 198.51.100.7", "198.51.100.0/24"),
        (1, "", "203.0.113.0/24"),
    ],
)
def test_a_deed_says_from_which_network_it_was_done(
    cast: Cast, settings: object, proxies: int, forwarded: str, network: str
) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    cast.as_("administrator").post(
        reverse("accounts"),
        {"act": "enrol", "username": "hoa", "full_name": "Hoa"},
        REMOTE_ADDR="203.0.113.77",
        HTTP_X_FORWARDED_FOR=forwarded,
    )

    assert Entry.objects.get(act="people.enrol").origin == network
    assert list(all_breaks([])) == []


def test_a_changed_network_shows(cast: Cast) -> None:
    with origin.acting_from("203.0.113.77"):
        leave(stream="s", act="x.y", subject="z", by=cast.an, at=NOON)
    Entry.objects.filter(stream="s").update(origin="198.51.100.0/24")

    assert [one.why for one in all_breaks([])] == ["changed"]


@pytest.mark.parametrize("change", [{"digest": "an"}, {"clear": ""}])
def test_a_pseudonym_is_a_digest_of_someone(change: dict[str, str]) -> None:
    pseudonym_of("an")

    with pytest.raises(IntegrityError), transaction.atomic():
        Pseudonym.objects.update(**change)


def test_a_clear_form_has_one_pseudonym() -> None:
    pseudonym_of("an")
    twin = Pseudonym.objects.get()
    twin.pk, twin.digest = None, "~" + "0" * 64

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
