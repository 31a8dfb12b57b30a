"""Questions of citizens, answered or put off with a date within 15 working days (NĐ 43/2011/NĐ-CP, article 17)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from paroffice.people.models import Person
from paroffice.portal.models.base import PortalPage
from paroffice.portal.models.portal import Portal


class QuestionsPage(PortalPage):
    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("summary")]
    template = "portal/questions.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True

    class Meta:
        verbose_name = _("chuyên mục hỏi đáp")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = Question.objects.filter(portal__site=self.get_site(), published=True).order_by("-answered_at")
        return context | {"questions": list(shown[:100])}


class QuestionState(models.TextChoices):
    ASKED = "asked", _("chờ trả lời")
    PUT_OFF = "put_off", _("đã hẹn trả lời")
    ANSWERED = "answered", _("đã trả lời")
    ELSEWHERE = "elsewhere", _("không thuộc thẩm quyền")


DONE = (QuestionState.ANSWERED.value, QuestionState.ELSEWHERE.value)


class Question(models.Model):
    """Asked with a word of one's own choosing to look the answer up by; the address is never shown."""

    portal = models.ForeignKey(Portal, models.PROTECT, related_name="questions")
    code = models.CharField(_("mã tra cứu"), max_length=12, unique=True)
    name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    title = models.CharField(_("hỏi về việc gì"), max_length=200)
    text = models.TextField(_("nội dung"), max_length=4000)
    asked_at = models.DateTimeField(_("gửi lúc"))
    due_on = models.DateField(_("hạn trả lời"))
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.ASKED.value)
    answer = models.TextField(_("trả lời"), max_length=8000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    put_off_to = models.DateField(_("hẹn trả lời ngày"), null=True, blank=True)
    published = models.BooleanField(_("đăng cho mọi người"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="question_state_is_known", condition=Q(state__in=QuestionState.values)),
            models.CheckConstraint(
                name="question_answered_if_and_only_if_done",
                condition=Q(state__in=DONE, answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")
                | (~Q(state__in=DONE) & Q(answered_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="question_put_off_to_a_day",
                condition=~Q(state=QuestionState.PUT_OFF.value) | Q(put_off_to__isnull=False),
            ),
            models.CheckConstraint(
                name="question_published_only_answered",
                condition=Q(published=False) | Q(state=QuestionState.ANSWERED.value),
            ),
        ]

    def is_late(self, today: date) -> bool:
        return self.state not in DONE and today > (self.put_off_to or self.due_on)
