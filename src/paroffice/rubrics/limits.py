"""What the office keeps of an edition: some files of modest size, with names and letters that every system takes."""

import re

from django.utils.translation import gettext as _

from parindex.rubric.read import COVER_FILE
from parindex.rubric.write import flaw_of_name
from paroffice.pages.language import readers_language
from paroffice.refused import Refused
from paroffice.rubrics.frozen import Files

MOST_FILES, MOST_CHARACTERS = 60, 1_000_000
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps."""


def require_keepable(files: Files) -> None:
    """Raises `Refused` for what is too much, or cannot be kept."""
    if COVER_FILE not in files:
        raise Refused(
            _("Bộ chỉ số thiếu tệp %(file)s.") % {"file": COVER_FILE}, _("Hãy nộp đủ các tệp của một bộ chỉ số.")
        )
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_CHARACTERS:
        raise Refused(_("Bộ chỉ số có quá nhiều tệp, hoặc quá dài."), _("Một bộ chỉ số chỉ cần vài chục tệp nhỏ."))
    for name, text in files.items():
        flaw = flaw_of_name(name)
        if flaw is not None or not name.endswith(".yaml"):
            said = flaw.said_in(readers_language()) if flaw else name[:60]
            raise Refused(
                _("Tên tệp không nhận được: %(said)s.") % {"said": said}, _("Hãy đặt tên ngắn, đuôi .yaml.")
            )
        if UNKEEPABLE.search(text):
            raise Refused(
                _("Tệp %(file)s có ký tự không lưu được.") % {"file": name}, _("Hãy lưu lại tệp với bảng mã UTF-8.")
            )
