"""An edition as it is handed in: one Excel workbook, or the YAML files of its folder."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from parindex.errors import Finding, NeedsExtra, Unreadable
from parindex.rubric.model import Edition
from parindex.rubric.tree import MOST_BYTES
from parindex.rubric.workbook import from_workbook
from paroffice.refused import Refused
from paroffice.rubrics.frozen import Files, files_from
from paroffice.rubrics.limits import MOST_FILES
from paroffice.rubrics.places import ENDING


def files_in(uploads: Sequence[UploadedFile]) -> Files:
    """The edition's files. Raises `Unreadable` with findings for a workbook, `Refused` for what is neither."""
    kinds = {PurePath(upload.name or "").suffix.casefold() for upload in uploads}
    if len(uploads) == 1 and kinds == {".xlsx"}:
        return _from_workbook(uploads[0])
    if uploads and kinds <= {".yaml", ".yml"}:
        return _from_yaml(uploads)
    raise Refused(
        _("Không nhận các tệp này."), _("Hãy nộp một tệp Excel (.xlsx), hoặc tất cả các tệp .yaml của một bộ chỉ số.")
    )


def _from_workbook(upload: UploadedFile) -> Files:
    with TemporaryDirectory() as temporary:
        path = Path(temporary) / "edition.xlsx"
        with path.open("wb") as stream:
            stream.writelines(upload.chunks())
        edition, findings = _read(path)
        if edition is None:
            raise Unreadable(findings)
    return files_from(edition)


def _read(path: Path) -> tuple[Edition | None, list[Finding]]:
    try:
        return from_workbook(path)
    except NeedsExtra as missing:
        raise Refused(
            _("Máy chủ thiếu phần đọc bảng tính."), _("Quản trị hãy cài đặt: %(missing)s.") % {"missing": missing}
        ) from None


def _from_yaml(uploads: Sequence[UploadedFile]) -> Files:
    if len(uploads) > MOST_FILES or any((upload.size or 0) > MOST_BYTES for upload in uploads):
        raise Refused(_("Quá nhiều tệp, hoặc tệp quá lớn."), _("Một bộ chỉ số chỉ cần vài chục tệp nhỏ."))
    try:
        return {
            f"{PurePath(upload.name or '').stem}{ENDING}": upload.read().decode("utf-8-sig") for upload in uploads
        }
    except UnicodeDecodeError:
        raise Refused(_("Có tệp không phải văn bản UTF-8."), _("Hãy lưu lại các tệp với bảng mã UTF-8.")) from None
