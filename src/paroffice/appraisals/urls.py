"""Addresses of the appraisal."""

from django.urls import path

from paroffice.appraisals.views import (
    bench,
    challenges,
    council,
    entrance,
    group,
    mandates,
    precedents,
    replies,
    seconds,
    unit,
)

urlpatterns = [
    path("tham-dinh/", entrance.rounds, name="appraisals"),
    path("tham-dinh/<int:pk>/", bench.items, name="appraise-items"),
    path("tham-dinh/<int:pk>/muc/<str:code>/", bench.across, name="appraise-across"),
    path("tham-dinh/<int:pk>/muc/<str:code>/<slug:unit>/", bench.ruling, name="appraise"),
    path("tham-dinh/<int:pk>/don-vi/", unit.units, name="appraise-units"),
    path("tham-dinh/<int:pk>/don-vi/<slug:unit>/", unit.unit, name="appraise-unit"),
    path("tham-dinh/<int:pk>/don-vi/<slug:unit>/buoc/", unit.step, name="appraise-step"),
    path("tham-dinh/<int:pk>/to-cong-tac/", group.group, name="working-group"),
    path("tham-dinh/<int:pk>/to-cong-tac/phan-cong/", mandates.bring_in, name="mandates-import"),
    path("tham-dinh/<int:pk>/to-cong-tac/phan-cong/excel/", mandates.export, name="mandates-excel"),
    path("tham-dinh/<int:pk>/tien-do/", group.board, name="appraise-board"),
    path("tham-dinh/<int:pk>/tien-le/", precedents.search, name="precedents"),
    path("tham-dinh/<int:pk>/phan-bien/<int:challenge>/", challenges.rule_on, name="rule-challenge"),
    path("tham-dinh/<int:pk>/dong-thuan/", seconds.agreement, name="agreement"),
    path("tham-dinh/<int:pk>/dong-thuan/hoi-dong/", seconds.to_council, name="to-council"),
    path("cham-lan-hai/", seconds.mine, name="seconds"),
    path("cham-lan-hai/<int:pk>/", seconds.score, name="second"),
    path("hoi-dong/<int:pk>/", council.council, name="council"),
    path("hoi-dong/<int:pk>/muc/<int:case>/", council.case, name="case"),
    path("phan-bien/<int:pk>/", challenges.peers, name="peers"),
    path("phan-bien/<int:pk>/<slug:unit>/", challenges.peer, name="peer"),
    path("ket-qua-tham-dinh/", entrance.own_marks, name="own-marks"),
    path("ket-qua-tham-dinh/<int:pk>/", replies.marks, name="marks"),
    path("ket-qua-tham-dinh/<int:pk>/muc/<str:code>/", replies.one, name="reply"),
    path("ket-qua-tham-dinh/<int:pk>/muc/<str:code>/tai-lieu/", replies.prove, name="reply-prove"),
    path("ket-qua-tham-dinh/<int:pk>/muc/<str:code>/rut/<int:proof>/", replies.unprove, name="reply-unprove"),
    path("ket-qua-tham-dinh/<int:pk>/phan-bien/<int:challenge>/", replies.answer, name="answer-challenge"),
]
