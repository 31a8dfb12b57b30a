"""Every address of the office."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("ngon-ngu/", set_language, name="language"),
    path("", include("paroffice.desk.urls")),
    path("", include("paroffice.accounts.urls")),
    path("", include("paroffice.rubrics.urls")),
    path("", include("paroffice.evidence.urls")),
    path("", include("paroffice.assessments.urls")),
]
