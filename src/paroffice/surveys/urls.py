"""Addresses of the survey office, and of those who answer."""

from django.urls import path

from paroffice.surveys.views import answering, fieldwork, forms, overview, plan

urlpatterns = [
    path("dieu-tra/", overview.surveys, name="surveys"),
    path("dieu-tra/<int:pk>/", overview.survey, name="survey"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/", forms.questionnaire, name="survey-form"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/cau/<int:place>/", forms.question, name="survey-question"),
    path("dieu-tra/<int:pk>/phieu/<int:form>/xlsform/", forms.xlsform, name="survey-xlsform"),
    path("dieu-tra/<int:pk>/mau/", plan.plan, name="survey-plan"),
    path("dieu-tra/<int:pk>/mau/danh-sach-rut/", plan.drawn, name="survey-drawn"),
    path("dieu-tra/<int:pk>/thu-phieu/", fieldwork.field_page, name="survey-field"),
    path("k/<str:code>/", answering.card, name="card"),
    path("phieu/", answering.respond, name="respond"),
    path("quay/<str:code>/", answering.counter, name="counter"),
]
