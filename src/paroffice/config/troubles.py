"""What in the settings would be regretted: nothing here stops a start, `paroffice check` says it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

HERE_ONLY = {"127.0.0.1", "localhost", "testserver", "[::1]", ".localhost"}
SHORTEST_KEY = 40
PRIVATE = ("secret-key", "checkpoint-key")


def troubles(settings: Any) -> Iterator[str]:
    """In words, each with its remedy."""
    others = [host for host in settings.ALLOWED_HOSTS if host not in HERE_ONLY]
    if settings.DEBUG and others:
        yield _("PAROFFICE_DEBUG đang bật trong khi người khác truy cập được; hãy tắt.")
    if others and not settings.HTTPS:
        yield _("Máy khác truy cập được nhưng PAROFFICE_HTTPS tắt: mật khẩu đi không mã hóa; hãy đặt sau HTTPS.")
    if "*" in settings.ALLOWED_HOSTS:
        yield _("PAROFFICE_HOSTS nhận mọi tên máy; hãy ghi đúng tên.")
    if any(host != host.strip() for host in settings.ALLOWED_HOSTS):
        yield _("PAROFFICE_HOSTS có dấu cách, tên ấy sẽ không bao giờ khớp; hãy bỏ dấu cách.")
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield _("PAROFFICE_SECRET_KEY quá ngắn; hãy dùng ít nhất 40 ký tự ngẫu nhiên.")
    yield from _readable_by_others(settings.DATA)


def _readable_by_others(folder: Path) -> Iterator[str]:
    for name in PRIVATE:
        path = folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield _("Tệp khóa %(path)s người khác đọc được; hãy đặt quyền 600.") % {"path": path}
