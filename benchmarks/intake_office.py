"""The office's own settings and addresses, and one address more: a bare insert, to measure answers by."""

from uuid import uuid4

from paroffice.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.intake_office"
BARE = "INSERT INTO bench_bare (key, replies) VALUES (%s, %s)"


def __getattr__(name: str) -> object:
    """Addresses, once the settings are read."""
    if name != "urlpatterns":
        raise AttributeError(name)
    from django.urls import path

    from paroffice.config.urls import urlpatterns

    return [path("bench/bare/", bare), *urlpatterns]


def bare(request: object) -> object:
    """One row per request and nothing else, through the same server, middleware and database."""
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute(BARE, [uuid4(), request.body.decode()])  # type: ignore[attr-defined]
    return HttpResponse(status=201)


bare.csrf_exempt = True  # type: ignore[attr-defined]
