"""Addresses of the result. Those under `ket-qua/` are public and stay."""

from django.urls import path

from paroffice.results.views import files, office, public, specs

urlpatterns = [
    path("ket-qua/", public.results, name="results"),
    path("ket-qua/<int:pk>/", public.result, name="result"),
    path("ket-qua/<int:pk>/nhom/<str:block>/", public.block, name="result-block"),
    path("ket-qua/<int:pk>/don-vi/<slug:unit>/", public.unit, name="result-unit"),
    path("ket-qua/<int:pk>/don-vi/<slug:unit>/kien-nghi/", office.complain, name="result-complain"),
    path("ket-qua/<int:pk>/don-vi/<slug:unit>/muc/<str:code>/", public.mark, name="result-mark"),
    path("ket-qua/<int:pk>/linh-vuc/<str:field>/", public.field, name="result-field"),
    path("ket-qua/<int:pk>/muc/<str:code>/", public.leaf, name="result-leaf"),
    path("ket-qua/<int:pk>/cac-ban/", public.versions, name="result-versions"),
    path("ket-qua/<int:pk>/ban/<int:version>/<str:name>", files.file, name="result-file"),
    path("ket-qua/<int:pk>/nhom/<str:block>/hinh/<slug:name>.json", specs.of_block, name="result-block-spec"),
    path("ket-qua/<int:pk>/don-vi/<slug:unit>/hinh/<slug:name>.json", specs.of_unit, name="result-unit-spec"),
    path("ket-qua/<int:pk>/muc/<str:code>/hinh.json", specs.of_leaf, name="result-leaf-spec"),
    path("ket-qua/<int:pk>/don-vi/<slug:unit>/muc/<str:code>/hinh.json", specs.of_mark, name="result-mark-spec"),
    path("ket-qua/hinh/vega-<str:version>.js", specs.vega, name="result-vega"),
    path("xac-dinh/", office.offices, name="result-offices"),
    path("xac-dinh/<int:pk>/", office.office, name="result-office"),
    path("xac-dinh/<int:pk>/tep/<str:name>", files.council_file, name="result-council-file"),
]
