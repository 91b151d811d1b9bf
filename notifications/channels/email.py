"""E-mail through Django's own backend (EMAIL_URL).

SMTP cannot be asked what it took. A send that ends in doubt is sent again under the same Message-ID, by which mail
programs show it once.
"""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from bookings.records.told import Why
from notifications.channels.contract import Accepted, InDoubt, Outgoing, Refused, Verdict
from notifications.texts.write import letter_page


class Email:
    """One e-mail a message: text, and the same text as simple HTML."""

    seconds = 20.0
    remote = True

    def send(self, message: Outgoing) -> Accepted:
        """Hands the e-mail to the mail server. Raises `Refused` or `InDoubt`."""
        connection = get_connection(timeout=self.seconds / 2)
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=message.body,
            to=[message.to],
            connection=connection,
            headers={"Message-ID": message_id(message.reference), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(letter_page(message.language, message.subject, message.body), "text/html")
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Refused(Verdict.RETRY, type(error).__name__, Why.PROVIDER) from None
        try:
            mail.send()
        except smtplib.SMTPException as error:
            raise _meaning(error) from None
        except OSError as error:
            raise InDoubt(type(error).__name__) from None
        finally:
            _close(connection)
        return Accepted(provider_id=message_id(message.reference))

    def find(self, message: Outgoing) -> Accepted | None:
        """Never known: the same Message-ID makes sending again harmless."""
        return None

    def follow(self, provider_id: str) -> Accepted | None:
        """Mail servers give no receipt."""
        return None


def message_id(reference: str) -> str:
    """The same Message-ID at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{reference}@{domain}>"


def _meaning(error: smtplib.SMTPException) -> Exception:
    """What an SMTP error says of the message: 5xx never, 4xx not now, a lost line: nobody knows."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        code = codes[0] if codes else 550
        return _refusal(code, Why.WRONG_ADDRESS)
    if isinstance(error, smtplib.SMTPResponseException):
        return _refusal(error.smtp_code, Why.PROVIDER)
    return InDoubt(type(error).__name__)


def _refusal(code: int, why: Why) -> Exception:
    if code < 400:
        return InDoubt(str(code))
    return Refused(Verdict.PERMANENT if code >= 500 else Verdict.RETRY, str(code), why)


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        # The message has its answer already; a rude goodbye changes nothing.
        return
