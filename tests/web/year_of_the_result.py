"""What runs beside the appraisal and follows it: the survey, the result, its seal, its decision, a complaint, a correction."""

import csv
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from paroffice.appraisals.models import Case, Reopening
from paroffice.demo.survey import PEOPLE
from paroffice.results.models import Complaint, Result
from paroffice.surveys.models import Survey
from tests.bare import said
from tests.web.a_year import DAY, EXAMPLE, OPENING, Fields, Year
from tests.web.conftest import PAPER

SEED = "20181019"
ASKED = {"so_nganh": 20, "hdnd": 32, "cong_chuc": 56, "nguoi_dan": 240, "doanh_nghiep": 52}
"""At most so many answers the example has of a group in one unit."""
HOLDS = "HOLDS: 824 scores and 8 ranks"
GONE = "Kế hoạch ban hành sau hạn (minh họa)."


def asks_people(year: Year) -> None:
    """Xuân plans, Dung seals, then the answers come in."""
    year.on(31)
    year.post("xuan", "/dieu-tra/", {"round": year.round.pk})
    here, survey = f"/dieu-tra/{year.round.pk}/", Survey.objects.get()
    conduct: Fields = {"act": "conduct", "weighting": "design", "fewest": "5", "fast_seconds": "2", "seed": SEED}
    year.post("xuan", here, conduct)
    sizes: Fields = {"act": "sizes"}
    for one in survey.strata.all():
        sizes |= {f"population-{one.pk}": PEOPLE[one.group] or "", f"asked-{one.pk}": ASKED[one.group]}
    year.post("xuan", f"{here}mau/", sizes)
    year.post("dung", here, {"act": "seal"})
    answers = SimpleUploadedFile("phieu.csv", (EXAMPLE / "survey/responses.csv").read_bytes())
    year.post("xuan", f"{here}nhap-phieu/", {"act": "file", "file": answers}, status=200)
    year.post("xuan", here, percentages(year))


def closes_the_survey(year: Year) -> None:
    year.on(59)
    year.post("dung", f"/dieu-tra/{year.round.pk}/", {"act": "close"})


def percentages(year: Year) -> Fields:
    """Measured elsewhere, typed beside each unit with their source."""
    by_code = {unit.code: unit.pk for unit in year.units}
    with (EXAMPLE / "survey/percentages.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    typed: Fields = {f"percent-{by_code[row['unit']]}": row["percent"] for row in rows}
    return typed | {"act": "percentages", "figure": "sipas", "source": rows[0]["source"]}


def determines(year: Year, bare: Path, place: Path) -> None:
    """Computed, frozen and sealed once the council has closed; a machine without the office agrees."""
    year.on(63)
    office = reverse("result-office", args=[year.round.pk])
    year.post("dung", office, {"act": "compute"})
    year.post("dung", office, {"act": "freeze"})
    name = reverse("result-council-file", args=[year.round.pk, "goi-hoi-dong.zip"])
    (place / "council.zip").write_bytes(year.by("kien").get(name).content)
    assert HOLDS in said(bare / "parindex", "verify", place / "council.zip", "--lang", "en")


def publishes(year: Year) -> None:
    """Under its decision; for two days Kim Sơn alone reads its own figures."""
    year.on(64)
    pk, own = year.round.pk, reverse("result-unit", args=[year.round.pk, "kim-son"])
    decision: Fields = {"act": "publish", "decision": "98/QĐ-UBND", "decided_on": "2019-02-05", "public_at": ""}
    office = reverse("result-office", args=[pk])
    year.post("dung", office, decision, status=409)
    until = (OPENING + 66 * DAY).isoformat()
    year.post("dung", office, decision | {"signed": paper(), "public_at": until})
    assert Client().get(own).status_code == 404
    assert "86,38" in year.by("an.kim-son").get(own).content.decode()
    year.on(66)
    assert "86,38" in Client().get(own).content.decode()


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("quyet-dinh.pdf", PAPER)


def complain(year: Year) -> None:
    """Đồng Mây in vain about itself; somebody from outside about Kim Sơn's plan, with success."""
    year.on(70)
    pk = year.round.pk
    year.post("an.dong-may", reverse("result-complain", args=[pk, "dong-may"]), {"item": "8.2.2", "text": "Xem lại."})
    office, outside = reverse("result-office", args=[pk]), {"sender": "Một tổ chức (minh họa)", "item": "1.1.1"}
    year.post("dung", office, {"act": "register", "text": "Kế hoạch ban hành tháng 2."} | outside)
    year.on(75)
    for one in Complaint.objects.all():
        upheld = "yes" if one.item == "1.1.1" else "no"
        answer: Fields = {"act": "answer", "complaint": one.pk, "upheld": upheld, "text": "Đã xem (minh họa)."}
        year.post("dung", office, answer)


def decides_anew(year: Year) -> None:
    """The council opens Kim Sơn's marks again, of two minds, takes 1.1.1 away, and closes the block."""
    year.on(80)
    kim_son, council = year.units[0], f"/hoi-dong/{year.round.pk}/"
    held = year.appraisal(kim_son)
    year.post("kien", council, {"act": "ask", "appraisal": held.pk, "reason": "Kiến nghị được chấp nhận."})
    year.post("son", council, {"act": "agree", "reopening": Reopening.objects.get().pk})
    step = f"/tham-dinh/{year.round.pk}/don-vi/{kim_son.code}/buoc/"
    year.post("son", step, {"act": "bring", "item": "1.1.1", "question": "Kế hoạch có đúng hạn không?"})
    case = Case.objects.get(ruling=None)
    year.post("kien", council, {"act": "call", "on": "2019-02-21", "agenda": "Đính chính", "case": [case.pk]})
    meeting = year.round.meetings.order_by("-pk")[0].pk
    said: Fields = {"outcome": "not_met", "meeting": meeting, "number": "0", "reason": GONE, "pages": "1"}
    year.post("kien", f"{council}muc/{case.pk}/", said)
    year.post("kien", council, {"act": "freeze", "block": "districts"})


def corrects(year: Year, bare: Path, place: Path) -> None:
    """A new version under a new decision. What was published before is handed out as it was, byte for byte."""
    pk, visitor = year.round.pk, Client()
    office, first = reverse("result-office", args=[pk]), reverse("result-file", args=[pk, 1, "goi-niem-phong.zip"])
    before = visitor.get(first).content
    year.post("dung", office, {"act": "compute"}, status=409)
    year.post("dung", office, {"act": "compute", "reason": "Kiến nghị về mục 1.1.1 được chấp nhận."})
    year.post("dung", office, {"act": "freeze"})
    decision: Fields = {"act": "publish", "decision": "131/QĐ-UBND", "decided_on": "2019-02-21", "public_at": ""}
    year.post("dung", office, decision | {"signed": paper()})
    year.on(81)
    assert visitor.get(first).content == before
    second = visitor.get(reverse("result-file", args=[pk, 2, "goi-niem-phong.zip"])).content
    key = Result.objects.get(version=2).fingerprint
    for name, content in (("first", before), ("second", second)):
        (place / f"{name}.zip").write_bytes(content)
        assert "HOLDS" in said(bare / "parindex", "verify", place / f"{name}.zip", "--key", key, "--lang", "en")


def reads_what_changed(year: Year) -> None:
    """Kim Sơn loses the 1 point of 1.1.1: 86.38 becomes 85.38, below Đồng Mây's 85.67."""
    visitor, pk = Client(), year.round.pk
    versions = visitor.get(reverse("result-versions", args=[pk])).content.decode()
    told = ("131/QĐ-UBND", "21/02/2019", "Kiến nghị về mục 1.1.1 được chấp nhận.", "98/QĐ-UBND", "05/02/2019")
    changed = ("86,38", "85,38", "-1,00", "2/8", "3/8", "1.1.1</a>: 1,00 → 0,00")
    assert [one for one in told + changed if one not in versions] == []
    assert "85,38" in visitor.get(reverse("result-unit", args=[pk, "kim-son"])).content.decode()
    mark = visitor.get(reverse("result-mark", args=[pk, "kim-son", "1.1.1"])).content.decode()
    assert GONE in mark
