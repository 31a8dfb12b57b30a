"""Addresses of documents."""

from django.urls import path

from paroffice.evidence import resumable, views

urlpatterns = [
    path("tai-lieu/", views.shelf, name="evidence-store"),
    path("tai-lieu/them/", views.add, name="evidence-add"),
    path("tai-lieu/nap/", resumable.uploads, name="evidence-uploads"),
    path("tai-lieu/nap/<uuid:key>/", resumable.upload, name="evidence-upload"),
    path("tai-lieu/mat/", views.declare_secret, name="evidence-secret"),
    path("tai-lieu/<int:pk>/", views.download, name="evidence-file"),
    path("tai-lieu/<int:pk>/doc/", views.reading, name="evidence-page"),
    path("tai-lieu/<int:pk>/trang/<int:page>.png", views.picture, name="evidence-picture"),
    path("tai-lieu/van-ban/<int:pk>/mo-ta/", views.describe, name="evidence-describe"),
    path("tai-lieu/van-ban/<int:pk>/thay/", views.replace, name="evidence-replace"),
    path("tai-lieu/van-ban/<int:pk>/rut/", views.withdraw, name="evidence-withdraw"),
]
