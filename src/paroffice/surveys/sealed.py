"""What is fixed when a survey is sealed, as one digest that anybody can compute again from what is published."""

from paroffice.surveys.models import Cell, Drawn, Survey
from paroffice.surveys.questions.form import digest_of


def sealed_digest(survey: Survey) -> str:
    """Of conduct, questionnaires, plan, frame (numbers, no names), draw and cells."""
    conduct = [survey.weighting, survey.fewest, survey.fast_seconds, survey.seed]
    forms = [[one.group, one.block, one.title, one.paging, one.definition] for one in survey.questionnaires.all()]
    plan = [
        [one.label, one.unit.code, one.group, one.population, one.asked, one.clusters]
        for one in survey.strata.select_related("unit").order_by("label")
    ]
    frame = [list(row) for row in survey.frame.order_by("number").values_list("number", "stratum__label", "cluster")]
    drawn = [
        [number, place, str(weight), standing]
        for number, place, weight, standing in Drawn.objects.filter(listed__survey=survey)
        .order_by("place")
        .values_list("listed__number", "place", "weight", "standing")
    ]
    cells = [
        [label, cluster, str(weight)]
        for label, cluster, weight in Cell.objects.filter(stratum__survey=survey)
        .order_by("stratum__label", "cluster")
        .values_list("stratum__label", "cluster", "weight")
    ]
    return digest_of(conduct, forms, plan, frame, drawn, cells)
