"""Whether all is well, in words for whoever watches over the machine."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from paroffice.jobs.queries import SILENCE, kept_waiting, last_seen


def trouble(at: datetime) -> list[str]:
    """What is wrong; empty where nothing is."""
    return [*_of_the_database(at), *_of_the_files()]


def _of_the_database(at: datetime) -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _of_the_workers(at)
    except DatabaseError:
        return [_("Cơ sở dữ liệu không trả lời.")]


def _of_the_workers(at: datetime) -> list[str]:
    last = last_seen()
    if not kept_waiting(at) or (last is not None and at - last <= SILENCE):
        return []
    return [_("Có việc đang chờ mà không có tiến trình nào làm; hãy chạy «paroffice worker».")]


def _of_the_files() -> list[str]:
    folder = Path(settings.FILES)
    while not folder.exists():
        folder = folder.parent
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    return [_("Không ghi được vào thư mục tệp.")]
