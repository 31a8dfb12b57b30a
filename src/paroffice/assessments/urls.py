"""Addresses of sheets."""

from django.urls import path

from paroffice.assessments import views

urlpatterns = [
    path("ban-tu-cham/<int:pk>/", views.sheet, name="sheet"),
    path("ban-tu-cham/<int:pk>/nop/", views.submit, name="submit"),
    path("ban-tu-cham/<int:pk>/tra-lai/", views.give_back, name="give-back"),
    path("ban-tu-cham/<int:pk>/gia-han/", views.ask_time, name="ask-time"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/", views.item, name="item"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/hoi/", views.ask_how, name="ask-how"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/tai-lieu/", views.prove, name="prove"),
    path("ban-tu-cham/<int:pk>/muc/<str:code>/tai-lieu/<int:proof>/rut/", views.take_back, name="take-back"),
]
