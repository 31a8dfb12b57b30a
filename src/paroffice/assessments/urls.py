"""Addresses of sheets."""

from django.urls import path

from paroffice.assessments import offline_views, views

urlpatterns = [
    path("ban-tu-cham/<int:pk>/", views.sheet, name="sheet"),
    path("ban-tu-cham/<int:pk>/excel/", offline_views.export, name="sheet-excel"),
    path("ban-tu-cham/<int:pk>/excel/nap/", offline_views.bring_in, name="sheet-import"),
    path("ban-tu-cham/<int:pk>/bao-cao/", offline_views.report, name="sheet-report"),
    path("ban-tu-cham/<int:pk>/nop/", views.submit, name="submit"),
    path("ban-tu-cham/<int:pk>/tra-lai/", views.give_back, name="give-back"),
    path("ban-tu-cham/<int:pk>/gia-han/", views.ask_time, name="ask-time"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/", views.item, name="item"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/hoi/", views.ask_how, name="ask-how"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/tai-lieu/", views.prove, name="prove"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/tai-lieu/<int:proof>/rut/", views.take_back, name="take-back"),
]
