"""The one exception that says no: raised by a policy, a workflow or an action, shown as a page by one middleware."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """This cannot be done now. `problem` says why, `remedy` what to do."""

    status = 409

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(problem)


class NotVisible(Refused):
    """What was asked for is not there, or not for this person: both look the same from outside."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Không có trang này."), _("Hãy quay lại «Việc của tôi», hoặc hỏi người đã gửi đường dẫn."))
