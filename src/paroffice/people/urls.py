"""Coming in and going out."""

from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.urls import path, reverse_lazy

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
    path(
        "mat-khau/<uidb64>/<token>/",
        PasswordResetConfirmView.as_view(
            template_name="people/set_password.html", success_url=reverse_lazy("sign-in"), post_reset_login=False
        ),
        name="set-password",
    ),
]
