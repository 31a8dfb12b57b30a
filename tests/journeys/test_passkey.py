"""A passkey in a real Chromium, whose virtual authenticator stands for a finger on a sensor."""

from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import PASSWORD, Visits


def finger(page: Page) -> CDPSession:
    """An authenticator that keeps keys and recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_person_adds_a_passkey_and_comes_in_with_it_alone(visit: Visits) -> None:
    """Browsers know passkeys on `localhost`, not on a bare address."""
    visit.address = visit.address.replace("127.0.0.1", "localhost")
    chi = visit.by("chi")
    finger(chi)
    chi.goto(visit.address + "/bao-mat/")
    chi.get_by_role("link", name="Thêm khóa").click()
    chi.fill("[name=password]", PASSWORD)
    chi.get_by_role("button", name="Tiếp tục").click()
    chi.get_by_label("Tên để nhận ra khóa").fill("Máy ở cơ quan")
    chi.get_by_role("button", name="Thêm khóa").click()
    expect(chi.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    chi.goto(visit.address + "/bao-mat/")
    expect(chi.get_by_text("Máy ở cơ quan")).to_be_visible()

    chi.get_by_role("button", name="Thoát").click()
    chi.get_by_role("button", name="Đăng nhập bằng khóa").click()
    expect(chi.get_by_role("heading", name="Việc của tôi")).to_be_visible()

    chi.get_by_role("button", name="Thoát").click()
    chi.fill("[name=username]", "chi")
    chi.fill("[name=password]", PASSWORD)
    chi.click("button.main")
    expect(chi.get_by_role("heading", name="Xác nhận đăng nhập")).to_be_visible()
    chi.get_by_role("button", name="Dùng khóa đăng nhập").click()
    expect(chi.get_by_role("heading", name="Việc của tôi")).to_be_visible()

    removes(chi, visit.address)


def removes(chi: Page, address: str) -> None:
    chi.goto(address + "/bao-mat/")
    with chi.expect_navigation():
        chi.get_by_role("link", name="Gỡ Máy ở cơ quan").click()
    if chi.get_by_role("button", name="Dùng khóa đăng nhập").count():
        with chi.expect_navigation():
            chi.get_by_role("button", name="Dùng khóa đăng nhập").click()
    if chi.locator("[name=password]").count():
        chi.fill("[name=password]", PASSWORD)
        chi.get_by_role("button", name="Tiếp tục").click()
    chi.get_by_role("button", name="Gỡ khóa").click()
    expect(chi.get_by_text("Đã gỡ khóa đăng nhập.")).to_be_visible()


def test_who_has_no_passkey_is_told_so_and_stays_outside(visit: Visits) -> None:
    visit.address = visit.address.replace("127.0.0.1", "localhost")
    stranger = visit.by(None)
    stranger.goto(visit.address)
    finger(stranger)

    stranger.get_by_role("button", name="Đăng nhập bằng khóa").click()

    expect(stranger.get_by_text("Trình duyệt chưa nhận được khóa.")).to_be_visible()
    expect(stranger.get_by_role("heading", name="Đăng nhập", exact=True)).to_be_visible()
