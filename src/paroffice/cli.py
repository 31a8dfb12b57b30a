"""The command `paroffice`: fill a demo, serve, check, keep and bring back. Each verb also works alone."""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from parindex.shipped import shipped

if TYPE_CHECKING:
    from paroffice.people.models import Person
    from paroffice.trail.chain import Break


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paroffice.config.settings")
    import django

    django.setup()
    from paroffice.refused import Refused

    translation.activate("en" if os.environ.get("PARINDEX_LANG") == "en" else "vi")
    options = _parser().parse_args(argv)
    try:
        code: int = options.verb(options)
    except Refused as refused:
        return _said(refused.problem, refused.remedy)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="paroffice", description=_("Chỗ làm việc của một đợt xác định chỉ số."))
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    demo = verbs.add_parser("demo", help=_("nạp ví dụ khởi đầu vào thư mục dữ liệu trống, in các tài khoản minh họa"))
    demo.add_argument("--example", type=Path, default=shipped("examples", "kim-son-2018"))
    demo.set_defaults(verb=_demo)
    for name, verb, said in (
        ("serve", _serve, _("mở trang làm việc, cùng một tiến trình làm việc nền")),
        ("web", _web, _("chỉ mở trang làm việc")),
    ):
        serve = verbs.add_parser(name, help=said)
        serve.add_argument("--port", type=int, default=8000)
        serve.add_argument("--host", default="127.0.0.1")
        serve.set_defaults(verb=verb)
    worker = verbs.add_parser("worker", help=_("làm việc nền: nhận dạng chữ, quét mã độc, dọn dẹp"))
    worker.add_argument("--once", action="store_true", help=_("làm hết việc đang chờ rồi thôi"))
    worker.set_defaults(verb=_worker)
    check = verbs.add_parser("check", help=_("kiểm tra cài đặt, cơ sở dữ liệu và nhật ký"))
    check.set_defaults(verb=_check)
    _one_stop_verbs(verbs)
    seal = verbs.add_parser("checkpoint", help=_("ký số hiệu cuối của nhật ký vào tệp ngoài cơ sở dữ liệu"))
    seal.set_defaults(verb=_checkpoint)
    site = verbs.add_parser("freeze-site", help=_("ghi các trang kết quả công khai thành tệp tĩnh"))
    site.add_argument("folder", type=Path)
    site.set_defaults(verb=_freeze_site)
    backup = verbs.add_parser("backup", help=_("sao lưu tất cả vào một tệp tar"))
    backup.add_argument("file", type=Path)
    backup.add_argument("--with-keys", action="store_true", help=_("kèm các khóa; giữ tệp như giữ khóa"))
    backup.set_defaults(verb=_backup)
    restore = verbs.add_parser("restore", help=_("khôi phục bản sao lưu vào thư mục dữ liệu và cơ sở dữ liệu trống"))
    restore.add_argument("file", type=Path)
    restore.set_defaults(verb=_restore)
    return parser


def _one_stop_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    law = verbs.add_parser("one-stop-law", help=_("áp dụng bộ quy tắc một cửa từ một thư mục"))
    law.add_argument("folder", type=Path)
    law.add_argument("--by", required=True)
    law.set_defaults(verb=_one_stop_law)
    centre = verbs.add_parser("one-stop-centre", help=_("lập hoặc sửa bộ phận một cửa của một đơn vị"))
    centre.add_argument("unit")
    for name in ("by", "name", "level", "organisation", "calendar"):
        centre.add_argument(f"--{name}", required=True)
    centre.set_defaults(verb=_one_stop_centre)


def _migrate() -> None:
    from paroffice.config.tables import bring_up_to_date

    bring_up_to_date()


def _demo(options: argparse.Namespace) -> int:
    from paroffice.demo import PASSWORD, accounts, fill

    _migrate()
    if not fill(options.example):
        print(_("Thư mục dữ liệu đã có nội dung; không nạp gì thêm."))
    named = accounts()
    if named:
        print(_("Tài khoản minh họa (mật khẩu chung khi nạp: %(password)s)") % {"password": PASSWORD})
    for name, role in named:
        print(f"  {name:12} {role}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    """The pages and one worker, each begun anew where it ends."""
    from paroffice.jobs.supervisor import is_free, keep

    if not is_free(options.host, options.port):
        return _said(_("Cổng %(port)d đang được dùng; hãy chọn cổng khác bằng --port.") % {"port": options.port})
    _migrate()
    print(f"http://{options.host}:{options.port}", flush=True)
    own = [sys.executable, "-m", "paroffice.cli"]
    return keep([*own, "web", "--host", options.host, "--port", str(options.port)], [*own, "worker"])


def _worker(options: argparse.Namespace) -> int:
    import logging

    from paroffice.jobs.worker import stop_on_signals, work

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    work(once=options.once, stop=stop_on_signals())
    return 0


def _web(options: argparse.Namespace) -> int:
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "paroffice.config.served:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=settings.PROCESSES,
        blocking_threads=4,
    ).serve()
    return 0


def _check(options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    from paroffice.assessments.truth import departures
    from paroffice.config.troubles import troubles
    from paroffice.surveys.logged import logged_in_the_field
    from paroffice.surveys.queries.weights import unsettled
    from paroffice.surveys.sealed import broken_seals

    call_command("check")
    _migrate()
    found = [_("cài đặt: %(trouble)s") % {"trouble": one} for one in troubles(settings)]
    found += _trail_troubles()
    found += [_("%(subject)s không như nhật ký kể") % {"subject": one} for one in departures()]
    found += [
        _("điều tra xã hội học %(survey)s không còn như lúc niêm phong") % {"survey": one} for one in broken_seals()
    ]
    found += [
        _("điều tra xã hội học %(survey)s: trọng số đã chốt không còn như lúc khóa sổ") % {"survey": one}
        for one in unsettled()
    ]
    found += [_("đang thu phiếu điều tra: %(trouble)s") % {"trouble": one} for one in logged_in_the_field()]
    if found:
        return _said(*found)
    print(_("cài đặt: không có gì đáng ngại"), _("nhật ký: nguyên vẹn"), sep="\n")
    return 0


def _trail_troubles() -> list[str]:
    """Every way in which the trail does not hold against itself and its checkpoints."""
    from django.conf import settings

    from paroffice.trail.checkpoints import Forged, kept_in
    from paroffice.trail.queries import all_breaks

    try:
        return _told(all_breaks(kept_in(settings.DATA)))
    except Forged as forged:
        return [_("nhật ký: điểm ký không hợp lệ: %(line)s") % {"line": forged}]


def _told(breaks: "Iterable[Break]") -> list[str]:
    from paroffice.trail.words import why

    said = _("nhật ký: %(stream)s số %(number)d: %(why)s")
    return [said % {"stream": one.stream, "number": one.number, "why": why(one.why)} for one in breaks]


def _one_stop_law(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from parindex.errors import Unreadable
    from paroffice.onestop.actions.law import adopt_law
    from paroffice.onestop.law import files_of

    _migrate()
    try:
        law = adopt_law(files=files_of(options.folder), by=_account(options.by), at=timezone.now())
    except Unreadable as unreadable:
        return _said(*(f"{one.where}: {one.problem.said_in('vi')}" for one in unreadable.findings))
    print(_("đã áp dụng bộ quy tắc một cửa %(digest)s") % {"digest": law.digest})
    return 0


def _account(name: str) -> "Person":
    from paroffice.people.models import Person
    from paroffice.refused import Refused

    found = Person.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise Refused(_("Không có tài khoản «%(name)s».") % {"name": name}, _("Hãy ghi tên đăng nhập sau --by."))
    return found


def _one_stop_centre(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from paroffice.onestop.actions.law import set_up
    from paroffice.people.models import Unit

    _migrate()
    unit = Unit.objects.filter(code=options.unit).first()
    if unit is None:
        return _said(_("Không có đơn vị «%(code)s».") % {"code": options.unit})
    fields = {name: getattr(options, name) for name in ("name", "level", "organisation", "calendar")}
    centre = set_up(unit=unit, by=_account(options.by), at=timezone.now(), **fields)
    print(_("đã lập %(centre)s") % {"centre": centre})
    return 0


def _checkpoint(options: argparse.Namespace) -> int:
    from django.conf import settings

    from paroffice.trail.checkpoints import FILE, KEY, kept_key, write
    from paroffice.trail.queries import heads

    _migrate()
    path = settings.DATA / FILE
    count = write(path, kept_key(settings.DATA / KEY), heads())
    print(_("đã ký %(count)d dòng vào %(path)s") % {"count": count, "path": path})
    return 0


def _freeze_site(options: argparse.Namespace) -> int:
    from paroffice.results.static_site import freeze_site

    _migrate()
    count = freeze_site(options.folder)
    print(_("đã ghi %(count)d trang và tệp vào %(path)s") % {"count": count, "path": options.folder})
    return 0


def _backup(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from paroffice.backup import write

    _migrate()
    parts = write(options.file, at=timezone.now(), with_keys=options.with_keys)
    print(_("đã ghi %(count)d phần vào %(path)s") % {"count": len(parts), "path": options.file})
    return 0


def _restore(options: argparse.Namespace) -> int:
    from paroffice.backup import restore

    broken = restore(options.file)
    if broken:
        return _said(*_told(broken))
    print(_("đã khôi phục; nhật ký: nguyên vẹn"))
    return 0


def _said(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
