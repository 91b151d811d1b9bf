"""What an account's owner is told by e-mail."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from mediation.models import Territory, User

log = logging.getLogger(__name__)


def send_account_mail(user: User, name: str, context: dict[str, Any]) -> bool:
    """Whether the e-mail has left. `name`: a pair of texts in staff/sign_in/email, which are French as the team is."""
    said = {"user": user, "service": Territory.current(), "ours": settings.PUBLIC_URL, **context}
    with translation.override("fr"):
        subject = render_to_string(f"staff/sign_in/email/{name}.subject.txt", said).strip()
        text = render_to_string(f"staff/sign_in/email/{name}.txt", said)
    try:
        send_mail(subject, text, None, [user.email])
    except (OSError, SMTPException) as failure:
        log.error("An account e-mail could not be sent: %s", type(failure).__name__)
        return False
    return True
