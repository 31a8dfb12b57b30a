"""Addresses of sheets."""

from django.urls import path

from paroffice.assessments.views import asking, item, proofs, report, sheet, submission, workbook

ITEM = "ban-tu-cham/<int:pk>/muc/<str:code>"

urlpatterns = [
    path("ban-tu-cham/<int:pk>/", sheet.sheet, name="sheet"),
    path("ban-tu-cham/<int:pk>/phan-cong/", sheet.divide, name="divide"),
    path("ban-tu-cham/<int:pk>/excel/", workbook.export, name="sheet-excel"),
    path("ban-tu-cham/<int:pk>/excel/nap/", workbook.bring_in, name="sheet-import"),
    path("ban-tu-cham/<int:pk>/bao-cao/", report.page, name="sheet-report"),
    path("ban-tu-cham/<int:pk>/bao-cao/word/", report.word, name="sheet-word"),
    path("ban-tu-cham/<int:pk>/bao-cao/pdf/", report.pdf, name="sheet-pdf"),
    path("ban-tu-cham/<int:pk>/noi-dung-bao-cao/", submission.statement, name="statement"),
    path("ban-tu-cham/<int:pk>/nop/", submission.submit, name="submit"),
    path("ban-tu-cham/<int:pk>/lan-nop/<int:number>/", submission.submission, name="submission"),
    path("ban-tu-cham/<int:pk>/tra-lai/", submission.give_back, name="give-back"),
    path("ban-tu-cham/<int:pk>/gia-han/", asking.ask_time, name="ask-time"),
    path(f"{ITEM}/", item.item, name="item"),
    path(f"{ITEM}/diem/", item.points_now, name="item-points"),
    path(f"{ITEM}/giu/", item.keep, name="item-keep"),
    path(f"{ITEM}/hoi/", asking.ask_how, name="ask-how"),
    path(f"{ITEM}/tai-lieu/", proofs.prove, name="prove"),
    path(f"{ITEM}/tai-lieu/<int:proof>/rut/", proofs.take_back, name="take-back"),
]
