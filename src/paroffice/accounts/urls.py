"""Addresses of people's pages. Only what a person needs: there is no sign-up, and no page of django-allauth's own."""

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.views import LogoutView
from django.urls import path

from paroffice.accounts import door, intake, loans, people, security, units
from paroffice.accounts.security import own

# The names that django-allauth asks for stand beside ours where both are used.
DOOR = [
    path("dang-nhap/", door.SignIn.as_view(), name="sign-in"),
    path("dang-nhap/", door.SignIn.as_view(), name="account_login"),
    path("dang-nhap/ma/", door.SecondDoor.as_view(), name="mfa_authenticate"),
    path("dang-nhap/khoa/", door.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("dang-nhap/dung/", door.cancelled, name="socialaccount_login_cancelled"),
    path("dang-nhap/qua/<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("dang-nhap/qua/<slug:provider_id>/ve/", openid.callback, name="openid_connect_callback"),
    path("dang-xuat/", LogoutView.as_view(), name="sign-out"),
    path("mat-khau/quen/", door.forgotten, name="forgotten"),
    path("mat-khau/quen/da-gui/", door.forgotten_sent, name="forgotten-sent"),
    path("mat-khau/<uidb64>/<token>/", door.SetPassword.as_view(), name="set-password"),
    path("xac-nhan/", own(door.PasswordAgain.as_view()), name="account_reauthenticate"),
    path("xac-nhan/ma/", own(door.CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("xac-nhan/khoa/", own(door.PasskeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
]
SECURITY = [
    path("bao-mat/", security.security, name="security"),
    path("bao-mat/", security.security, name="mfa_index"),
    path("bao-mat/mat-khau/", own(security.ChangePassword.as_view()), name="change-password"),
    path("bao-mat/ma/bat/", own(security.TurnOnCodes.as_view()), name="mfa_activate_totp"),
    path("bao-mat/ma/tat/", own(security.TurnOffCodes.as_view()), name="mfa_deactivate_totp"),
    path("bao-mat/ma-du-phong/", own(security.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path("bao-mat/ma-du-phong/tao/", own(security.NewRecoveryCodes.as_view()), name="mfa_generate_recovery_codes"),
    path("bao-mat/khoa/them/", own(security.AddKey.as_view()), name="mfa_add_webauthn"),
    path("bao-mat/khoa/<int:pk>/ten/", own(security.RenameKey.as_view()), name="mfa_edit_webauthn"),
    path("bao-mat/khoa/<int:pk>/go/", own(security.RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("bao-mat/phien/", own(security.Sessions.as_view()), name="sessions"),
    path("bao-mat/phien/", own(security.Sessions.as_view()), name="usersessions_list"),
    path("bao-mat/danh-tinh/<int:pk>/go/", security.unlink, name="unlink-identity"),
]
REGISTER = [
    path("uy-quyen/", loans.loans, name="delegation"),
    path("tai-khoan/", people.accounts, name="accounts"),
    path("danh-muc/tai-khoan/nap/", intake.people_in, name="people-in"),
    path("danh-muc/tai-khoan/mau.xlsx", intake.people_out, name="people-excel"),
    path("tai-khoan/<int:pk>/", people.person, name="person"),
    path("tai-khoan/<int:pk>/ban-giao/", people.hand_over, name="hand-over"),
    path("don-vi/", units.units, name="units"),
    path("danh-muc/don-vi/nap/", intake.units_in, name="units-in"),
    path("danh-muc/don-vi/mau.xlsx", intake.units_out, name="units-excel"),
    path("danh-muc/don-vi/moi/", units.new, name="unit-new"),
    path("don-vi/<slug:code>/", units.unit, name="unit"),
    path("don-vi/<slug:code>/thay-doi/", units.change, name="unit-change"),
]
urlpatterns = [*DOOR, *SECURITY, *REGISTER]
