"""The ground: places, people, topics, openings."""

from mediation.models.commune import Commune, CommunePostcode, FormerCommune, Neighbourhood
from mediation.models.confirmed_text import ConfirmedText
from mediation.models.identity import Identity
from mediation.models.kept_form import KeptForm
from mediation.models.key_mark import KeyMark
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
from mediation.models.set_up_change import SetUpChange
from mediation.models.staff_session import KnownDevice, StaffSession
from mediation.models.stop import SiteStop
from mediation.models.topic import Topic, TopicText
from mediation.models.trace import Trace, TraceLink, TraceStart
from mediation.models.travel import TravelTime

__all__ = [
    "Absence",
    "Accreditation",
    "Closure",
    "Commune",
    "CommunePostcode",
    "ConfirmedText",
    "Equipment",
    "FormerCommune",
    "Gender",
    "Identity",
    "Invitation",
    "KeptForm",
    "KeyMark",
    "KnownDevice",
    "Mediator",
    "Neighbourhood",
    "Opening",
    "Organisation",
    "PartnerDomain",
    "Role",
    "Room",
    "SetUpChange",
    "Site",
    "SiteStop",
    "StaffSession",
    "Team",
    "Territory",
    "Topic",
    "TopicText",
    "Trace",
    "TraceLink",
    "TraceStart",
    "TravelTime",
    "User",
]
