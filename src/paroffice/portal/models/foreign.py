"""The part of a portal in a foreign language (NĐ 43/2011/NĐ-CP, article 13)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField

from paroffice.portal.blocks import Body
from paroffice.portal.models.base import PageForm, PortalPage
from paroffice.portal.text import plain


class Tongue(models.TextChoices):
    """Languages of visitors and neighbours; an English page is where most portals begin."""

    ENGLISH = "en", _("tiếng Anh")
    FRENCH = "fr", _("tiếng Pháp")
    CHINESE = "zh", _("tiếng Trung Quốc")
    JAPANESE = "ja", _("tiếng Nhật")
    KOREAN = "ko", _("tiếng Hàn Quốc")
    LAO = "lo", _("tiếng Lào")
    KHMER = "km", _("tiếng Khmer")


class ForeignForm(PageForm):
    """What stands below a page is in its language."""

    def clean_tongue(self) -> str:
        tongue, above = str(self.cleaned_data["tongue"]), self.parent_page.specific
        if isinstance(above, ForeignPage) and above.tongue != tongue:
            raise ValidationError(gettext("Phải cùng ngôn ngữ với trang ở trên."))
        return tongue


class ForeignPage(PortalPage):
    """A page that is read in its own language, alone or with pages below it in the same one."""

    tongue = models.CharField(_("ngôn ngữ"), max_length=5, choices=Tongue.choices, default=Tongue.ENGLISH.value)
    body = StreamField(Body(), verbose_name=_("nội dung"), blank=False)

    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("tongue"), FieldPanel("on")]),
        FieldPanel("body"),
    ]
    template = "portal/foreign.html"
    parent_page_types: ClassVar[list[str]] = ["portal.HomePage", "portal.ForeignPage"]
    subpage_types: ClassVar[list[str]] = ["portal.ForeignPage"]
    is_creatable = True
    base_form_class = ForeignForm

    class Meta:
        verbose_name = _("trang tiếng nước ngoài")
        constraints = [models.CheckConstraint(name="foreign_tongue_is_known", condition=Q(tongue__in=Tongue.values))]

    @property
    def language(self) -> str:
        return self.tongue

    def words(self) -> str:
        return plain(self.body.render_as_block())
