"""Version 1 of the API. What breaks a reader of it gets a new number."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from paroffice.api.actions import digest_of
from paroffice.api.models import ApiToken, Scope
from paroffice.api.shapes import (
    ItemCode,
    Problem,
    RoundNumber,
    RoundOut,
    UnitCode,
    UnitLeafOut,
    UnitOut,
    WholeUnitOut,
)
from paroffice.refused import NotVisible, Refused
from paroffice.results import bridge, queries
from paroffice.results.models import Result
from paroffice.results.story import across_leaf, units_of

REFUSALS = {400: Problem, 404: Problem, 422: Problem}
HELD_BACK = {401: Problem} | REFUSALS


class Utf8(JSONRenderer):
    """Letters as they are."""

    media_type = "application/json"
    json_dumps_params = {"ensure_ascii": False}


class Token(HttpBearer):
    """A token of the scope that is neither over nor taken back."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        held = ApiToken.objects.filter(digest=digest_of(token), scope=self.scope.value, revoked_at=None)
        return held.filter(expires_at__gt=timezone.now()).first()


api = NinjaAPI(
    title="parindex", version="1", urls_namespace="api-v1", docs_url=None, openapi_url="openapi.json",
    renderer=Utf8(),
    description="Published results of administrative-reform index rounds. Figures are text, dates ISO 8601.",
)  # fmt: skip


@api.exception_handler(Refused)
def refused(request: HttpRequest, found: Refused) -> HttpResponse:
    return api.create_response(request, {"problem": found.problem, "remedy": found.remedy}, status=found.status)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, found: ValidationError) -> HttpResponse:
    said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found.errors)
    remedy = _("Hãy đọc tài liệu OpenAPI của giao diện này.")
    return api.create_response(request, {"problem": said, "remedy": remedy}, status=422)


@api.exception_handler(AuthenticationError)
def not_opened(request: HttpRequest, found: AuthenticationError) -> HttpResponse:
    said = {"problem": _("Cần một mã còn hạn, đúng phạm vi."), "remedy": _("Hãy hỏi quản trị tài khoản.")}
    answer = api.create_response(request, said, status=401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _round(result: Result) -> dict[str, object]:
    return {
        "round": result.round_id,
        "year": result.round.year,
        "title": result.round.title,
        "illustrative": result.round.illustrative,
        "edition": result.round.edition.name,
        "edition_digest": result.round.edition.digest,
        "version": result.version,
        "corrects": result.reason,
        "decision": result.decision,
        "decided_on": result.decided_on,
        "public_at": result.public_at,
        "package_sha256": result.public,
        "key_fingerprint": result.fingerprint,
    }


def _public(round: int) -> Result:
    found = queries.public_result(round, timezone.now())
    if found is None:
        raise NotVisible
    return found


def _frozen(round: int) -> Result:
    found = queries.newest_result(round)
    if found is None or not found.public:
        raise NotVisible
    return found


def _units(result: Result) -> list[dict[str, Any]]:
    return units_of(bridge.opened(result.public))


def _unit(result: Result, code: str) -> dict[str, Any]:
    found = next((one for one in _units(result) if one["unit"] == code), None)
    if found is None:
        raise NotVisible
    return found


Found = Callable[[int], Result]


@api.get(
    "/rounds",
    response={200: list[RoundOut], 400: Problem},
    operation_id="rounds",
    url_name="api-rounds",
    summary="Published rounds",
)
def rounds(request: HttpRequest) -> Any:
    return [_round(one) for one in queries.standing_results(timezone.now())]


@api.get(
    "/rounds/{round}",
    response={200: RoundOut} | REFUSALS,
    operation_id="round",
    url_name="api-round",
    summary="One round",
)
def round_(request: HttpRequest, round: RoundNumber) -> Any:
    return _round(_public(round))


@api.get(
    "/rounds/{round}/units", response={200: list[UnitOut]} | REFUSALS, operation_id="units",
    url_name="api-units", by_alias=True,
    summary="The ranking, block by block, best first",
)  # fmt: skip
def units(request: HttpRequest, round: RoundNumber) -> Any:
    return _units(_public(round))


@api.get(
    "/rounds/{round}/units/{unit}", response={200: WholeUnitOut} | REFUSALS, operation_id="unit",
    url_name="api-unit", by_alias=True,
    summary="A unit with its fields and items",
)  # fmt: skip
def unit(request: HttpRequest, round: RoundNumber, unit: UnitCode) -> Any:
    return _unit(_public(round), unit)


@api.get(
    "/rounds/{round}/leaves/{code}", response={200: list[UnitLeafOut]} | REFUSALS, operation_id="leaf",
    url_name="api-leaf",
    summary="An item over all units",
)  # fmt: skip
def leaf(request: HttpRequest, round: RoundNumber, code: ItemCode) -> Any:
    columns = across_leaf(bridge.opened(_public(round).public), code)
    if not columns:
        raise NotVisible
    whose = ("unit", "name", "block")
    return [{**one.part, **{name: one.unit[name] for name in whose}} for one in columns]


@api.get(
    "/preview/rounds/{round}/units", response={200: list[UnitOut]} | HELD_BACK,
    operation_id="previewed_units", url_name="api-preview-units",
    by_alias=True, auth=Token(Scope.PREVIEW), summary="The ranking that is frozen and not public yet",
)  # fmt: skip
def previewed_units(request: HttpRequest, round: RoundNumber) -> Any:
    return _units(_frozen(round))


@api.get(
    "/preview/rounds/{round}/units/{unit}", response={200: WholeUnitOut} | HELD_BACK,
    operation_id="previewed_unit", url_name="api-preview-unit",
    by_alias=True, auth=Token(Scope.PREVIEW), summary="A unit of a result that is not public yet",
)  # fmt: skip
def previewed_unit(request: HttpRequest, round: RoundNumber, unit: UnitCode) -> Any:
    return _unit(_frozen(round), unit)
