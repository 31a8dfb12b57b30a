"""Addresses of editions."""

from django.urls import path

from paroffice.rubrics import views

urlpatterns = [path("bo-chi-so/<slug:name>/", views.edition, name="edition")]
