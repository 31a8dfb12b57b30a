"""A dossier from the citizen's telephone through the desk and two agencies back to the citizen; and one that runs late."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visits
from tests.web.conftest import PAPER

WHO = "Bà Minh Họa Trên Mạng"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "to-khai.pdf"
    path.write_bytes(PAPER)
    return path


def in_days(days: int) -> str:
    return f"{datetime.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"  # noqa: DTZ005 - as a form says it


def opened(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_a_dossier_sent_from_a_telephone_comes_back_on_time_and_is_rated(visit: Visits, paper: Path) -> None:
    citizen, thu, tam = visit.by(None, width=390), visit.by("thu"), visit.by("tam")

    submits(citizen, visit.address, paper)
    sent = citizen.url
    dossier = receives(thu, visit.address)
    tam.goto(dossier)
    asks_two_agencies(tam)
    for name in ("phuc", "duyen"):
        answers(visit.by(name), visit.address)
    asks_for_more(tam)
    brings(citizen, sent, paper)
    thu.reload()
    press(thu, "Đã nhận đủ bổ sung")
    finishes(tam)
    returns(thu)

    citizen.reload()
    after_return = citizen.locator("form", has=citizen.locator("[value=return]"))
    after_return.get_by_role("radio", name="rất hài lòng").check()
    after_return.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_text("Xin cảm ơn ý kiến của bạn.")).to_be_visible()


def submits(citizen: Page, address: str, paper: Path) -> None:
    citizen.goto(f"{address}/nop-ho-so/?noi=xa-dong-may")
    citizen.get_by_role("button", name="Lập hồ sơ Xét hỗ trợ C").click()
    citizen.locator("[name=applicant]").fill(WHO)
    citizen.locator("[name=phone]").fill("0900 000 000")
    citizen.set_input_files("[name=file-0]", paper)
    press(citizen, "Nộp")
    expect(citizen.get_by_text("Đã nộp. Hãy giữ đường dẫn")).to_be_visible()


def receives(thu: Page, address: str) -> str:
    """And hands it on to Tâm; the address of the dossier."""
    thu.goto(f"{address}/mot-cua/?khay=new")
    thu.get_by_role("row", name=WHO).get_by_role("link").click()
    press(thu, "Tiếp nhận")
    expect(thu.get_by_text("Đã tiếp nhận, mã hồ sơ")).to_be_visible()
    thu.locator("[name=holder]").select_option(label="Tâm (thụ lý)")
    press(thu, "Chuyển")
    expect(thu.get_by_text("Đã chuyển hồ sơ.")).to_be_visible()
    return thu.url


def asks_two_agencies(tam: Page) -> None:
    """Electronically, both at once."""
    opened(tam, "Hỏi ý kiến, giao việc liên thông")
    tam.locator("[name=kind]").select_option("at_once")
    tam.locator("details[open] [name=due]").fill(in_days(3))
    for place, agency in enumerate(("phong-kinh-te-minh-hoa", "phong-van-hoa-minh-hoa")):
        tam.locator("[name=agency]").nth(place).select_option(agency)
        tam.locator("[name=content]").nth(place).fill(f"Phần việc {place + 1} (minh họa)")
    press(tam, "Gửi")
    expect(tam.get_by_text("Đã giao việc liên thông.")).to_be_visible()


def answers(agency: Page, address: str) -> None:
    agency.goto(f"{address}/mot-cua/viec-phoi-hop/")
    agency.locator("li", has_text="Phần việc").get_by_role("link").click()
    expect(agency.get_by_text(WHO)).to_have_count(0)
    agency.locator("[name=answer]").fill("Đồng ý (minh họa)")
    press(agency, "Trả lời bộ phận một cửa")
    expect(agency.get_by_text("Đã trả lời bộ phận một cửa.")).to_be_visible()


def asks_for_more(tam: Page) -> None:
    tam.reload()
    expect(tam.get_by_text("Đồng ý (minh họa)")).to_have_count(2)
    opened(tam, "Yêu cầu bổ sung")
    tam.locator("[name=items]").fill("Tờ khai theo mẫu")
    tam.locator("details[open] [name=reason]").fill("Thiếu chữ ký (minh họa)")
    press(tam, "Yêu cầu bổ sung")
    expect(tam.get_by_text("Đã ghi yêu cầu bổ sung.")).to_be_visible()


def brings(citizen: Page, sent: str, paper: Path) -> None:
    citizen.goto(sent)
    citizen.get_by_role("link", name="Tra cứu, bổ sung, đánh giá").click()
    citizen.set_input_files("[name=file]", paper)
    press(citizen, "Gửi")
    expect(citizen.get_by_text("Đã gửi. Bộ phận một cửa sẽ kiểm tra.")).to_be_visible()


def finishes(tam: Page) -> None:
    tam.reload()
    opened(tam, "Ghi kết quả")
    tam.locator("[name=result]").fill("Giấy xác nhận số 1 (minh họa)")
    press(tam, "Ghi kết quả")
    expect(tam.get_by_text("Đã ghi kết quả, chờ trả.")).to_be_visible()


def returns(thu: Page) -> None:
    thu.reload()
    thu.locator("[name=way]").select_option("receipt")
    thu.locator("[name=to]").fill(WHO)
    press(thu, "Đã trả")
    expect(thu.get_by_text("Đã trả kết quả.")).to_be_visible()
    expect(thu.get_by_text("trước hạn", exact=False).first).to_be_visible()


def test_who_apologises_in_time_is_given_a_new_date_and_who_is_late_stays_late(visit: Visits) -> None:
    """Of the dossiers that the example leaves in Tâm's hands, the last on the pile is due in days, the first ran over."""
    tam, citizen = visit.by("tam"), visit.by(None)
    mine = f"{visit.address}/mot-cua/?khay=working&cua-toi=1"

    tam.goto(mine)
    tam.get_by_role("row", name="Xét hỗ trợ C").last.get_by_role("link").click()
    apologises(tam, in_days(30))
    expect(tam.get_by_text("Đã ghi xin lỗi và hẹn lại.")).to_be_visible()
    code, key = of_receipt(tam)
    citizen.goto(f"{visit.address}/tra-cuu/?ma={code}&kiem={key}")
    expect(citizen.get_by_text("Chờ kết quả đo đạc (minh họa)")).to_be_visible()
    expect(citizen.get_by_text("Hẹn trả lại")).to_be_visible()

    tam.goto(mine)
    tam.get_by_role("row", name="Xét hỗ trợ C").first.get_by_role("link").click()
    apologises(tam, in_days(30), form="Phiếu xin lỗi khi đã chậm", button="Gửi phiếu xin lỗi")
    expect(tam.get_by_text("hạn không dời. Hãy in phiếu.")).to_be_visible()
    finishes(tam)
    expect(tam.get_by_text("quá hạn", exact=False).first).to_be_visible()


def apologises(tam: Page, until: str, form: str = "Xin lỗi và hẹn lại", button: str = "Xin lỗi và hẹn lại") -> None:
    opened(tam, form)
    tam.locator("details[open] [name=due]").fill(until)
    tam.locator("details[open] [name=reason]").fill("Chờ kết quả đo đạc (minh họa)")
    press(tam, button)


def of_receipt(tam: Page) -> tuple[str, str]:
    """Code and key, as they stand on the receipt that the applicant holds."""
    given = tam.request.get(f"{tam.url}mau/receipt.docx")
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(given.body())).paragraphs)
    code, key = re.search(r"Mã hồ sơ: (\S+)", text), re.search(r"Mã kiểm: (\S+)", text)
    assert code is not None
    assert key is not None
    return code[1], key[1]
