"""Papers made by hand for the tests: small PDFs with Vietnamese text, signed ones, images, packed files."""

import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

REPORT = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN KIM SƠN Độc lập - Tự do - Hạnh phúc
Số: 312/BC-UBND Kim Sơn, ngày 28 tháng 12 năm 2018
BÁO CÁO
Kết quả công tác cải cách hành chính
năm 2018 của huyện Kim Sơn
Thực hiện Kế hoạch số 05/KH-UBND ngày 10 tháng 01 năm 2018"""


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF of these pages, read as they stand. Each letter is one code, named in a ToUnicode map."""
    letters = sorted(set("".join(pages)) - {"\n"})
    code = {letter: number for number, letter in enumerate(letters, start=1)}
    mapped = "".join(f"<{number:02x}> <{ord(letter):04x}>\n" for letter, number in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{mapped}endbfchar\nendcmap end end"
    ).encode()
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R" + extra + b">>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 4 0 R>>",
        _stream(cmap),
    ]
    for place, page in enumerate(pages):
        lines = "".join(
            f"<{''.join(f'{code[letter]:02x}' for letter in line)}> Tj T*\n" for line in page.splitlines() if line
        )
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {6 + 2 * place} 0 R>>".encode()
        )
        bodies.append(_stream(f"BT /F 10 Tf 14 TL 50 780 Td\n{lines}ET".encode()))
    return _numbered(bodies)


def _stream(content: bytes) -> bytes:
    return f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _numbered(bodies: list[bytes]) -> bytes:
    whole, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(whole))
        whole += f"{number} 0 obj".encode() + body + b"endobj\n"
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{rows}trailer<</Size {len(places) + 1}/Root 1 0 R>>\n"
    return whole + tail.encode() + f"startxref\n{len(whole)}\n%%EOF\n".encode()


def seal(folder: Path, name: str = "Nguyễn Văn Ký") -> tuple[Path, Path]:
    """A key and a certificate that vouches for itself, for a year around now."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=200))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, key_cert_sign=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kept, shown = folder / "key.pem", folder / "root.pem"
    plain = serialization.NoEncryption()
    kept.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    shown.write_bytes(certificate.public_bytes(pem))
    return kept, shown


def signed(content: bytes, key: Path, certificate: Path, field: str = "Ky1") -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    signer = signers.SimpleSigner.load(str(key), str(certificate))
    assert signer is not None
    out = io.BytesIO()
    meta = signers.PdfSignatureMetadata(field_name=field)
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), meta, signer=signer, output=out)
    return out.getvalue()


def altered_later(content: bytes) -> bytes:
    """The page turned upside down by an increment after the signing."""
    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(content)))
    writer.encrypt("chủ", "khách")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    rows = b"".join(b"\x00" + b"\xff" * 3 * width for _ in range(height))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\xff\xc0\x00\x11\x08\x00\x30\x00\x40\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    + b"\xff\xd9"
)
"""64 × 48, in its header at least."""
TIFF = b"II*\x00\x08\x00\x00\x00\x02\x00" + struct.pack("<HHIIHHII", 256, 4, 1, 70, 257, 3, 1, 50) + b"\x00" * 4


def packed(members: dict[str, bytes] | None = None, *, word: bool = True) -> bytes:
    """A Word file as far as its zip goes, with these members besides."""
    own = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"} if word else {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, body in (own | (members or {})).items():
            whole.writestr(name, body)
    return out.getvalue()
