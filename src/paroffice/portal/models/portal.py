"""A portal: whose it is, the name of its host, and the portal above it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Site

from paroffice.people.models import Person, Unit


class Portal(models.Model):
    """One to a unit. `site` and `collection` are Wagtail's: its tree of pages and its shelf of pictures and files."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="portal", verbose_name=_("đơn vị"))
    site = models.OneToOneField(Site, models.PROTECT, related_name="portal")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="portal")
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("cổng cấp trên")
    )
    illustrative = models.BooleanField(_("minh họa"), default=False)
    opened_at = models.DateTimeField(_("mở lúc"))
    opened_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("người mở"))

    class Meta:
        verbose_name = verbose_name_plural = _("cổng thông tin")
        constraints = [models.CheckConstraint(name="portal_not_above_itself", condition=~Q(above=F("id")))]

    def __str__(self) -> str:
        return str(self.unit)


class Acceptance(models.Model):
    """A unit's article that the portal above took over: shown there, kept where it was written."""

    portal = models.ForeignKey(Portal, models.CASCADE, related_name="acceptances")
    article = models.ForeignKey("portal.Article", models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(_("nhận lúc"))
    accepted_by = models.ForeignKey(Person, models.PROTECT, verbose_name=_("người nhận"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "article"], name="acceptance_once")]
