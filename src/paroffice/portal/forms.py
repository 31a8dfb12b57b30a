"""What the keepers of portals fill in outside Wagtail."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from paroffice.people.models import Unit
from paroffice.portal.models import Portal

HOST = re.compile(r"(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def is_host(text: str) -> None:
    if not HOST.fullmatch(text):
        raise ValidationError(_("Tên miền viết như kimson.ninhbinh.gov.vn, không có http và dấu gạch chéo."))


class OpeningForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị"))
    host = forms.CharField(label=_("Tên miền"), max_length=200, validators=[is_host])
    above = forms.ModelChoiceField(Portal.objects.none(), label=_("Cổng cấp trên"), required=False)
    body = forms.CharField(label=_("Cơ quan chủ quản"), max_length=200)
    answerable = forms.CharField(label=_("Người chịu trách nhiệm chính"), max_length=200)
    address = forms.CharField(label=_("Địa chỉ"), max_length=300)
    phone = forms.CharField(label=_("Điện thoại"), max_length=40)
    email = forms.EmailField(label=_("Thư điện tử"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(portal=None, ends_on=None).order_by("order_key")  # type: ignore[attr-defined]
        self.fields["above"].queryset = Portal.objects.select_related("unit")  # type: ignore[attr-defined]
