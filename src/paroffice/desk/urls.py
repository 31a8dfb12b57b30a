"""Addresses that span the rooms."""

from django.urls import path

from paroffice.desk import accounts, opening, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("dot/mo/", opening.opening_page, name="opening"),
    path("dot/<int:pk>/", views.board, name="board"),
    path("nhat-ky/", views.trail, name="trail"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("healthz", views.healthz, name="healthz"),
]
