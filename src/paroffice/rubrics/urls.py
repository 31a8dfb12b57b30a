"""Addresses of editions."""

from django.urls import path

from paroffice.rubrics import views

urlpatterns = [
    path("bo-chi-so/", views.editions, name="editions"),
    path("bo-chi-so/so-sanh/", views.comparison, name="comparison"),
    path("bo-chi-so/<slug:name>/", views.edition, name="edition"),
]
