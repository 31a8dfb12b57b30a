"""What a version can be taken away as: its package, its open data, its papers. Each name is an address that stays."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as parquet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parindex.publish.open_data import open_data
from paroffice.results import bridge
from paroffice.results.models import Result
from paroffice.results.papers import as_pdf, as_word
from paroffice.results.workbook import workbook_of

ZIP, JSON, CSV, PARQUET = (
    "application/zip",
    "application/json",
    "text/csv; charset=utf-8",
    "application/vnd.apache.parquet",
)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    label: str | Promise
    kind: str
    made: Callable[[Result], bytes]


def _table(name: str) -> Callable[[Result], bytes]:
    return lambda result: open_data(bridge.opened(result.public).result)[name]


def _parquet(name: str) -> Callable[[Result], bytes]:
    """The same table, typed as its dictionary says."""

    def made(result: Result) -> bytes:
        held = open_data(bridge.opened(result.public).result)
        described = json.loads(held["datapackage.json"])
        fields = next(one["schema"]["fields"] for one in described["resources"] if one["path"] == f"{name}.csv")
        types = {field["name"]: TYPES[field["type"]] for field in fields}
        options = pa_csv.ConvertOptions(
            column_types=types, true_values=["yes"], false_values=["no"], strings_can_be_null=True, null_values=[""]
        )
        table = pa_csv.read_csv(io.BytesIO(held[f"{name}.csv"]), convert_options=options)
        out = io.BytesIO()
        parquet.write_table(table, out, compression="zstd")
        return out.getvalue()

    return made


TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.decimal128(18, 6), "boolean": pa.bool_()}
"""By the types of the data dictionary. A figure is a decimal, never a binary float."""


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


DOWNLOADS: dict[str, Download] = {
    "goi-niem-phong.zip": Download(label=_("gói niêm phong"), kind=ZIP, made=lambda one: bridge.package(one.public)),
    "units.csv": Download(label=_("đơn vị, CSV"), kind=CSV, made=_table("units.csv")),
    "fields.csv": Download(label=_("lĩnh vực, CSV"), kind=CSV, made=_table("fields.csv")),
    "leaves.csv": Download(label=_("mục, CSV"), kind=CSV, made=_table("leaves.csv")),
    "units.parquet": Download(label=_("đơn vị, Parquet"), kind=PARQUET, made=_parquet("units")),
    "fields.parquet": Download(label=_("lĩnh vực, Parquet"), kind=PARQUET, made=_parquet("fields")),
    "leaves.parquet": Download(label=_("mục, Parquet"), kind=PARQUET, made=_parquet("leaves")),
    "datapackage.json": Download(label=_("từ điển dữ liệu"), kind=JSON, made=_table("datapackage.json")),
    "result.json": Download(
        label=_("kết quả, JSON"), kind=JSON, made=lambda one: _json(bridge.opened(one.public).data)
    ),
    "robustness.json": Download(label=_("độ vững, JSON"), kind=JSON, made=lambda one: _json(one.study)),
    "bang-diem.xlsx": Download(
        label=_("Excel có công thức"), kind=EXCEL, made=lambda one: workbook_of(bridge.opened(one.public))
    ),
    "bao-cao-tong-hop.pdf": Download(label=_("báo cáo, PDF"), kind=PDF, made=lambda one: as_pdf(one, "summary")),
    "bao-cao-tong-hop.docx": Download(label=_("báo cáo, Word"), kind=WORD, made=lambda one: as_word(one, "summary")),
}
"""In the order in which they are offered."""
TO_SIGN: dict[str, Download] = {
    "quyet-dinh.docx": Download(label=_("quyết định, Word"), kind=WORD, made=lambda one: as_word(one, "decision")),
    "quyet-dinh.pdf": Download(label=_("quyết định, PDF"), kind=PDF, made=lambda one: as_pdf(one, "decision")),
}
"""Drafts for the office, to be finished and signed."""
