"""Addresses of editions and drafts."""

from django.urls import path

from paroffice.rubrics import draft_views, gloss_views, part_views, text_views, views

urlpatterns = [
    path("bo-chi-so/", views.editions, name="editions"),
    path("bo-chi-so/so-sanh/", views.comparison, name="comparison"),
    path("bo-chi-so/soan/", draft_views.drafts, name="drafts"),
    path("bo-chi-so/soan/<int:pk>/", draft_views.draft, name="draft"),
    path("bo-chi-so/soan/<int:pk>/them/", draft_views.extend, name="draft-extend"),
    path("bo-chi-so/soan/<int:pk>/excel/", draft_views.workbook, name="draft-excel"),
    path("bo-chi-so/soan/<int:pk>/ban-hanh/", draft_views.adopt, name="draft-adopt"),
    path("bo-chi-so/soan/<int:pk>/bo/", draft_views.discard, name="draft-discard"),
    path("bo-chi-so/soan/<int:pk>/phan/<str:place>/", part_views.part, name="draft-part"),
    path("bo-chi-so/soan/<int:pk>/phan/<str:place>/kiem-tra/", part_views.check, name="draft-check"),
    path("bo-chi-so/soan/<int:pk>/phan/<str:place>/sap-xep/", part_views.arrange, name="draft-arrange"),
    path("bo-chi-so/soan/<int:pk>/van-ban/<str:file>/", text_views.text, name="draft-text"),
    path("bo-chi-so/soan/<int:pk>/dich/<str:language>/<str:name>/", text_views.translation, name="draft-translation"),
    path("bo-chi-so/<slug:name>/", views.edition, name="edition"),
    path("bo-chi-so/<slug:name>/dich/<str:language>/<str:section>/", gloss_views.gloss, name="edition-gloss"),
    path("bo-chi-so/<slug:name>/excel/", views.workbook, name="edition-excel"),
]
