"""Addresses of reform plans."""

from django.urls import path

from paroffice.improvement.views import plans, risk, tasks

PLAN = "cai-cach/<slug:unit>/<int:year>/"

urlpatterns = [
    path("cai-cach/", plans.plans, name="plans"),
    path("cai-cach/<slug:unit>/diem-mat/", risk.at_risk, name="at-risk"),
    path("cai-cach/<slug:unit>/hai-bo/", risk.two_editions, name="two-editions"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}word/", plans.word, name="plan-word"),
    path(f"{PLAN}pdf/", plans.pdf, name="plan-pdf"),
    path(f"{PLAN}viec/<int:pk>/", tasks.task, name="plan-task"),
]
