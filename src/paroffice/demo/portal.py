"""Two portals, a province's and a district's, with the kind of page this project began with; all of it is ours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import vl_convert
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import Page

from paroffice.demo.drawings import DRAWINGS
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.people.policy import grants_in_force
from paroffice.portal.actions import consultations, questions
from paroffice.portal.actions.portals import Footer, accept, open_portal
from paroffice.portal.actions.staff import admit
from paroffice.portal.models import (
    Appointment,
    Article,
    CalendarPage,
    ConsultationPage,
    Contact,
    DocumentPage,
    ForeignPage,
    OutagePage,
    Picture,
    PlainPage,
    Portal,
    PortalPage,
    ProjectPage,
    StatisticFigure,
    StatisticPage,
)
from paroffice.portal.models.foreign import Tongue

HOSTS = {"province": "ninh-binh.localhost", "district": "kim-son.localhost"}
OFFICE = "Văn phòng HĐND và UBND huyện (minh họa)"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who writes for a portal, and who publishes."""

    editor: Person
    leader: Person


def open_portals(people: dict[str, Person], district: Unit, now: datetime) -> None:
    """The province's above, the district's below it, each with all its sections and a little in them."""
    province = Unit.objects.create(code="ninh-binh", name="Tỉnh Ninh Bình (minh họa)", block="tinh-minh-hoa")
    above = _opened(province, HOSTS["province"], None, people["quan-tri"], now)
    below = _opened(district, HOSTS["district"], above, people["quan-tri"], now)
    staff = Staff(people["hong"], people["ly"])
    others = Staff(_silent(province, Role.EDITOR), _silent(province, Role.UNIT_LEADER))
    for person in (staff.editor, staff.leader, others.editor, others.leader):
        admit(person, grants_in_force(person, now))
    _fill_district(below, staff, now)
    _fill_province(above, others, now)
    offered = Article.objects.descendant_of(below.site.root_page).get(offered=True)
    accept(article=offered, portal=above, by=others.leader, at=now)


def _silent(unit: Unit, role: Role) -> Person:
    """Somebody for whom no visitor signs in: an account without a password."""
    name = f"{role.label} {unit.name}"
    person = Person(
        username=f"cong-{role.value.replace('_', '-')}.{unit.code}"[:60], full_name=name.capitalize()[:120]
    )
    person.set_unusable_password()
    person.save()
    Grant.objects.create(person=person, role=role, unit=unit, starts_on=date(2018, 1, 1))
    return person


def _opened(unit: Unit, host: str, above: Portal | None, by: Person, now: datetime) -> Portal:
    footer = Footer(
        body=f"UBND {unit.name.replace(' (minh họa)', '')} (minh họa)",
        answerable="Chánh Văn phòng (minh họa)",
        address="Số 1, đường Minh Họa",
        phone="0229 000 0000",
        email=f"cong@{host.replace('localhost', 'example.org')}",
    )
    portal = open_portal(unit=unit, host=host, footer=footer, above=above, by=by, at=now, illustrative=True)
    home = portal.site.root_page.specific
    home.crest = _picture("crest", portal)
    home.accent = "lacquer" if above is None else "indigo"
    home.save()
    return portal


def _picture(name: str, portal: Portal) -> Picture:
    title, svg = DRAWINGS[name]
    drawn = vl_convert.svg_to_png(svg, scale=1)
    picture = Picture(title=title, credit="hình vẽ minh họa" if name != "crest" else "", collection=portal.collection)
    picture.file = ImageFile(BytesIO(drawn), name=f"{name}.png")
    picture.save()
    return picture


def _put(page: PortalPage, under: Page, staff: Staff, at: datetime) -> None:
    """Written by the editor, published by the leader."""
    page.live, page.owner, page.first_published_at = False, staff.editor, at
    Page.objects.get(pk=under.pk).add_child(instance=page)
    page.save_revision(user=staff.editor).publish(user=staff.leader)


def _section(portal: Portal, slug: str) -> Page:
    return portal.site.root_page.get_children().get(slug=slug)


def _text(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{words}</p>") for words in paragraphs]


def _fill_district(portal: Portal, staff: Staff, now: datetime) -> None:
    for days, article in enumerate(reversed(_news(portal))):
        _put(article, _section(portal, "tin-tuc"), staff, _morning(now, 4 - days))
    _put(_introduction(), _section(portal, "gioi-thieu"), staff, now)
    _put(_calendar(now), _section(portal, "chi-dao-dieu-hanh"), staff, now)
    for document in _documents():
        _put(document, _section(portal, "van-ban"), staff, now)
    _put(_project(), _section(portal, "du-an"), staff, now)
    _put(_statistic(), _section(portal, "thong-ke"), staff, now)
    _put(_foreign(), _section(portal, "english"), staff, now)
    draft = _draft(now)
    _put(draft, _section(portal, "gop-y"), staff, now)
    _put(_outage(now), _section(portal, "tam-ngung"), staff, now)
    contacts = _section(portal, "lien-he").specific
    contacts.contacts = [
        Contact(
            name="Trần Văn B (minh họa)",
            post="Trưởng phòng",
            department="Phòng Nội vụ",
            phone="0229 000 0001",
            email="noivu@kim-son.example.org",
        )
    ]
    contacts.save_revision(user=staff.editor).publish(user=staff.leader)
    draft.refresh_from_db()
    _letters(portal, draft, staff, now)


def _news(portal: Portal) -> list[Article]:
    """The newest first: the founding kind of page, and two more."""
    counter, posting, field = (_picture(name, portal) for name in ("counter", "posting", "field"))
    founding = Article(
        title="Kim Sơn đạt 86,38 điểm chỉ số cải cách hành chính năm 2018 (minh họa)",
        slug="chi-so-2018",
        summary="Điểm thẩm định 65,55 cộng điểm điều tra xã hội học 20,83 đưa huyện tới 86,38 trên 100 điểm. "
        "Phần mất điểm nhiều nhất là chưa đăng đủ thủ tục hành chính lên cổng đúng hạn.",
        author="Lê Hoa (minh họa)",
        source="Cổng thông tin huyện Kim Sơn (minh họa)",
        offered=True,
        on=date(2019, 4, 12),
        subject="cải cách hành chính; chỉ số; một cửa",
        picture=counter,
        picture_alternative="Hình vẽ: hai công chức ngồi sau quầy, ba người dân chờ ở hàng ghế.",
        picture_caption="Bộ phận tiếp nhận và trả kết quả của huyện (hình vẽ minh họa).",
        body=[
            *_text(
                "Tổ công tác chấm tám huyện, thành phố theo cùng một bộ tiêu chí. Kim Sơn được 65,55 điểm thẩm định; "
                "điều tra xã hội học cho thêm 20,83 điểm. Ba con số này là số liệu đã công bố; "
                "các chi tiết khác trong bài được viết để minh họa.",
                "Theo biên bản thẩm định minh họa, huyện giữ trọn điểm ở việc ban hành kế hoạch, "
                "nhưng mất điểm ở mục công khai thủ tục: nhiều thủ tục đã có quyết định công bố "
                "mà chậm đưa lên cổng thông tin.",
            ),
            ("heading", "Vì sao chậm đăng thì mất điểm"),
            *_text(
                "Người dân tra cứu ở cổng trước khi đến một cửa. Một thủ tục chưa đăng là một lần người dân phải đi "
                "thêm để hỏi. Vì vậy bộ tiêu chí tính cả <b>đăng đủ</b> lẫn <b>đăng đúng hạn</b>.",
            ),
            (
                "picture",
                {
                    "picture": posting,
                    "alternative": "Hình vẽ: bảng niêm yết có nhiều tờ giấy, vài ô còn trống.",
                    "caption": "Bảng niêm yết thủ tục còn ô trống (hình vẽ minh họa).",
                },
            ),
            (
                "quote",
                {
                    "text": "Chúng tôi sẽ đăng trong ngày nhận quyết định công bố.",
                    "who": "Lãnh đạo huyện (lời minh họa)",
                },
            ),
            *_text("Kế hoạch khắc phục giao Văn phòng rà soát danh mục hằng tuần và báo cáo vào thứ sáu."),
        ],
    )
    return [
        founding,
        _short(
            "Một cửa huyện nhận hồ sơ cả sáng thứ bảy (minh họa)",
            "mot-cua-sang-thu-bay",
            "Từ tháng này bộ phận một cửa mở thêm buổi sáng thứ bảy cho người đi làm xa.",
            posting,
            "Hình vẽ: bảng niêm yết thủ tục.",
            "Lịch mới được niêm yết tại một cửa (hình vẽ minh họa).",
        ),
        _short(
            "Tập huấn nộp hồ sơ trực tuyến ở các xã ven biển (minh họa)",
            "tap-huan-truc-tuyen",
            "Công chức một cửa về từng xã hướng dẫn người dân nộp hồ sơ qua mạng.",
            field,
            "Hình vẽ: cánh đồng lúa, con đê và dãy nhà xa.",
            "Cánh đồng ven biển (hình vẽ minh họa).",
        ),
    ]


def _short(title: str, slug: str, summary: str, picture: Picture, alternative: str, caption: str) -> Article:
    return Article(
        title=title,
        slug=slug,
        summary=summary,
        author="Lê Hoa (minh họa)",
        picture=picture,
        picture_alternative=alternative,
        picture_caption=caption,
        body=_text("Bài viết minh họa: nội dung do nhóm dựng phần mềm viết, không phải tin có thật."),
    )


def _fill_province(portal: Portal, staff: Staff, now: datetime) -> None:
    shared = _short(
        "Tỉnh công bố lịch thẩm định chỉ số năm nay (minh họa)",
        "lich-tham-dinh",
        "Tổ công tác làm việc với tám huyện, thành phố trong quý tới.",
        _picture("field", portal),
        "Hình vẽ: cánh đồng lúa và dãy núi.",
        "Đồng bằng nhìn từ đê (hình vẽ minh họa).",
    )
    shared.shared = True
    _put(shared, _section(portal, "tin-tuc"), staff, _morning(now, 1))


def _introduction() -> PlainPage:
    return PlainPage(
        title="Tổ chức bộ máy (minh họa)",
        slug="to-chuc-bo-may",
        summary="Các phòng, ban của huyện (minh họa).",
        author=OFFICE,
        body=_text("Trang minh họa: mười hai phòng chuyên môn, Văn phòng và bộ phận một cửa."),
    )


def _calendar(now: datetime) -> CalendarPage:
    monday = now.date() - timedelta(days=now.weekday())
    page = CalendarPage(
        title=f"Lịch công tác tuần từ {monday:%d/%m/%Y} (minh họa)",
        slug="lich-tuan",
        on=monday,
        summary="Lịch làm việc của lãnh đạo huyện (minh họa).",
        author=OFFICE,
    )
    page.appointments = [
        Appointment(
            day=monday, leader="Chủ tịch UBND huyện", what="Giao ban đầu tuần (minh họa)", place="Phòng họp 1"
        ),
        Appointment(
            day=monday + timedelta(days=2),
            leader="Phó Chủ tịch UBND huyện",
            what="Kiểm tra một cửa các xã (minh họa)",
            place="Xã A",
        ),
    ]
    return page


def _documents() -> list[DocumentPage]:
    return [
        DocumentPage(
            title="Kế hoạch cải cách hành chính năm 2018 (minh họa)",
            slug="01-kh-ubnd",
            number="01/KH-UBND (minh họa)",
            form="Kế hoạch",
            issuer="UBND huyện Kim Sơn",
            on=date(2018, 1, 5),
            effective_on=date(2018, 1, 5),
            summary="Nhiệm vụ, thời hạn và người chịu trách nhiệm của từng lĩnh vực (minh họa).",
            author=OFFICE,
        ),
        DocumentPage(
            title="Công bố danh mục thủ tục hành chính (minh họa)",
            slug="12-qd-ubnd",
            number="12/QĐ-UBND (minh họa)",
            form="Quyết định",
            issuer="UBND tỉnh Ninh Bình",
            on=date(2018, 3, 20),
            effective_on=date(2018, 4, 1),
            summary="Danh mục thủ tục thuộc thẩm quyền giải quyết của cấp huyện (minh họa).",
            author=OFFICE,
        ),
    ]


def _project() -> ProjectPage:
    return ProjectPage(
        title="Sửa trụ sở bộ phận một cửa (minh họa)",
        slug="sua-mot-cua",
        summary="Mở rộng phòng chờ, thêm quầy.",
        author=OFFICE,
        field="Xây dựng",
        sort="Sửa chữa",
        period="2019",
        cost="900 triệu đồng (minh họa)",
        funding="Ngân sách huyện",
        investor="Văn phòng huyện",
        on=date(2019, 2, 1),
        state="running",
    )


def _statistic() -> StatisticPage:
    """One report; every figure is invented, and says so."""
    page = StatisticPage(
        title="Hồ sơ một cửa năm 2018 (minh họa)",
        slug="ho-so-mot-cua-2018",
        summary="Số hồ sơ nhận, giải quyết, trả đúng hạn ở huyện; mọi con số đều minh họa.",
        author=OFFICE,
        field="Cải cách hành chính",
        period="Năm 2018",
        compiler="Văn phòng huyện (minh họa)",
        method="Đếm từ sổ theo dõi hồ sơ của bộ phận một cửa (minh họa).",
        on=date(2019, 1, 15),
        body=_text("Số hồ sơ tăng, tỷ lệ đúng hạn giữ nguyên (minh họa)."),
    )
    page.figures = [
        StatisticFigure(name="Hồ sơ nhận (minh họa)", measure="hồ sơ", value=Decimal(12480), before=Decimal(11930)),
        StatisticFigure(name="Tỷ lệ đúng hạn (minh họa)", measure="%", value=Decimal("96.5"), before=Decimal("96.5")),
    ]
    return page


def _foreign() -> ForeignPage:
    return ForeignPage(
        title="Kim Son district at a glance (illustrative)",
        slug="at-a-glance",
        summary="Where the district lies and how to reach its one-stop office (illustrative).",
        author=OFFICE,
        tongue=Tongue.ENGLISH.value,
        body=_text("An illustrative page: its text was written by the makers of this software."),
    )


def _draft(now: datetime) -> ConsultationPage:
    return ConsultationPage(
        title="Quy chế hoạt động của bộ phận một cửa (dự thảo, minh họa)",
        slug="quy-che-mot-cua",
        author=OFFICE,
        summary="Giờ làm việc, cách nhận và trả hồ sơ, trách nhiệm của từng vị trí.",
        on=now.date() - timedelta(days=3),
        ends_on=now.date() + timedelta(days=27),
        send_to="Văn phòng huyện, số 1 đường Minh Họa",
        body=_text("<b>Điều 1.</b> Bộ phận một cửa làm việc từ thứ hai đến sáng thứ bảy (minh họa)."),
    )


def _morning(now: datetime, days: int) -> datetime:
    """At a quarter past eight in Hà Nội, so many days ago."""
    return timezone.localtime(now).replace(hour=8, minute=15, second=0, microsecond=0) - timedelta(days=days)


def _outage(now: datetime) -> OutagePage:
    begins = _morning(now, -14)
    return OutagePage(
        title="Bảo trì hệ thống nộp hồ sơ (minh họa)",
        slug="bao-tri",
        summary="Hệ thống tạm ngừng hai giờ để nâng cấp.",
        author=OFFICE,
        service="Nộp hồ sơ trực tuyến",
        begins_at=begins,
        ends_at=begins + timedelta(hours=2),
    )


def _letters(portal: Portal, draft: ConsultationPage, staff: Staff, now: datetime) -> None:
    asked = questions.ask(
        portal=portal,
        code="MH2345WXYZ",
        at=now - timedelta(days=9),
        said={
            "name": "Người dân A (minh họa)",
            "title": "Giờ nhận hồ sơ thứ bảy",
            "text": "Sáng thứ bảy nhận đến mấy giờ?",
        },
    )
    questions.answer(
        question=asked,
        text="Nhận từ 7 giờ 30 đến 11 giờ (minh họa).",
        publish=True,
        by=staff.editor,
        at=now - timedelta(days=6),
    )
    questions.ask(
        portal=portal,
        code="MH6789ABCD",
        at=now - timedelta(days=2),
        said={
            "name": "Người dân B (minh họa)",
            "title": "Đăng ký khai sinh qua mạng",
            "text": "Cần chuẩn bị giấy tờ gì?",
        },
    )
    said = {"name": "Tổ dân phố 3 (minh họa)", "text": "Nên ghi rõ giờ nghỉ trưa."}
    comment = consultations.comment(page=draft, portal=portal, said=said, at=now)
    consultations.show(comment=comment, portal=portal, by=staff.editor, at=now)
