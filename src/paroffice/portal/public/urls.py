"""Addresses of a portal on its own host."""

from django.urls import path, re_path
from wagtail.documents.views.serve import serve as file
from wagtail.views import serve

from paroffice.portal.public import feeds, letters, maps, procedures, results, views
from paroffice.portal.public.media import picture

handler404 = "paroffice.portal.public.views.not_there"
urlpatterns = [
    path("tim-kiem/", views.search, name="portal-search"),
    path("thu-tuc/", procedures.procedures, name="portal-procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="portal-procedure"),
    path("chi-so/", results.index, name="portal-index"),
    path("ke-hoach-cai-cach/", results.plan, name="portal-plan"),
    path("ke-hoach-cai-cach/<int:year>/", results.plan, name="portal-plan"),
    path("hoi-dap/gui/", letters.ask_question, name="portal-ask"),
    path("hoi-dap/tra-cuu/", letters.look_up, name="portal-look-up"),
    path("gop-y/<int:pk>/gui/", letters.send_comment, name="portal-comment-send"),
    path("giao-dien/", views.wishes, name="face"),
    path("so-do-trang/", maps.text_map, name="portal-map"),
    path("sitemap.xml", maps.xml_map, name="portal-sitemap"),
    path("robots.txt", maps.robots, name="portal-robots"),
    path("rss.xml", feeds.rss, name="portal-rss"),
    path("atom.xml", feeds.atom, name="portal-atom"),
    path("hinh/<path:name>", picture, name="portal-picture"),
    path("tep/<int:document_id>/<str:document_filename>", file, name="wagtaildocs_serve"),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
