"""Addresses of the API."""

from django.urls import path

from paroffice.api.v1 import api
from paroffice.api.views import tokens

urlpatterns = [
    path("he-thong-khac/", tokens, name="api-tokens"),
    path("api/v1/", api.urls),
]
