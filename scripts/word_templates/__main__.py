"""Makes the Word templates that come with the office: `python -m scripts.word_templates`.

An office edits its own copy in Word; see docs/operate. What stands in {{ braces }} is filled when a document is made;
{%tr … %} repeats a row, {%p … %} a paragraph.
"""

from pathlib import Path

from scripts.word_templates.assessment import report
from scripts.word_templates.one_stop import one_stop_form
from scripts.word_templates.plan import plan
from scripts.word_templates.result import decision, summary
from scripts.word_templates.survey import survey
from scripts.word_templates.visit import record

OFFICE = Path(__file__).resolve().parents[2] / "src/paroffice"
MADE = {
    "assessments/documents/report.docx": report,
    "appraisals/documents/record.docx": record,
    "onestop/documents/form.docx": one_stop_form,
    "results/documents/decision.docx": decision,
    "results/documents/summary.docx": summary,
    "surveys/documents/report.docx": survey,
    "improvement/documents/plan.docx": plan,
}

if __name__ == "__main__":
    for name, make in MADE.items():
        place = OFFICE / name
        place.parent.mkdir(exist_ok=True)
        make().save(str(place))
        print(f"made {place}")
