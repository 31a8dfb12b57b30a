"""The command `paroffice`: fill a demo, serve, check. Each verb also works alone."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paroffice.config.settings")
    options = _parser().parse_args(argv)
    import django

    django.setup()
    code: int = options.verb(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="paroffice", description="Chỗ làm việc của một đợt xác định chỉ số.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    demo = verbs.add_parser("demo", help="nạp ví dụ khởi đầu vào thư mục dữ liệu trống, in các tài khoản minh họa")
    demo.add_argument("--example", type=Path, default=Path("examples/kim-son-2018"))
    demo.set_defaults(verb=_demo)
    for name, verb, said in (
        ("serve", _serve, "mở trang làm việc, cùng một tiến trình làm việc nền"),
        ("web", _web, "chỉ mở trang làm việc"),
    ):
        serve = verbs.add_parser(name, help=said)
        serve.add_argument("--port", type=int, default=8000)
        serve.add_argument("--host", default="127.0.0.1")
        serve.set_defaults(verb=verb)
    worker = verbs.add_parser("worker", help="làm việc nền: nhận dạng chữ, quét mã độc, dọn dẹp")
    worker.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi thôi")
    worker.set_defaults(verb=_worker)
    check = verbs.add_parser("check", help="kiểm tra cài đặt, cơ sở dữ liệu và nhật ký")
    check.set_defaults(verb=_check)
    seal = verbs.add_parser("checkpoint", help="ký số hiệu cuối của nhật ký vào tệp ngoài cơ sở dữ liệu")
    seal.set_defaults(verb=_checkpoint)
    backup = verbs.add_parser("backup", help="sao lưu tất cả vào một tệp tar")
    backup.add_argument("file", type=Path)
    backup.add_argument("--with-keys", action="store_true", help="kèm các khóa; giữ tệp như giữ khóa")
    backup.set_defaults(verb=_backup)
    restore = verbs.add_parser("restore", help="khôi phục bản sao lưu vào thư mục dữ liệu và cơ sở dữ liệu trống")
    restore.add_argument("file", type=Path)
    restore.set_defaults(verb=_restore)
    return parser


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _demo(options: argparse.Namespace) -> int:
    from paroffice.demo import PASSWORD, fill

    _migrate()
    accounts = fill(options.example)
    if not accounts:
        print("Thư mục dữ liệu đã có nội dung; không nạp gì thêm.")
        return 0
    print("Tài khoản minh họa (mật khẩu chung: " + PASSWORD + ")")
    for name, role in accounts:
        print(f"  {name:12} {role}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    """The pages and one worker, each begun anew where it ends."""
    from paroffice.jobs.supervisor import is_free, keep

    if not is_free(options.host, options.port):
        return _said(f"Cổng {options.port} đang được dùng; hãy chọn cổng khác bằng --port.")
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
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "paroffice.config.served:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
    ).serve()
    return 0


def _check(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from paroffice.trail.queries import all_breaks

    call_command("check")
    _migrate()
    path, key = _checkpoints()
    from paroffice.trail.checkpoints import Forged, read

    try:
        points = read(path, key)
    except Forged as forged:
        print(f"nhật ký: điểm ký không hợp lệ: {forged}", file=sys.stderr)
        return 1
    broken = list(all_breaks(points))
    for one in broken:
        print(f"nhật ký: {one.stream} số {one.number}: {one.why}", file=sys.stderr)
    if not broken:
        print("nhật ký: nguyên vẹn")
    return 1 if broken else 0


def _checkpoint(options: argparse.Namespace) -> int:
    from paroffice.trail.checkpoints import write
    from paroffice.trail.queries import heads

    _migrate()
    path, key = _checkpoints()
    print(f"đã ký {write(path, key, heads())} dòng vào {path}")
    return 0


def _backup(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from paroffice.backup import write
    from paroffice.refused import Refused

    _migrate()
    try:
        parts = write(options.file, at=timezone.now(), with_keys=options.with_keys)
    except Refused as refused:
        return _said(refused.problem, refused.remedy)
    print(f"đã ghi {len(parts)} phần vào {options.file}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from paroffice.backup import restore
    from paroffice.refused import Refused

    try:
        broken = restore(options.file)
    except Refused as refused:
        return _said(refused.problem, refused.remedy)
    if broken:
        return _said(*(f"nhật ký: {one.stream} số {one.number}: {one.why}" for one in broken))
    print("đã khôi phục; nhật ký: nguyên vẹn")
    return 0


def _said(*lines: str) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return 1


def _checkpoints() -> tuple[Path, "object"]:
    from django.conf import settings

    from paroffice.trail.checkpoints import kept_key

    return settings.DATA / "checkpoints.jsonl", kept_key(settings.DATA / "checkpoint-key")


if __name__ == "__main__":
    sys.exit(main())
