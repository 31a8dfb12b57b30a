"""Addresses of the one-stop unit."""

from django.urls import path

from paroffice.onestop.views import catalogue

urlpatterns = [
    path("thu-tuc/", catalogue.procedures, name="procedures"),
    path("thu-tuc/nap/", catalogue.bring_in, name="procedures-in"),
    path("thu-tuc/xuat.<str:kind>", catalogue.export, name="procedures-out"),
    path("thu-tuc/ghi/", catalogue.write, name="procedure-write"),
    path("thu-tuc/ma/<str:code>/", catalogue.procedure, name="procedure"),
]
