"""Rows as lines of text: alike to the byte, whichever database kept them."""

import json
from datetime import UTC, datetime
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer
from django.db import models
from wagtail.fields import StreamField

AT_ONCE = 500


class Exact(DjangoJSONEncoder):
    """Django's own cuts moments to the millisecond, and the trail would not hold."""

    def default(self, o: Any) -> Any:
        return o.astimezone(UTC).isoformat() if isinstance(o, datetime) else super().default(o)


class Alike(Serializer):
    """PostgreSQL keeps the keys of a page's blocks in an order of its own."""

    def _value_from_field(self, obj: models.Model, field: models.Field[Any, Any]) -> Any:
        value = super()._value_from_field(obj, field)
        return json.dumps(json.loads(value), sort_keys=True) if isinstance(field, StreamField) else value


def write_rows(model: type[models.Model], stream: IO[str]) -> None:
    rows = model._default_manager.order_by("pk").iterator(chunk_size=AT_ONCE)
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    Alike().serialize(rows, stream=stream, fields=columns, cls=Exact, sort_keys=True)
