"""What the pages of the room find before they show anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from paroffice.pages.asked import grants_of
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.surveys.models import State, Survey

ACTS = ("prepare", "seal", "collect", "key", "check", "close")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def survey_for(pk: int) -> Survey:
    """By the number of its round."""
    found = Survey.objects.select_related("round__edition").filter(round=pk).first()
    if found is None:
        raise NotVisible
    return found


def frame_of(request: HttpRequest, survey: Survey) -> dict[str, object]:
    """What every page of a survey shows; `may` names what the reader may do."""
    grants = grants_of(request)
    return {
        "survey": survey,
        "round": survey.round,
        "state": State(survey.state),
        "may": {act: policy.allows(grants, f"surveys.{act}", None) for act in ACTS},
        "illustrative": survey.round.illustrative,
    }


@contextmanager
def brought(request: HttpRequest, *kinds: str) -> Iterator[Path]:
    """The file that was sent, on disk while it is read, under a name of ours with its own ending."""
    file = request.FILES.get("file")
    ending = Path(file.name or "").suffix.lower() if file else ""
    if file is None or ending not in kinds:
        raise Refused(
            _("Chưa chọn tệp, hoặc tệp không đúng loại."), _("Hãy chọn tệp %(kinds)s.") % {"kinds": ", ".join(kinds)}
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"tep{ending}"
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        yield path


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
