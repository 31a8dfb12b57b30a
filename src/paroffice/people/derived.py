"""A column that follows from the row's other fields at every save, kept to search and to sort by."""

from collections.abc import Callable
from typing import Any

from django.db import models


class Derived(models.CharField):
    """`follows` says it from the row. A save that names its fields must name this one too."""

    def __init__(self, *args: Any, follows: Callable[[Any], str] | None = None, **kwargs: Any) -> None:
        self.follows = follows
        super().__init__(*args, **{"default": ""} | kwargs | {"editable": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if self.follows is not None:
            setattr(model_instance, self.attname, self.follows(model_instance)[: self.max_length])
        return str(super().pre_save(model_instance, add))

    def deconstruct(self) -> Any:
        """Migrations know it as plain text, so that they stand when this class moves."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
