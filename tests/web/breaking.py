"""Breaking one rule of a table at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model


@contextmanager
def refused_by(model: type[Model], name: str) -> Iterator[None]:
    """What is done within is refused by the check of that name, and nothing of it stays done.

    Of several checks that a row breaks PostgreSQL names the first in the order of their names: the others step aside
    until the end.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _set_others_aside(model, name)
        with pytest.raises(IntegrityError, match=rf"\b{re.escape(name)}\b"), transaction.atomic():
            yield
        transaction.set_rollback(True)


def _set_others_aside(model: type[Model], name: str) -> None:
    checks = [one.name for one in model._meta.constraints if isinstance(one, CheckConstraint)]
    assert name in checks, f"{model.__name__} has no check {name}"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for other in checks:
            if other != name:
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{other}"')
