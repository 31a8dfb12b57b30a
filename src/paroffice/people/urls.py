"""Coming in and going out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from paroffice.people.forms import SignInForm

urlpatterns = [
    path(
        "dang-nhap/",
        LoginView.as_view(
            template_name="people/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
        ),
        name="sign-in",
    ),
    path("dang-xuat/", LogoutView.as_view(), name="sign-out"),
]
