"""Links inside published pages that lead nowhere, for the editor to mend."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST = 500
"""Letters of an address that are kept; more is cut."""


class Why(models.TextChoices):
    NO_PAGE = "no_page", _("trang đã gỡ, hoặc không có")
    NO_FILE = "no_file", _("tệp không còn")
    REFUSED = "refused", _("nơi ấy trả lời là không có")
    SILENT = "silent", _("nơi ấy không trả lời")


class BrokenLink(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, related_name="broken_links")
    address = models.CharField(_("liên kết"), max_length=LONGEST)
    why = models.CharField(_("vì sao"), max_length=10, choices=Why.choices)
    found_at = models.DateTimeField(_("thấy lúc"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "address"], name="broken_link_once"),
            models.CheckConstraint(name="broken_link_why_is_known", condition=Q(why__in=Why.values)),
        ]
