"""Call-backs: whom to call, and what they say held against what came in, in sums and never person by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from django.db.models import Sum

from parindex.survey.draw import Listed as Line
from parindex.survey.draw import draw_simple
from parindex.survey.quantiles import wilson
from paroffice.surveys.models import CallBackDraw, Drawn, Listed, Standing, Stratum, Survey
from paroffice.surveys.queries.progress import held_against_plan

LEVEL = 0.95


def asked_in(stratum: Stratum) -> list[Listed]:
    """Those of the frame who were drawn in the stratum, or stood in, and were not replaced."""
    drawn = Drawn.objects.filter(listed__stratum=stratum, standing=Standing.ASKED)
    return [one.listed for one in drawn.select_related("listed").order_by("listed__number")]


def chosen_by(seed: str, count: int, asked: Sequence[Listed], label: str) -> list[Listed]:
    """By chance alone: anybody who has the frame, the draw, this seed and this number chooses the same."""
    rows = {one.number: one for one in asked}
    lines = [Line(id=number, stratum=label) for number in rows]
    made = draw_simple(lines, {label: count}, np.random.Generator(np.random.PCG64(int(seed))))
    return [rows[one.listed.id] for one in made.drawn]


def to_be_called(draw: CallBackDraw) -> list[Listed]:
    """In the order drawn. Their names are gone once the books are shut."""
    return chosen_by(draw.seed, draw.count, asked_in(draw.stratum), draw.stratum.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A stratum's call-backs taken together, beside the share of those asked from whom an answer came."""

    stratum: Stratum
    draw: CallBackDraw | None
    called: int
    reached: int
    confirmed: int
    asked: int
    came: int

    @property
    def confirmed_percent(self) -> int | None:
        return round(Fraction(100 * self.confirmed, self.reached)) if self.reached else None

    @property
    def came_percent(self) -> int | None:
        return round(Fraction(100 * min(self.came, self.asked), self.asked)) if self.asked else None

    @property
    def too_few(self) -> bool:
        """Fewer confirm than answers came, by more than chance does once in forty times."""
        if not self.reached or not self.asked:
            return False
        return wilson(self.confirmed, self.reached, LEVEL)[1] < min(self.came, self.asked) / self.asked


def recalled(survey: Survey) -> list[Recalled]:
    """Every stratum in which somebody was drawn to be called, or called. A fixed number of queries."""
    told = {
        row["stratum"]: row
        for row in survey.call_backs.values("stratum")
        .annotate(all_called=Sum("called"), all_reached=Sum("reached"), all_confirmed=Sum("confirmed"))
        .order_by()
    }
    draws = {one.stratum_id: one for one in CallBackDraw.objects.filter(stratum__survey=survey)}
    return [
        Recalled(
            stratum=row.stratum,
            draw=draws.get(row.stratum.pk),
            **{
                name: told.get(row.stratum.pk, {}).get(f"all_{name}", 0)
                for name in ("called", "reached", "confirmed")
            },
            asked=row.count.asked,
            came=row.count.came,
        )
        for row in held_against_plan(survey).rows
        if row.stratum.pk in told or row.stratum.pk in draws
    ]
