"""A social worker at her screen: signed in, the form of a referral as a browser sends it."""

from typing import Any

from django.test import Client

from bookings.models import Referral
from bookings.referrals import information
from mediation.models import Organisation, Team, User
from tests import people
from tests.referring import a_partner, a_referring_user
from tests.sign_in import sign_in
from tests.staff import Town

REFER = "/partenaires/orienter/"


class SocialWorker:
    """Somebody of a fictional CCAS, in a town where help is given on Mondays."""

    def __init__(self, town: Town, *, partner: Organisation | None = None, team: Team | None = None) -> None:
        self.town = town
        self.partner = partner or a_partner()
        self.user: User = a_referring_user(self.partner, team)
        self.client = sign_in(Client(), self.user)

    def get(self, address: str, **query: Any) -> Any:
        """A page, by its address."""
        return self.client.get(address, query)

    def says(self, **fields: Any) -> dict[str, Any]:
        """The form filled in about Amina, with what `fields` says otherwise."""
        said = {
            "key": "11111111-1111-1111-1111-111111111111",
            "name": "Amina Essai",
            "reach": "mobile",
            "mobile": people.AMINA_MOBILE,
            "topic": self.town.topic.public_id,
            "site": str(self.town.site.pk),
            "need": "Refaire sa demande de logement.",
            "informed": "on",
            "informed_version": information.CURRENT,
            "action": "inviter",
            **fields,
        }
        return {name: value for name, value in said.items() if value is not None}

    def refers(self, **fields: Any) -> Any:
        """Sends the form."""
        return self.client.post(REFER, self.says(**fields))

    def referred(self, **fields: Any) -> Referral:
        """The referral that sending it makes."""
        answer = self.refers(**fields)
        assert answer.status_code == 302, answer.context["form"].errors
        return Referral.objects.sent().latest("pk")

    def page(self, referral: Referral, verb: str = "") -> str:
        """The address of a referral's page, or of what may be done with it."""
        return f"/partenaires/orientations/{referral.public_id}/{verb}"


def text(answer: Any) -> str:
    """What the page says."""
    return str(answer.content.decode())
