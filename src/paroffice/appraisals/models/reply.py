"""What a unit says to the first marks (giải trình), item by item."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.appraisals.models.appraisal import Appraisal
from paroffice.evidence.models import Version
from paroffice.people.models import Person


class Reply(models.Model):
    """Agrees, or disagrees with text and, where there is more to show, new documents. `edits` counts its changes."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="replies")
    item = models.CharField(_("mục"), max_length=60)
    agrees = models.BooleanField(_("đồng ý"))
    text = models.TextField(_("giải trình"), blank=True)
    edits = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "item"], name="reply_once"),
            models.CheckConstraint(name="reply_disagrees_in_words", condition=Q(agrees=True) | ~Q(text="")),
        ]


class ReplyProof(models.Model):
    """A document put forward with a reply, at its pages. Taken back, it stays readable."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="proofs")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    pages = models.CharField(_("trang"), max_length=60, blank=True)
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
