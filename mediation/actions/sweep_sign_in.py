"""Forget what signing in left behind once it is over."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from mediation.actions.identities import CONFIRM_WITHIN
from mediation.models import Identity, Invitation, KeptForm, KnownDevice, StaffSession
from mediation.sessions import devices
from mediation.sessions.listed import OVER_AFTER

# An invitation too old stays on the page of its organisation for a while, to be sent again.
INVITATION_KEPT_FOR = timedelta(days=30)


def sweep_sign_in(*, now: datetime) -> dict[str, int]:
    """Delete sessions, kept forms, devices and ways in to confirm whose time is over; invitations used or long out of date."""
    over = Q(accepted_at__isnull=False) | Q(expires_at__lte=now - INVITATION_KEPT_FOR)
    return {
        "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
        "kept_forms": KeptForm.objects.filter(expires_at__lte=now).delete()[0],
        "listed_sessions": StaffSession.objects.filter(seen_at__lte=now - OVER_AFTER).delete()[0],
        "known_devices": KnownDevice.objects.filter(used_at__lte=now - devices.KNOWN_FOR).delete()[0],
        "identities": Identity.objects.filter(
            confirmed_at__isnull=True, asked_at__lte=now - CONFIRM_WITHIN
        ).delete()[0],
        "invitations": Invitation.objects.filter(over).delete()[0],
    }
