"""Addresses of the one-stop unit."""

from django.urls import path

from paroffice.onestop.views import agencies, catalogue, centre, citizen, desk, dossier, feed, forms, petitions

urlpatterns = [
    path("thu-tuc/", catalogue.procedures, name="procedures"),
    path("thu-tuc/nap/", catalogue.bring_in, name="procedures-in"),
    path("thu-tuc/xuat.<str:kind>", catalogue.export, name="procedures-out"),
    path("thu-tuc/ghi/", catalogue.write, name="procedure-write"),
    path("thu-tuc/ma/<str:code>/", catalogue.procedure, name="procedure"),
    path("mot-cua/", desk.board, name="one-stop"),
    path("mot-cua/nhan/", desk.take_in, name="dossier-new"),
    path("mot-cua/ho-so/<int:pk>/", dossier.dossier, name="dossier"),
    path("mot-cua/ho-so/<int:pk>/nguoi-nop/", dossier.applicant, name="dossier-applicant"),
    path("mot-cua/ho-so/<int:pk>/tep/<int:number>/", dossier.paper, name="dossier-paper"),
    path("mot-cua/ho-so/<int:pk>/mau/<slug:what>.<slug:kind>", forms.form, name="dossier-form"),
    path("mot-cua/ho-so/<int:pk>/phieu/<int:number>.<slug:kind>", forms.letter, name="dossier-letter"),
    path("mot-cua/so/<int:year>/", forms.register, name="register"),
    path("mot-cua/so/<int:year>/so.pdf", forms.register_pdf, name="register-pdf"),
    path("mot-cua/phan-anh/", petitions.petitions, name="petitions"),
    path("mot-cua/phan-anh/<int:pk>/", petitions.petition, name="petition"),
    path("mot-cua/goi-so/", petitions.call, name="queue-call"),
    path("mot-cua/viec-phoi-hop/", agencies.tasks, name="agency-tasks"),
    path("mot-cua/viec-phoi-hop/<int:pk>/", agencies.task, name="agency-task"),
    path("mot-cua/trung-tam/", centre.centre, name="centre"),
    path("mot-cua/so-lieu/", feed.figures, name="figures"),
    path("mot-cua/so-lieu/<int:pk>/", feed.extract, name="extract"),
    path("mot-cua/so-lieu/<int:pk>/trich-xuat.json", feed.as_json, name="extract-json"),
    path("nguoi-dan/", citizen.citizen, name="citizen"),
    path("tra-cuu/", citizen.look_up, name="look-up"),
    path("nop-ho-so/", citizen.offers, name="offers"),
    path("nop-ho-so/<uuid:key>/", citizen.submit, name="submit-online"),
    path("phan-anh/", citizen.complain, name="complain"),
    path("lay-so/<slug:unit>/", citizen.queue, name="queue"),
]
