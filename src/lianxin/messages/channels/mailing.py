"""A message as mail: a subject without personal data, plain text and the same as simple HTML, our own Message-ID."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from lianxin.messages.channels.providers import AGAIN, REFUSED, SENT, UNCLEAR, Letter, Outcome

_SECONDS = 15


def send(letter: Letter) -> Outcome:
    """Send one mail; what happened, without the words of the server (they may name an address)."""
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers={"Message-ID": f"<{letter.id}@{_host()}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(_html(letter), "text/html")
    connection = get_connection(timeout=_SECONDS) if settings.EMAIL_HOST else get_connection()
    try:
        connection.open()
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        return Outcome(REFUSED, "smtp_sign_in")
    except (OSError, smtplib.SMTPException):
        return Outcome(AGAIN, "smtp_no_connection")
    try:
        connection.send_messages([mail])
    except smtplib.SMTPException as error:
        return _refusal(error)
    except OSError:
        return Outcome(UNCLEAR, "smtp_broken")
    finally:
        _close(connection)
    return Outcome(SENT, ref=letter.id[:80])


def _refusal(error: smtplib.SMTPException) -> Outcome:
    """A server that answers has not taken the mail; 5xx is for good, 4xx passes.  A cut line may be either."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Outcome(UNCLEAR, "smtp_broken")
    code = _code_of(error)
    return Outcome(REFUSED if code >= 500 else AGAIN, f"smtp_{code or 'error'}")


def _code_of(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((int(code) for code, _words in error.recipients.values()), default=0)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _close(connection: object) -> None:
    """Say goodbye; a server that is gone already does not matter."""
    close = getattr(connection, "close", None)
    try:
        if close is not None:
            close()
    except (OSError, smtplib.SMTPException):
        return


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _html(letter: Letter) -> str:
    """Paragraphs and the link; no picture, nothing from outside."""
    lines = [line for line in letter.text.split("\n") if not letter.link or letter.link not in line]
    body = format_html_join("", "<p>{}</p>", ((line,) for line in lines))
    link = format_html('<p><a href="{}">{}</a></p>', letter.link, _("登录查看")) if letter.link else ""
    return format_html('<!doctype html><html lang="zh-CN"><body>{}{}</body></html>', body, link)
