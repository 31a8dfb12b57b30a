"""What can be found on a portal: one row a published page, its words folded. The index is the database's own."""

from django.db import models
from wagtail.models import Page

from paroffice.portal.models.portal import Portal


class Findable(models.Model):
    """`marks` says portal and kind as words, so that one index answers for both."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="findable", primary_key=True)
    portal = models.ForeignKey(Portal, models.CASCADE, related_name="findables")
    kind = models.CharField(max_length=40)
    marks = models.CharField(max_length=60)
    title = models.TextField()
    text = models.TextField()
    on = models.DateField()
