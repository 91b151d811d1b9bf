"""Forget what signing in left behind once it is over."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from mediation.models import Invitation, KeptForm

# An invitation too old stays on the page of its organisation for a while, to be sent again.
INVITATION_KEPT_FOR = timedelta(days=30)


def sweep_sign_in(*, now: datetime) -> dict[str, int]:
    """Delete sessions and kept forms whose time is over, and invitations used or long out of date."""
    over = Q(accepted_at__isnull=False) | Q(expires_at__lte=now - INVITATION_KEPT_FOR)
    return {
        "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
        "kept_forms": KeptForm.objects.filter(expires_at__lte=now).delete()[0],
        "invitations": Invitation.objects.filter(over).delete()[0],
    }
