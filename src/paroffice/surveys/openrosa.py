"""OpenRosa 1.0, so that ODK Collect and Enketo can be the field client: form list, form, submission.

https://docs.getodk.org/openrosa/. Each stratum has its form; what a device tells of itself is not read.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import md5
from xml.etree.ElementTree import Element, ParseError, SubElement, XMLParser, tostring
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from paroffice.refused import Refused
from paroffice.surveys.models import Cell, Stratum, Survey
from paroffice.surveys.pace import seconds_between
from paroffice.surveys.questions.check import BEGUN, DONE
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind, digest_of, form_from, written
from paroffice.surveys.questions.xlsform import sheets_of, xform_of

MOST_BYTES = 1_000_000
LIST, ANSWER = "http://openrosa.org/xforms/xformsList", "http://openrosa.org/http/response"
HEADERS = {"X-OpenRosa-Version": "1.0", "X-OpenRosa-Accept-Content-Length": str(MOST_BYTES)}
CLUSTER = "cum_dieu_tra"
"""The question in which an interviewer says which cluster the respondent is of."""
TIMES = [{"type": "start", "name": BEGUN}, {"type": "end", "name": DONE}]
"""What a device notes by itself, so that how long it took is known as a band."""
INSTANCE = re.compile(r"[\w:.-]{8,120}", re.ASCII)
MARK = re.compile(r"⟦paroffice:([a-z0-9-]+)⟧")
"""What a mould leaves open."""


@dataclass(frozen=True)
class Mould:
    """A questionnaire with so many clusters to choose from, as XForm; what each stratum says of its own is left open.

    Turning a form into an XForm is slow, and there are a few moulds for thousands of strata.
    """

    form: Form
    clusters: int

    @cached_property
    def digest(self) -> str:
        return digest_of(written(self.form))

    @cached_property
    def xml(self) -> str:
        marks = [_mark(f"cluster-{number}") for number in range(1, self.clusters + 1)]
        form = _with_clusters(self.form, marks)
        return _xml(json.dumps(sheets_of(form, _mark("title"), _mark("id"), _mark("version"))))

    def filled(self, **said: str) -> str:
        return MARK.sub(lambda found: escape(said.get(found[1], found[0]), {'"': "&quot;"}), self.xml)


def _mark(name: str) -> str:
    return f"⟦paroffice:{name}⟧"


@lru_cache(maxsize=64)
def _xml(written_sheets: str) -> str:
    """Made once of the same sheets: a device asks for the list of all forms again and again."""
    sheets = json.loads(written_sheets)
    return xform_of(sheets | {"survey": [*TIMES, *sheets["survey"]]})


@dataclass(frozen=True)
class DeviceForm:
    """What a device is given for one stratum."""

    stratum: Stratum
    mould: Mould
    title: str
    clusters: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.stratum.label

    @property
    def version(self) -> str:
        return digest_of(self.title, self.mould.digest, self.clusters)[:10]

    @cached_property
    def form(self) -> Form:
        return _with_clusters(self.mould.form, self.clusters)

    @cached_property
    def xml(self) -> str:
        named = {f"cluster-{number}": name for number, name in enumerate(self.clusters, 1)}
        return self.mould.filled(id=self.id, title=self.title, version=self.version, **named)

    @property
    def hash(self) -> str:
        """By which a device knows whether it has this very form."""
        return f"md5:{md5(self.xml.encode(), usedforsecurity=False).hexdigest()}"


def forms_of(survey: Survey) -> Iterator[DeviceForm]:
    asked = {(one.group, one.block): one for one in survey.questionnaires.all()}
    blocks = dict(survey.round.participants.values_list("unit", "block"))
    cells: dict[int, list[str]] = {}
    for stratum, cluster in Cell.objects.filter(stratum__survey=survey).values_list("stratum", "cluster"):
        cells.setdefault(stratum, []).append(cluster)
    moulds: dict[tuple[int, int], Mould] = {}
    for stratum in survey.strata.select_related("unit").filter(asked__gt=0).order_by("label"):
        held = asked.get((stratum.group, blocks.get(stratum.unit_id, ""))) or asked[stratum.group, ""]
        clusters = tuple(sorted(cells.get(stratum.pk, []))) if stratum.clusters else ()
        key = (held.pk, len(clusters))
        mould = moulds.get(key) or moulds.setdefault(key, Mould(form_from(held.definition), len(clusters)))
        yield DeviceForm(stratum, mould, f"{held.title}: {stratum.unit}", clusters)


def _with_clusters(form: Form, clusters: Sequence[str]) -> Form:
    """Asked first, by number: what a cluster is called need not be a code. Without clusters the form as it is."""
    if not clusters:
        return form
    choices = tuple(Choice(code=str(number), says={"vi": name}) for number, name in enumerate(clusters, 1))
    asked = Asked(name=CLUSTER, kind=Kind.ONE, says={"vi": _("Cụm")}, choices=CLUSTER, required=True)
    return replace(form, choices=form.choices | {CLUSTER: choices}, questions=(asked, *form.questions))


def list_xml(forms: Sequence[DeviceForm], address: str) -> bytes:
    root = Element("xforms", xmlns=LIST)
    for one in forms:
        told = SubElement(root, "xform")
        SubElement(told, "formID").text = one.id
        SubElement(told, "name").text = one.title
        SubElement(told, "version").text = one.version
        SubElement(told, "hash").text = one.hash
        SubElement(told, "downloadUrl").text = f"{address}?id={one.id}"
    return _document(root)


def answer_xml(message: str) -> bytes:
    root = Element("OpenRosaResponse", xmlns=ANSWER)
    SubElement(root, "message").text = message
    return _document(root)


def _document(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Submission:
    """An instance as a device sends it: which form, its own number, its leaves by name, how long it took."""

    form: str
    instance: str
    replies: dict[str, list[str]]
    seconds: float | None


def submission_from(content: bytes) -> Submission:
    """Raises `Refused` for what is no instance. Document types and entities are not read at all.

    A leaf without text says nothing: a question left empty, a note, a group of which nothing applied.
    """
    if len(content) > MOST_BYTES or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _unreadable()
    parser = XMLParser()
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, ValueError, LookupError):
        raise _unreadable() from None
    leaves = {_name(one): (one.text or "").strip() for one in root.iter() if not len(one)}
    instance = leaves.pop("instanceID", "")
    if not INSTANCE.fullmatch(instance):
        raise _unreadable()
    about = {_name(one) for meta in root.iter() if _name(meta) == "meta" for one in meta}
    seconds = seconds_between(leaves.pop(BEGUN, ""), leaves.pop(DONE, ""))
    replies = {name: [text] for name, text in leaves.items() if text and name not in about}
    return Submission(root.get("id", ""), instance, replies, seconds)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _unreadable() -> Refused:
    return Refused(_("Bản gửi lên không phải một phiếu OpenRosa."), _("Hãy tải lại biểu mẫu rồi gửi lại."))
