"""An adopted edition: never changed, only followed by another."""

from django.db import models


class AdoptedEdition(models.Model):
    """`files` holds the edition's folder as it was adopted, file name → text; `digest` that of its law."""

    name = models.SlugField("mã", max_length=120, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField("tên", max_length=500)
    illustrative = models.BooleanField("minh họa", default=False)
    files = models.JSONField()
    adopted_at = models.DateTimeField("ban hành lúc")

    class Meta:
        verbose_name, verbose_name_plural = "bộ chỉ số", "bộ chỉ số"
        ordering = ["-adopted_at"]

    def __str__(self) -> str:
        return self.title
