"""Addresses that span the rooms."""

from django.urls import path

from paroffice.desk import erasing, letter_page, opening, trail, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("thu-hang-ngay/", letter_page.letter, name="letter"),
    path("dot/mo/", opening.opening_page, name="opening"),
    path("dot/<int:pk>/", views.board, name="board"),
    path("tim/", views.search, name="search"),
    path("nhat-ky/", trail.trail, name="trail"),
    path("nhat-ky/kiem-tra/", trail.verify, name="trail-verify"),
    path("tai-khoan/<int:pk>/xoa-ten/", erasing.erase, name="erase"),
    path("healthz", views.healthz, name="healthz"),
]
