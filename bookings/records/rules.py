"""How an organisation receives referrals."""

from bookings.models import ReferralRules


def rules_of(organisation_id: int) -> ReferralRules:
    """How an organisation receives referrals; the defaults, unsaved, where it has said nothing."""
    row = ReferralRules.objects.filter(pk=organisation_id).first()
    return row or ReferralRules(organisation_id=organisation_id)
