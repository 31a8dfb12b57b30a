"""What the desk keeps: the daily letter of what waits, and who wants it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Person


class Letter(models.Model):
    """What was decided for a person on a day: how many duties a letter told of, none where nothing waited.

    The row comes before the mail: whatever happens then, nobody gets a second one on that day.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    on = models.DateField(_("ngày"))
    duties = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="letter_once_a_day"),
            models.CheckConstraint(
                name="letter_tells_of_duties", condition=Q(duties__gt=0) | Q(left_at__isnull=True, failed="")
            ),
            models.CheckConstraint(name="letter_left_or_failed", condition=Q(left_at__isnull=True) | Q(failed="")),
        ]


class LetterWish(models.Model):
    """Whether a person wants the daily letter, and in which language. Without one: yes, in Vietnamese."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="letter_wish")
    wanted = models.BooleanField(_("nhận thư"), default=True)
    language = models.CharField(_("ngôn ngữ"), max_length=8, choices=settings.LANGUAGES, default="vi")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letter_wish_language_is_known",
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
            )
        ]
