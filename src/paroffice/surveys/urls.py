"""Addresses of the survey office, and of those who answer."""

from django.urls import path

from paroffice.surveys.views import answering, checking, devices, estimates, fieldwork, forms, overview, plan, report

urlpatterns = [
    path("phieu/", answering.respond, name="respond"),
    path("k/<str:code>/", answering.card, name="card"),
    path("quay/<str:code>/", answering.counter, name="counter"),
    path("dieu-tra/", overview.surveys, name="surveys"),
    path("dieu-tra/<int:pk>/", overview.survey, name="survey"),
    path("dieu-tra/<int:pk>/so-lieu-do-ngoai/<int:percentage>/", overview.source, name="survey-source"),
    path("dieu-tra/<int:pk>/niem-phong/", overview.seal_text, name="survey-seal"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/", forms.questionnaire, name="survey-form"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/cau/<int:place>/", forms.question, name="survey-question"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/xlsform/", forms.xlsform, name="survey-xlsform"),
    path("dieu-tra/<int:pk>/mau/", plan.plan, name="survey-plan"),
    path("dieu-tra/<int:pk>/mau/danh-sach-rut/", plan.drawn, name="survey-drawn"),
    path("dieu-tra/<int:pk>/thu-phieu/", fieldwork.field_page, name="survey-field"),
    path("dieu-tra/<int:pk>/nhap-phieu/", checking.keying_page, name="survey-keying"),
    path("dieu-tra/<int:pk>/kiem-phieu/", checking.quality_page, name="survey-quality"),
    path("dieu-tra/<int:pk>/phuc-tra/<int:stratum>/", checking.call_backs, name="survey-call-backs"),
    path("dieu-tra/<int:pk>/uoc-luong/", estimates.estimates, name="survey-estimates"),
    path("dieu-tra/<int:pk>/du-lieu-mo/", estimates.open_data, name="survey-open-data"),
    path("dieu-tra/<int:pk>/phieu-da-tra-loi/", estimates.answers, name="survey-answers"),
    path("dieu-tra/<int:pk>/bao-cao/", report.report, name="survey-report"),
    path("dieu-tra/<int:pk>/bao-cao/pdf/", report.report_pdf, name="survey-report-pdf"),
    path("dieu-tra/<int:pk>/bao-cao/word/", report.report_word, name="survey-report-word"),
    path("dieu-tra/<int:pk>/bao-cao/excel/", report.report_excel, name="survey-report-excel"),
    path("thiet-bi/<str:code>/formList", devices.form_list, name="openrosa-list"),
    path("thiet-bi/<str:code>/form", devices.form, name="openrosa-form"),
    path("thiet-bi/<str:code>/submission", devices.submission, name="openrosa-submission"),
]
