"""Units and people by Excel: out as a template that holds what stands, in with a preview of what will change."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parindex.errors import Finding
from paroffice.accounts import typed
from paroffice.accounts.workbook import people_advice, people_form, units_advice, units_form, written
from paroffice.accounts.workbook_in import said, wanted_people, wanted_units
from paroffice.pages.screen import screen
from paroffice.people import register
from paroffice.people.actions import intake as actions
from paroffice.people.models import Intake, IntakeKind, Role
from paroffice.people.register import CHANGED, ENDED, NEW, Change, RoleLine
from paroffice.refused import NotVisible, Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 100
"""Lines of each kind that a preview shows; it counts them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a workbook would change, against which standing, and all that is wrong with it."""

    changes: actions.Changes
    unchanged: int
    standing: str
    findings: list[Finding]


@screen("units.change")
def units_in(request: HttpRequest) -> HttpResponse:
    return _brought_in(request, IntakeKind.UNITS, _units_offer)


@screen("people.grant")
def people_in(request: HttpRequest) -> HttpResponse:
    return _brought_in(request, IntakeKind.PEOPLE, _people_offer)


@screen("units.change")
def units_out(request: HttpRequest) -> HttpResponse:
    rows = [
        (line.code, line.name, line.block, line.starts_on, line.ends_on, "; ".join(line.predecessors), line.decision)
        for line in register.unit_lines().values()
    ]
    return _excel(written(units_form(), units_advice(), rows, {}), "don-vi.xlsx")


@screen("people.grant")
def people_out(request: HttpRequest) -> HttpResponse:
    people, roles = register.person_lines(), list(register.role_lines().values())
    labels = {role.value: str(role.label) for role in Role}
    rows = [(*people[one.username], labels[one.role], *one[2:]) for one in roles]
    held = {one.username for one in roles}
    rows += [tuple(line) for name, line in people.items() if name not in held]
    content = written(people_form(), people_advice(), sorted(rows), {"role": list(labels.values())})
    return _excel(content, "nguoi-dung.xlsx")


def _excel(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _brought_in(request: HttpRequest, kind: IntakeKind, offer_of: Callable[[Path], Offer]) -> HttpResponse:
    """The file is shown against what stands first; only what was shown is written, once confirmed."""
    if request.method == "POST" and "intake" in request.POST:
        return _applied(request, kind)
    file = request.FILES.get("file")
    if request.method == "POST" and file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn bảng Excel theo mẫu."))
    shown: dict[str, object] = {"kind": kind.value}
    if file is not None:
        offer = _read(file, offer_of)
        shown |= _shown(offer) | {"file_name": file.name, "intake": _kept(request, kind, offer, str(file.name))}
    return render(request, "accounts/intake.html", shown)


def _applied(request: HttpRequest, kind: IntakeKind) -> HttpResponse:
    held = Intake.objects.filter(
        pk=typed.number(request.POST["intake"]), kind=kind.value, made_by=request.user
    ).first()
    if held is None:
        raise NotVisible
    actions.apply(intake=held, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ghi các thay đổi của tệp «%(name)s».") % {"name": held.file_name})
    return redirect("units" if kind is IntakeKind.UNITS else "accounts")


def _read(file: UploadedFile, offer_of: Callable[[Path], Offer]) -> Offer:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        return offer_of(path)


def _kept(request: HttpRequest, kind: IntakeKind, offer: Offer, name: str) -> Intake | None:
    if offer.findings or not any(offer.changes.values()):
        return None
    return actions.keep(
        kind=kind, changes=offer.changes, standing=offer.standing, file_name=name, by=request.user, at=timezone.now()
    )


def _units_offer(path: Path) -> Offer:
    standing = register.unit_lines()
    wanted, findings = wanted_units(path, set(standing))
    changes = [] if findings else register.unit_changes(wanted, standing)
    touched = {str(change.line[0]) for change in changes}
    return Offer(
        changes={"units": changes},
        unchanged=sum(line.code not in touched for line in wanted),
        standing=register.digest_of(standing),
        findings=findings,
    )


def _people_offer(path: Path) -> Offer:
    people, roles = register.person_lines(), register.role_lines()
    wanted, wanted_roles, findings = wanted_people(path, set(register.unit_lines()))
    findings += _taken_addresses(wanted, people)
    changes = {} if findings else {
        "people": register.person_changes(wanted, people),
        "roles": register.role_changes(wanted_roles, roles),
    }  # fmt: skip
    total, changed = len(wanted) + len(wanted_roles), sum(map(len, changes.values()))
    return Offer(
        changes=changes, unchanged=total - changed, standing=register.digest_of(people, roles), findings=findings
    )


def _taken_addresses(wanted: list[register.PersonLine], standing: dict[str, register.PersonLine]) -> list[Finding]:
    """An address belongs to one account, in the file and in what stands outside it."""
    after = standing | {line.username: line for line in wanted}
    owners: dict[str, list[str]] = {}
    for line in after.values():
        if line.email:
            owners.setdefault(line.email.casefold(), []).append(line.username)
    return [
        Finding(
            where=", ".join(names),
            problem=said(_("thư điện tử này đã thuộc tài khoản khác")),
            remedy=said(_("mỗi người một địa chỉ")),
        )
        for names in owners.values()
        if len(names) > 1
    ]


def _shown(offer: Offer) -> dict[str, object]:
    """Counts of all, lines of the first."""
    listed = [(name, change) for name, changes in offer.changes.items() for change in changes]
    kinds = ((NEW, _("Mới")), (CHANGED, pgettext("kind", "Thay đổi")), (ENDED, _("Kết thúc")))
    parts = [(label, [one for one in listed if one[1].kind == kind]) for kind, label in kinds]
    return {
        "parts": [
            (label, len(found), [_told(name, change) for name, change in found[:MOST_SHOWN]])
            for label, found in parts
            if found
        ],
        "unchanged": offer.unchanged,
        "count": len(listed),
        "findings": offer.findings[:MOST_SHOWN],
        "finding_count": len(offer.findings),
        "most": MOST_SHOWN,
    }


def _told(name: str, change: Change) -> tuple[str, str, str]:
    """The line's key, what stands, what is wanted."""
    labels = {role.value: str(role.label) for role in Role} if name == "roles" else {}

    def cells(row: tuple[object, ...] | None) -> str:
        return " · ".join(_cell(labels, cell) for cell in (row or ())[1:] if cell)

    key = str(change.line[0]) if name != "roles" else RoleLine(*map(str, change.line)).username
    return key, cells(change.before), cells(change.line)


def _cell(labels: dict[str, str], cell: object) -> str:
    return "; ".join(map(str, cell)) if isinstance(cell, tuple) else labels.get(str(cell), str(cell))
