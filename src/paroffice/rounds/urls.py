"""Addresses of rounds: their dates, what units ask, what was answered."""

from django.urls import path

from paroffice.rounds import views

urlpatterns = [
    path("dot/", views.rounds, name="rounds"),
    path("dot/<int:pk>/thoi-gian/", views.timetable_page, name="timetable"),
    path("dot/<int:pk>/thoi-gian/dat/", views.set_dates, name="timetable-set"),
    path("dot/<int:pk>/thoi-gian/gia-han/", views.extend_one, name="timetable-extend"),
    path("dot/<int:pk>/huong-dan/", views.clarifications, name="clarifications"),
    path("dot/<int:pk>/hoi-dap/", views.questions, name="questions"),
]
