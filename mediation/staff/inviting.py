"""The e-mail of an invitation."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from mediation.models import Invitation, Territory

log = logging.getLogger(__name__)


def send_invitation(invited: Invitation, link: str) -> bool:
    """Whether the e-mail has left: the page shows the link in any case."""
    context = {"invitation": invited, "link": link, "service": Territory.current()}
    subject = render_to_string("staff/team/email/invitation.subject.txt", context).strip()
    text = render_to_string("staff/team/email/invitation.txt", context)
    try:
        send_mail(subject, text, None, [invited.email])
    except (OSError, SMTPException) as failure:
        log.error("An invitation could not be sent: %s", type(failure).__name__)
        return False
    return True
