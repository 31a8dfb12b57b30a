"""The specification of each picture, for whoever draws it again; and the program that a browser does it with."""

import gzip
from functools import lru_cache

import vl_convert
from django.http import HttpRequest, HttpResponse, JsonResponse

from paroffice.refused import NotVisible
from paroffice.results import charts_years, years
from paroffice.results.charts import Spec
from paroffice.results.lineage import line_of
from paroffice.results.story import shown_blocks
from paroffice.results.templatetags.standings import VEGA
from paroffice.results.views.door import public, shown_to
from paroffice.results.views.pictures import TREND, names_of_block, names_of_unit, spec_of
from paroffice.results.views.public import item_of

FOR_GOOD = "public, max-age=31536000, immutable"


@public
def of_block(request: HttpRequest, pk: int, block: str, name: str) -> HttpResponse:
    shown = shown_to(request, pk)
    if block not in dict(shown_blocks(shown.opened)) or name not in names_of_block(shown.opened, block):
        raise NotVisible
    return _given_out(spec_of(shown.opened, name, block))


@public
def of_unit(request: HttpRequest, pk: int, unit: str, name: str) -> HttpResponse:
    shown = shown_to(request, pk, unit)
    if unit not in shown.opened.places:
        raise NotVisible
    if name == TREND:
        return _given_out(charts_years.trend(years.years_of(shown.result, shown.opened, unit, shown.at)))
    if name not in names_of_unit(shown.opened, unit):
        raise NotVisible
    return _given_out(spec_of(shown.opened, name, shown.block_of(unit), unit))


@public
def of_leaf(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    shown = shown_to(request, pk)
    return _given_out(charts_years.line(line_of(shown.result, shown.opened, item_of(shown, code), shown.at)))


@public
def of_mark(request: HttpRequest, pk: int, unit: str, code: str) -> HttpResponse:
    shown = shown_to(request, pk, unit)
    if unit not in shown.opened.places:
        raise NotVisible
    return _given_out(charts_years.line(line_of(shown.result, shown.opened, item_of(shown, code), shown.at, unit)))


def _given_out(spec: Spec) -> HttpResponse:
    return JsonResponse(spec, json_dumps_params={"ensure_ascii": False})


@public
def vega(request: HttpRequest, version: str) -> HttpResponse:
    """Vega, Vega-Lite and the interpreter of their expressions that needs no `eval`: from the package that draws."""
    if version != VEGA:
        raise NotVisible
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    packed = _bundle()
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(packed, content_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(packed), content_type="text/javascript", headers=headers)


@lru_cache(maxsize=1)
def _bundle() -> bytes:
    """Made once in a process, in some three seconds, and kept packed: 0.3 MB."""
    return gzip.compress(vl_convert.javascript_bundle().encode(), mtime=0)
