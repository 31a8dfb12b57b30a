"""The proofs of an item, and what about them a careful reader should know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Max, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from paroffice.assessments.models import Assessment, Proof
from paroffice.assessments.texts import pages_in
from paroffice.evidence.flags import flags_of
from paroffice.evidence.models import Verdict, Version
from paroffice.evidence.passport import BETWEEN_PAGES
from paroffice.evidence.words import folded
from paroffice.people.models import Succession

PDF = "application/pdf"
NAMED = 3
"""As many other items, and other places, are named beside a proof."""
MOST_USES = 100
AT_HAND = 10
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark on a proof: `warn` where somebody should look, else good to know."""

    says: str | Promise
    look: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A proof as it stands beside its item. `page` is where it opens; None where the file has no pages to show."""

    proof: Proof
    page: int | None
    flags: tuple[Flag, ...]

    @property
    def version(self) -> Version:
        return self.proof.version


def proofs_of(
    assessment: Assessment, code: str, *, closes_at: datetime | None, sees_other_units: bool
) -> list[Shown]:
    """The proofs that stand, each with its flags, in two queries; other units only for one who compares."""
    standing = Proof.objects.filter(assessment=assessment, item=code, taken_back_at=None)
    uses = _uses(assessment, code, standing, sees_other_units)
    own = [use for use in uses if use.assessment_id == assessment.pk and use.item == code]
    texts = _texts(own)
    others = [use for use in uses if use not in own]
    return [_shown(use, others, assessment, closes_at, texts.get(use.version_id, "")) for use in own]


def _uses(assessment: Assessment, code: str, standing: QuerySet[Proof], sees_other_units: bool) -> list[Proof]:
    """Standing uses of the same contents, by the unit and those it succeeds, or by anybody: the nearest first, and of
    what a whole nation rests on no more than a reader needs."""
    same = Proof.objects.filter(taken_back_at=None, version__sha256__in=standing.values("version__sha256"))
    if not sees_other_units:
        unit = assessment.unit_id
        before = Succession.objects.filter(heir=unit).values("predecessor")
        same = same.filter(Q(assessment__unit=unit) | Q(assessment__unit__in=before))
    return list(
        same.select_related("version__document", "version__recognition", "assessment__unit", "assessment__round")
        .defer("version__text")
        .order_by(_nearness(assessment, code), "pk")[:MOST_USES]
    )


def _nearness(assessment: Assessment, code: str) -> Case:
    return Case(When(assessment=assessment, item=code, then=0), When(assessment=assessment, then=1), default=2)


def _texts(own: list[Proof]) -> dict[int, str]:
    """The words of those files from which something is quoted; of a scan, what the machine read."""
    quoted = [use.version_id for use in own if use.quote]
    held = Version.objects.filter(pk__in=quoted).values_list("pk", "text", "recognition__text") if quoted else ()
    return {pk: text if text.strip() else recognised or "" for pk, text, recognised in held}


def _shown(proof: Proof, others: list[Proof], assessment: Assessment, closes_at: datetime | None, text: str) -> Shown:
    version = proof.version
    same = [use for use in others if use.version.sha256 == version.sha256]
    flags = (
        *_of_use(proof),
        *_of_paper(version, assessment.round.year, closes_at),
        *_elsewhere(same, assessment),
        *_quoted(proof, text),
    )
    named = pages_in(proof.pages) if proof.pages else None
    drawn = version.kind == PDF and bool(version.pages)
    return Shown(proof=proof, page=(named or [1])[0] if drawn else None, flags=flags)


def _of_use(proof: Proof) -> Iterator[Flag]:
    """What is known of the signatures and of the paper's place in the store."""
    signatures = proof.version.signatures
    if signatures and all(one.get("intact") and not one.get("altered_later") for one in signatures):
        yield Flag(_("chữ ký số nguyên vẹn"), "ok")
    elif signatures:
        yield Flag(_("chữ ký số không còn nguyên vẹn"))
    if proof.version.document.withdrawn_at is not None:
        yield Flag(_("tài liệu đã được rút khỏi kho"))


def _of_paper(version: Version, year: int, closes_at: datetime | None) -> Iterator[Flag]:
    """What the paper itself says; that nothing was scanned stands on the paper's own page."""
    for flag in flags_of(version, year=year, closes_at=closes_at):
        if flag.code != Verdict.NOT_SCANNED:
            yield Flag(flag.says, "warn" if flag.grave else "")


def _elsewhere(same: list[Proof], assessment: Assessment) -> Iterator[Flag]:
    here = sorted({use.item for use in same if use.assessment_id == assessment.pk})
    if here:
        named = ", ".join(here[:NAMED])
        if len(here) > NAMED:
            named = format_lazy(_("{codes} và {count} mục khác"), codes=named, count=str(len(here) - NAMED))
        yield Flag(format_lazy(_("cũng dùng cho mục {codes}"), codes=named), "")
    elsewhere = [use for use in same if use.assessment_id != assessment.pk]
    for use in elsewhere[:NAMED]:
        text = _("đã dùng năm {year} cho mục {code}")
        if use.assessment.unit_id != assessment.unit_id:
            text = _("{unit} đã dùng năm {year} cho mục {code}")
        yield Flag(
            format_lazy(text, unit=str(use.assessment.unit), year=str(use.assessment.round.year), code=use.item)
        )
    if len(elsewhere) > NAMED:
        yield Flag(_("còn dùng ở nhiều nơi khác"))


def _quoted(proof: Proof, text: str) -> Iterator[Flag]:
    """Whether the words quoted stand on the pages named; a file without text cannot be asked."""
    if not proof.quote or not text.strip():
        return
    pages = text.split(BETWEEN_PAGES)
    named = [number for number in (pages_in(proof.pages) or []) if number <= len(pages)] if proof.pages else []
    held = " ".join(pages[number - 1] for number in named) if named else text
    if folded(proof.quote) not in folded(held):
        yield Flag(_("không thấy đoạn trích trên trang đã nêu"))


def papers_at_hand(assessment: Assessment, said: str) -> list[Version]:
    """The unit's papers that bear every word, with or without accents, newest first: one query."""
    newest = Version.objects.filter(document__unit=assessment.unit_id, document__withdrawn_at=None)
    newest = newest.exclude(verdict=Verdict.INFECTED)
    for word in folded(said.replace("\x00", "")).split()[:MOST_WORDS]:
        newest = newest.filter(document__searched__contains=word)
    later = Version.objects.filter(document__unit=assessment.unit_id).values("document")
    latest = later.annotate(latest=Max("pk")).values("latest")
    return list(newest.filter(pk__in=latest).select_related("document").defer("text").order_by("-pk")[:AT_HAND])
