"""Addresses of documents."""

from django.urls import path

from paroffice.evidence import views

urlpatterns = [
    path("tai-lieu/<int:pk>/", views.download, name="evidence-file"),
]
