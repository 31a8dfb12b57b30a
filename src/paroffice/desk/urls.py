"""Addresses that span the rooms."""

from django.urls import path

from paroffice.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("dot/<int:pk>/", views.board, name="board"),
    path("nhat-ky/", views.trail, name="trail"),
    path("healthz", views.healthz, name="healthz"),
]
