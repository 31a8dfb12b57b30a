"""A merger of communes, and a role lent for some days to come: invented."""

from datetime import date, timedelta

from django.utils import timezone

from paroffice.people.models import Grant, Person, Role, Succession, Unit

EVE, DAY, BLOCK = date(2025, 6, 30), date(2025, 7, 1), "minh-hoa"


def merge_communes() -> None:
    """Two communes that ended on the last day of districts, and their heir."""
    old = [
        Unit.objects.create(
            code=f"minh-hoa-{sign}", name=f"Xã {sign.upper()} (minh họa)", block="minh-hoa", ends_on=EVE
        )
        for sign in "ab"
    ]
    heir = Unit.objects.create(code="minh-hoa-ab", name="Xã A-B (minh họa)", block=BLOCK, starts_on=DAY)
    Succession.objects.bulk_create(
        Succession(predecessor=one, heir=heir, on=DAY, decision="Nghị quyết minh họa") for one in old
    )


def lend_a_role(people: dict[str, Person], unit: Unit) -> None:
    """Lý will be away, An stands in."""
    today = timezone.localdate()
    Grant.objects.create(
        person=people["an"], role=Role.UNIT_LEADER, unit=unit, starts_on=today + timedelta(days=20),
        ends_on=today + timedelta(days=27), delegated_by=people["ly"], paper="Giấy ủy quyền minh họa",
        delegated_from=people["ly"].grants.get(),
    )  # fmt: skip
