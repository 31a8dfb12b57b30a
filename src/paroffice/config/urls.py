"""Every address of the office."""

from django.urls import include, path
from django.views.i18n import set_language

from paroffice.pages.face import face

urlpatterns = [
    path("", include("paroffice.surveys.urls")),  # first, since far more people answer than work here
    path("ngon-ngu/", set_language, name="language"),
    path("giao-dien/", face, name="face"),
    path("", include("paroffice.desk.urls")),
    path("", include("paroffice.accounts.urls")),
    path("", include("paroffice.rubrics.urls")),
    path("", include("paroffice.rounds.urls")),
    path("", include("paroffice.evidence.urls")),
    path("", include("paroffice.onestop.urls")),
    path("", include("paroffice.assessments.urls")),
    path("", include("paroffice.appraisals.urls")),
    path("", include("paroffice.portal.urls")),
    path("", include("paroffice.results.urls")),
    path("", include("paroffice.improvement.urls")),
    path("", include("paroffice.api.urls")),
]
