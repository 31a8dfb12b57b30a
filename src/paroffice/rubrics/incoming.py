"""An edition as it is handed in: one Excel workbook, or the YAML files of its folder."""

from collections.abc import Sequence
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from parindex.errors import Unreadable
from parindex.rubric.tree import MOST_BYTES
from parindex.rubric.workbook import from_workbook
from parindex.rubric.write import write_edition
from paroffice.refused import Refused
from paroffice.rubrics.frozen import Files, files_of

MOST_FILES = 60


def files_in(uploads: Sequence[UploadedFile]) -> Files:
    """The edition's files. Raises `Unreadable` with findings for a workbook, `Refused` for what is neither."""
    kinds = {PurePath(upload.name or "").suffix.casefold() for upload in uploads}
    if len(uploads) == 1 and kinds == {".xlsx"}:
        return _from_workbook(uploads[0])
    if uploads and kinds <= {".yaml", ".yml"}:
        return _from_yaml(uploads)
    raise Refused(
        "Không nhận các tệp này.", "Hãy nộp một tệp Excel (.xlsx), hoặc tất cả các tệp .yaml của một bộ chỉ số."
    )


def _from_workbook(upload: UploadedFile) -> Files:
    with TemporaryDirectory() as temporary:
        path, folder = Path(temporary) / "edition.xlsx", Path(temporary) / "edition"
        with path.open("wb") as stream:
            stream.writelines(upload.chunks())
        edition, findings = from_workbook(path)
        if edition is None:
            raise Unreadable(findings)
        write_edition(edition, folder)
        return files_of(folder)


def _from_yaml(uploads: Sequence[UploadedFile]) -> Files:
    if len(uploads) > MOST_FILES or any((upload.size or 0) > MOST_BYTES for upload in uploads):
        raise Refused("Quá nhiều tệp, hoặc tệp quá lớn.", "Một bộ chỉ số chỉ cần vài chục tệp nhỏ.")
    try:
        return {PurePath(upload.name or "").name: upload.read().decode("utf-8-sig") for upload in uploads}
    except UnicodeDecodeError:
        raise Refused("Có tệp không phải văn bản UTF-8.", "Hãy lưu lại các tệp với bảng mã UTF-8.") from None
