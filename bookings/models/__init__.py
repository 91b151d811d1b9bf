"""What is promised, to whom, and what became of it."""

from bookings.models.api_key import ApiKey, KeptAnswer, MadeByApi
from bookings.models.appointment import Appointment, Participation
from bookings.models.call_back import CallBack, CallBackAttempt
from bookings.models.change import Change
from bookings.models.commitment import Commitment
from bookings.models.feed import CalendarFeed
from bookings.models.journal import JournalEntry
from bookings.models.outcome import Outcome
from bookings.models.outside import BusyTime, OutsideCalendar
from bookings.models.referral import Referral, ReferralRules
from bookings.models.referral_file import ReferralFile, ReferralLine
from bookings.models.referrer_link import ReferrerLink
from bookings.models.request import Attempt, ConfirmationCode, Draft, LinkToken
from bookings.models.resident import Contact, KeptApart, Resident
from bookings.models.waiting import WaitingEntry, WaitingOffer
from bookings.models.workshop import Registration, Workshop, WorkshopAnimation, WorkshopDate, WorkshopText

__all__ = [
    "ApiKey",
    "Appointment",
    "Attempt",
    "BusyTime",
    "CalendarFeed",
    "CallBack",
    "CallBackAttempt",
    "Change",
    "Commitment",
    "ConfirmationCode",
    "Contact",
    "Draft",
    "JournalEntry",
    "KeptAnswer",
    "KeptApart",
    "LinkToken",
    "MadeByApi",
    "Outcome",
    "OutsideCalendar",
    "Participation",
    "Referral",
    "ReferralFile",
    "ReferralLine",
    "ReferralRules",
    "ReferrerLink",
    "Registration",
    "Resident",
    "WaitingEntry",
    "WaitingOffer",
    "Workshop",
    "WorkshopAnimation",
    "WorkshopDate",
    "WorkshopText",
]
