"""Who should appraise what, as the edition itself says: parts by the agency that confirms them."""

from collections import defaultdict

from parindex.rubric.model import Edition
from paroffice.appraisals.marks import ruled_items


def suggested_parts(law: Edition) -> dict[str, list[str]]:
    """By confirming agency, the codes of the items it confirms, in printed order."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in ruled_items(law):
        if item.confirmed_by:
            found[item.confirmed_by].append(item.code)
    return dict(found)
