"""What a citizen writes to a portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from paroffice.portal.models import Comment, Question


class _Letter(forms.ModelForm):
    """With a field that people do not see and programs fill."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Hãy để trống ô này."))
        return ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class QuestionForm(_Letter):
    class Meta:
        model = Question
        fields = ("name", "email", "title", "text")


class CommentForm(_Letter):
    class Meta:
        model = Comment
        fields = ("name", "email", "text")


class LookUpForm(forms.Form):
    code = forms.CharField(label=_("Mã tra cứu"), max_length=12)
