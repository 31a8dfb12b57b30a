"""The digital signatures of a PDF: who, whether untouched since, whether by a root this office trusts.

Nothing is fetched: revocation is not asked for, and trust is only that of the roots laid down beforehand.
"""

import logging
from pathlib import Path
from typing import Any, BinaryIO

MOST_SIGNATURES = 20
ROOTS = (".pem", ".crt", ".cer", ".der")


def signatures_of(content: BinaryIO, trust: Path | None) -> list[dict[str, Any]]:
    """One record a signature. Raises whatever the reader raises on a file it cannot follow."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    reader = PdfFileReader(content, strict=False)
    if reader.encrypted:
        reader.decrypt("")
    return [_told(signature, trust) for signature in reader.embedded_regular_signatures[:MOST_SIGNATURES]]


def roots_in(trust: Path | None) -> list[Any]:
    """The certificates laid down as roots; one that cannot be read is passed over."""
    from pyhanko.keys import load_certs_from_pemder

    roots: list[Any] = []
    for path in sorted(trust.iterdir()) if trust is not None and trust.is_dir() else []:
        if path.suffix.casefold() in ROOTS:
            try:
                roots += load_certs_from_pemder([str(path)])
            except (ValueError, OSError):
                continue
    return roots


def _told(signature: Any, trust: Path | None) -> dict[str, Any]:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = roots_in(trust)
    told: dict[str, Any] = {"signer": "", "readable": False, "roots": len(roots)}
    try:
        told["signer"] = _named(signature.signer_cert)
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    except Exception:  # a signature made wrongly, by anyone, in any way: told as unreadable
        return told
    covers = status.coverage.name in ("ENTIRE_FILE", "ENTIRE_REVISION")
    return told | {
        "readable": True,
        "intact": bool(status.intact and status.valid),
        "whole": status.coverage.name == "ENTIRE_FILE",
        "altered_later": not covers or (status.coverage.name != "ENTIRE_FILE" and not _harmless(status)),
        "trusted": bool(status.trusted),
        "said_at": status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
        "serial": f"{status.signing_cert.serial_number:x}",
    }


def _harmless(status: Any) -> bool:
    """What was added after signing is only what signing itself adds: another signature, a time stamp."""
    level = status.modification_level
    return level is not None and level.name in ("NONE", "LTA_UPDATES", "FORM_FILLING")


def _named(certificate: Any) -> str:
    names = certificate.subject.native
    said = names.get("common_name") or certificate.subject.human_friendly
    one = str(said[0] if isinstance(said, list) else said)
    return "".join(letter for letter in one if letter.isprintable())[:200]
