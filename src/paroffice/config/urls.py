"""Every address of the office."""

from django.urls import include, path

urlpatterns = [
    path("", include("paroffice.desk.urls")),
    path("", include("paroffice.people.urls")),
    path("", include("paroffice.rubrics.urls")),
    path("", include("paroffice.evidence.urls")),
    path("", include("paroffice.assessments.urls")),
]
