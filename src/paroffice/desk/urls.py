"""Addresses that span the rooms."""

from django.urls import path

from paroffice.desk import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("dot/mo/", views.opening, name="opening"),
    path("dot/<int:pk>/", views.board, name="board"),
    path("dot/<int:pk>/hoi-dap/", views.questions, name="questions"),
    path("nhat-ky/", views.trail, name="trail"),
    path("healthz", views.healthz, name="healthz"),
]
