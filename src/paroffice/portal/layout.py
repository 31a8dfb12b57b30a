"""The sections a portal must have, in their order (NĐ 43/2011/NĐ-CP, articles 10, 12 and 13; NĐ 224/2026/NĐ-CP,
article 13; NĐ 47/2020/NĐ-CP, article 18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from paroffice.portal.models import (
    ConsultationsPage,
    ContactsPage,
    DataPage,
    DocumentsPage,
    ForeignPage,
    OutagesPage,
    PlainPage,
    PortalPage,
    ProjectsPage,
    QuestionsPage,
    Section,
    StatisticsPage,
)
from paroffice.portal.models.article import Kind


@dataclass(frozen=True, slots=True)
class Planned:
    """A section as it is laid out on the first day."""

    model: type[PortalPage]
    slug: str
    title: str
    summary: str
    more: Mapping[str, object] = field(default_factory=dict)
    in_menu: bool = True

    def made(self, unit: str, body: str) -> PortalPage:
        """Not yet saved; in Vietnamese, whoever opens the portal in whatever language."""
        with translation.override("vi"):
            title, summary = _(self.title), _(self.summary) % {"unit": unit}
        more = {"slug": self.slug, "author": body, "show_in_menus": self.in_menu, **self.more}
        return self.model(title=title, summary=summary, **more)


SECTIONS = (
    Planned(
        PlainPage, "gioi-thieu", gettext_noop("Giới thiệu"),
        gettext_noop("Tổ chức bộ máy, địa giới, lãnh đạo của %(unit)s."),
    ),
    Planned(
        Section, "tin-tuc", gettext_noop("Tin tức"), gettext_noop("Tin tức, sự kiện của %(unit)s."),
        {"kind": Kind.NEWS.value},
    ),
    Planned(
        Section, "chi-dao-dieu-hanh", gettext_noop("Chỉ đạo, điều hành"),
        gettext_noop("Ý kiến chỉ đạo, lịch làm việc của lãnh đạo, khen thưởng và xử phạt của %(unit)s."),
        {"kind": Kind.DIRECTION.value},
    ),
    Planned(
        Section, "phap-luat", gettext_noop("Phổ biến pháp luật"),
        gettext_noop("Tuyên truyền, phổ biến, hướng dẫn thực hiện pháp luật, chế độ, chính sách của %(unit)s."),
        {"kind": Kind.LAW.value},
    ),
    Planned(
        Section, "quy-hoach", gettext_noop("Quy hoạch, kế hoạch"),
        gettext_noop("Chiến lược, định hướng, quy hoạch, kế hoạch phát triển của %(unit)s."),
        {"kind": Kind.PLANS.value},
    ),
    Planned(
        DocumentsPage, "van-ban", gettext_noop("Văn bản"),
        gettext_noop("Văn bản quy phạm pháp luật và văn bản chỉ đạo của %(unit)s."),
    ),
    Planned(
        ProjectsPage, "du-an", gettext_noop("Dự án, đấu thầu"),
        gettext_noop("Dự án, hạng mục đầu tư, đấu thầu, mua sắm công của %(unit)s."),
    ),
    Planned(
        ConsultationsPage, "gop-y", gettext_noop("Góp ý dự thảo"),
        gettext_noop("Dự thảo đang lấy ý kiến của %(unit)s."),
    ),
    Planned(
        QuestionsPage, "hoi-dap", gettext_noop("Hỏi đáp"),
        gettext_noop("Câu hỏi của người dân, doanh nghiệp và trả lời của %(unit)s."),
    ),
    Planned(
        ContactsPage, "lien-he", gettext_noop("Liên hệ"),
        gettext_noop("Cán bộ của %(unit)s: chức vụ, điện thoại, thư điện tử."),
    ),
    Planned(
        StatisticsPage, "thong-ke", gettext_noop("Thống kê"),
        gettext_noop("Báo cáo, số liệu thống kê của %(unit)s."),
    ),
    Planned(ForeignPage, "english", "In English", "About %(unit)s, in English."),
    Planned(
        PlainPage, "thong-tin-giao-dich", gettext_noop("Thông tin giao dịch"),
        gettext_noop("Địa chỉ, điện thoại, thư điện tử giao dịch của cổng thông tin %(unit)s."), in_menu=False,
    ),
    Planned(
        OutagesPage, "tam-ngung", gettext_noop("Thông báo tạm ngừng"),
        gettext_noop("Lịch tạm ngừng dịch vụ trực tuyến của %(unit)s."), in_menu=False,
    ),
    Planned(
        DataPage, "du-lieu-mo", gettext_noop("Dữ liệu mở"),
        gettext_noop("Dữ liệu do %(unit)s công bố để mọi người tải về và dùng lại."), in_menu=False,
    ),
)  # fmt: skip
