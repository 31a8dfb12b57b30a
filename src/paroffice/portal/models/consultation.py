"""Drafts on which everyone may comment, and what was said (NĐ 43/2011/NĐ-CP, article 10)."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from paroffice.people.models import Person
from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PortalPage
from paroffice.portal.text import plain


class ConsultationsPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/consultations.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = ["portal.ConsultationPage"]
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục lấy ý kiến góp ý")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        drafts = list(ConsultationPage.objects.child_of(self).live().order_by("-ends_on"))
        return context | {"drafts": drafts, "today": timezone.localdate()}


class ConsultationPage(PortalPage):
    """A draft in full; comments are taken up to and including `ends_on`."""

    ends_on = models.DateField(_("nhận góp ý đến hết ngày"))
    send_to = models.CharField(_("địa chỉ nhận góp ý bằng văn bản"), max_length=300)
    body = StreamField(Body(), verbose_name=_("toàn văn dự thảo"), blank=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", heading=_("tên dự thảo")),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("on", heading=_("từ ngày")), FieldPanel("ends_on")]),
        FieldPanel("send_to"),
        FieldPanel("body"),
    ]
    template = "portal/consultation.html"
    parent_page_types: ClassVar[list[str]] = ["portal.ConsultationsPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("dự thảo lấy ý kiến")
        constraints = [
            models.CheckConstraint(name="consultation_ends_after_it_begins", condition=Q(ends_on__gte=F("on")))
        ]

    def clean(self) -> None:
        super().clean()
        if self.on and self.ends_on and self.ends_on < self.on:
            raise ValidationError({"ends_on": gettext("Phải sau ngày bắt đầu.")})

    def is_open(self, today: date) -> bool:
        return self.live and self.on <= today <= self.ends_on

    def words(self) -> str:
        return plain(self.body.render_as_block())

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = self.comments.filter(state=CommentState.SHOWN.value).order_by("sent_at")
        return context | {"comments": list(shown), "is_open": self.is_open(timezone.localdate())}


class CommentState(models.TextChoices):
    SENT = "sent", _("chưa xem")
    SHOWN = "shown", _("đã đăng")
    KEPT_BACK = "kept_back", _("không đăng")


class Comment(models.Model):
    """What somebody said on a draft. It is shown after somebody read it; its sender's address never is."""

    page = models.ForeignKey(ConsultationPage, models.CASCADE, related_name="comments")
    name = models.CharField(_("họ và tên, tổ chức"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    text = models.TextField(_("ý kiến"), max_length=5000)
    state = models.CharField(max_length=10, choices=CommentState.choices, default=CommentState.SENT.value)
    sent_at = models.DateTimeField(_("gửi lúc"))
    seen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do không đăng"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="comment_state_is_known", condition=Q(state__in=CommentState.values)),
            models.CheckConstraint(
                name="comment_seen_if_decided",
                condition=Q(state=CommentState.SENT.value, seen_by__isnull=True, seen_at__isnull=True)
                | (~Q(state=CommentState.SENT.value) & Q(seen_by__isnull=False, seen_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="comment_kept_back_for_a_reason",
                condition=~Q(state=CommentState.KEPT_BACK.value) | ~Q(reason=""),
            ),
        ]
