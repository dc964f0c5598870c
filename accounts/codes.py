"""Signing in with a code from a mail. allauth's process, but for those who have no account yet.

allauth sends a code to known addresses and another mail to unknown ones. Here everybody who is not
staff gets a code, and the account is made when the code has come back: so a page, a mail and a
clock tell the same of every address.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStage, LoginStageController
from django.http import HttpRequest, HttpResponse

from accounts.actions import citizen_who_holds, takes_codes


class CodeByMail(LoginCodeVerificationProcess):  # type: ignore[misc]
    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> None:
        """Mail a code, and remember in the session what it is. Nobody is looked up yet."""
        login = Login(user=None, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=email), initiated_by_user=True)
        process = cls(stage)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, stage: LoginStage) -> "CodeByMail | None":
        """The process of this session; None when its time is up."""
        process: CodeByMail | None = cls(stage).abort_if_invalid()
        return process

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        """A code, or for those who may not use one how they sign in. Whoever asked cannot tell."""
        if takes_codes(email):
            mail, context = "account/email/login_code", {"code": self.generate_code()}
        else:
            # No code at all: nothing that is typed equals it.
            self.state["code"] = ""
            mail, context = "account/email/no_code", {}
        get_adapter().send_mail(mail, email, context)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code came back, so the address is hers."""
        user = citizen_who_holds(self.state["email"])
        response: HttpResponse
        if user is None:
            self.abort()
            response = get_adapter().to_password(self.request)
        else:
            self._user = user
            response = super().finish(redirect_url)
        return response
