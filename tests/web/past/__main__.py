"""Makes the data folder of an office as a commit's own program leaves it, and keeps it beside this file."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SOME_DAY = 1_764_000_000
DEEDS = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "paroffice.config.settings"
django.setup()
from datetime import date, timedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from parindex.sheet.cells import Raw
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Assessment
from paroffice.evidence.actions import upload
from paroffice.people.actions import enrol, grant
from paroffice.people.models import Person, Role, Unit
from paroffice.rounds.actions import ask_about, ask_for_time, answer_request
from paroffice.rounds.models import Step
PAPER = (
    b"%PDF-1.4\\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\\ntrailer<</Root 1 0 R>>\\n%%EOF\\n"
)
now, people = timezone.now(), {one.username: one for one in Person.objects.all()}
an, dung, admin = people["an"], people["dung"], people["quan-tri"]
sheet = Assessment.objects.select_related("unit", "round").order_by("pk").first()
assessments.answer(assessment=sheet, code="8.2.1", raw=Raw("answered", "", "36", "125"), note="", edits=0, by=an, at=now)
version = upload(unit=sheet.unit, file=SimpleUploadedFile("bao-cao.pdf", PAPER), by=an, at=now, title="Báo cáo", number="1/BC")
assessments.prove(assessment=sheet, code="1.1.1", version=version, by=an, at=now, pages="1")
asked = ask_for_time(
    round_=sheet.round, unit=sheet.unit, step=Step.SELF_ASSESSMENT, closes_at=now + timedelta(days=30), reason="Bão", by=an, at=now
)
answer_request(request=asked, granted=True, answer="", by=dung, at=now)
ask_about(round_=sheet.round, unit=sheet.unit, item="1.1.1", question="Tính cả kế hoạch điều chỉnh?", by=an, at=now)
hoa = enrol(username="hoa", full_name="Hoa", by=admin, at=now)
grant(person=hoa, role=Role.UNIT_OFFICER, unit=sheet.unit, starts_on=date(2018, 1, 1), by=admin, at=now)
"""
"""What people did there, so that every room holds something."""


def main(commit: str) -> None:
    with TemporaryDirectory() as temporary:
        source, data = Path(temporary) / "source", Path(temporary) / "data"
        source.mkdir()
        held = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(held)) as tar:
            tar.extractall(source, filter="data")
        environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"PAROFFICE_DATA": str(data), "PYTHONPATH": str(source / "src")}
        for arguments in (["-m", "paroffice.cli", "demo"], ["-c", DEEDS], ["-m", "paroffice.cli", "checkpoint"]):
            subprocess.run([sys.executable, *arguments], cwd=source, env=environment, check=True)
        keep(data, HERE / f"{commit}.tar.xz")


def keep(data: Path, path: Path) -> None:
    """The folder as it lies; the same folder gives the same archive."""
    with tarfile.open(path, "w:xz") as tar:
        for one in sorted(data.rglob("*")):
            if one.is_file():
                member = tar.gettarinfo(one, str(one.relative_to(data)))
                member.mtime, member.uid, member.gid, member.uname, member.gname = SOME_DAY, 0, 0, "", ""
                with one.open("rb") as content:
                    tar.addfile(member, content)


if __name__ == "__main__":
    main(sys.argv[1])
