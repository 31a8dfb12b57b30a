"""What lay in the store before scans were read gets its text searched and its scans queued.

The step of the migration is taken on the tables of today; `test_upgrade.py` takes a whole office through all of them.
"""

from importlib import import_module

from django.apps import apps

from paroffice.evidence.models import Document, Recognition, Version
from paroffice.people.models import Role, Unit
from tests.web.conftest import NOON, person

FILL = import_module("paroffice.evidence.migrations.0003_reading").fill


def test_documents_from_before_are_found_by_their_text_and_their_scans_wait(db: None) -> None:
    unit = Unit.objects.create(code="u", name="U", block="units")
    document, an = Document.objects.create(unit=unit, title="x"), person("an", Role.UNIT_OFFICER, unit)
    for text, flags in (("Thủ tục hành chính", []), ("", ["scan"]), ("Kế hoạch", [])):
        Version.objects.create(
            document=document, sha256="a" * 64, size=1, name="x", kind="x", stored_by=an, stored_at=NOON,
            text=text, flags=flags,
        )  # fmt: skip

    FILL(apps, None)

    assert Document.objects.get().text_searched == "ke hoach"
    waiting = Recognition.objects.get()
    assert (waiting.version.flags, waiting.failed) == (["scan"], "absent")
