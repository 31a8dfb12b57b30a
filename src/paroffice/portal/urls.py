"""Addresses of the portal in the office: its keepers' screens, the editing, and the pictures that editing shows."""

from django.urls import include, path
from wagtail.documents.views.serve import serve as file

from paroffice.pages.screen import screen
from paroffice.portal import views
from paroffice.portal.public.media import picture

CMS = "cong/soan/"

urlpatterns = [
    path("cong/", views.portals, name="portals"),
    path("cong/mo/", views.opening, name="portal-open"),
    path("cong/<slug:code>/hoi-dap/", views.questions, name="portal-questions"),
    path("cong/<slug:code>/hoi-dap/<int:pk>/", views.question, name="portal-question"),
    path("cong/<slug:code>/gop-y/", views.comments, name="portal-comments"),
    path("cong/<slug:code>/gop-y/<int:pk>/", views.comment, name="portal-comment"),
    path("cong/<slug:code>/lien-ket/", views.links, name="portal-links"),
    path("cong/<slug:code>/nhan-tin/", views.offers, name="portal-offers"),
    path("cong/<slug:code>/nhan-tin/<int:pk>/", views.offer, name="portal-offer"),
    path("hinh/<path:name>", picture, name="portal-picture"),
    path("tep/<int:document_id>/<str:document_filename>", screen("portal.edit")(file), name="wagtaildocs_serve"),
    path(CMS, include("paroffice.portal.cms.urls")),
]
