"""Addresses of the appraisal."""

from django.urls import path

from paroffice.appraisals.views import bench, replies, unit

urlpatterns = [
    path("tham-dinh/<int:pk>/", bench.items, name="appraise-items"),
    path("tham-dinh/<int:pk>/muc/<str:code>/", bench.across, name="appraise-across"),
    path("tham-dinh/<int:pk>/muc/<str:code>/<slug:unit>/", bench.ruling, name="appraise"),
    path("tham-dinh/<int:pk>/don-vi/", unit.units, name="appraise-units"),
    path("tham-dinh/<int:pk>/don-vi/<slug:unit>/", unit.unit, name="appraise-unit"),
    path("tham-dinh/<int:pk>/don-vi/<slug:unit>/buoc/", unit.step, name="appraise-step"),
    path("ket-qua-tham-dinh/<int:pk>/", replies.marks, name="marks"),
    path("ket-qua-tham-dinh/<int:pk>/muc/<str:code>/", replies.one, name="reply"),
    path("ket-qua-tham-dinh/<int:pk>/muc/<str:code>/tai-lieu/", replies.prove, name="reply-prove"),
    path(
        "ket-qua-tham-dinh/<int:pk>/muc/<str:code>/tai-lieu/<int:proof>/rut/", replies.unprove, name="reply-unprove"
    ),
    path("ket-qua-tham-dinh/<int:pk>/phan-bien/<int:challenge>/", replies.answer, name="answer-challenge"),
]
