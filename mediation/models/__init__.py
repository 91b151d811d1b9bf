"""The ground: places, people, topics, openings."""

from mediation.models.commune import Commune, CommunePostcode, FormerCommune, Neighbourhood
from mediation.models.kept_form import KeptForm
from mediation.models.opening import Absence, Closure, Opening
from mediation.models.people import Accreditation, Gender, Invitation, Mediator, Role, Team, User
from mediation.models.place import (
    Equipment,
    Organisation,
    PartnerDomain,
    Room,
    Site,
    Territory,
)
from mediation.models.topic import Topic, TopicText

__all__ = [
    "Absence",
    "Accreditation",
    "Closure",
    "Commune",
    "CommunePostcode",
    "Equipment",
    "FormerCommune",
    "Gender",
    "Invitation",
    "KeptForm",
    "Mediator",
    "Neighbourhood",
    "Opening",
    "Organisation",
    "PartnerDomain",
    "Role",
    "Room",
    "Site",
    "Team",
    "Territory",
    "Topic",
    "TopicText",
    "User",
]
