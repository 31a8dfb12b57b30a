"""The public side as plain files: every link of it leads to a file, and none to a person's page."""

import re
from pathlib import Path

from django.urls import reverse

from paroffice.cli import main
from paroffice.results.models import Result
from tests.web.results.example import Example


def test_every_link_of_the_frozen_site_leads_to_a_file(
    kept_result: Result, example: Example, tmp_path: Path, capsys: object
) -> None:
    assert main(["freeze-site", str(tmp_path)]) == 0

    pages = list(tmp_path.rglob("index.html"))
    links = {
        link for page in pages for link in re.findall(r'(?:href|src)="(/[^"#?]*)', page.read_text(encoding="utf-8"))
    }
    missing = [link for link in links if not (tmp_path / link.strip("/")).exists()]
    unit = tmp_path / reverse("result-unit", args=[example.round.pk, "kim-son"]).strip("/") / "index.html"
    assert missing == []
    assert "86,38" in unit.read_text(encoding="utf-8")
    assert len(pages) > 8 * 103
    assert not any("<form" in page.read_text(encoding="utf-8") for page in pages)
    assert (tmp_path / f"ket-qua/{example.round.pk}/ban/1/goi-niem-phong.zip").stat().st_size > 100_000
