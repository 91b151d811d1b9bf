"""What is promised, to whom, and what became of it."""

from bookings.models.about import AboutPerson
from bookings.models.api_key import ApiKey, KeptAnswer, MadeByApi
from bookings.models.appointment import Appointment, Participation
from bookings.models.call_back import CallBack, CallBackAttempt
from bookings.models.call_try import CallTry
from bookings.models.change import Change
from bookings.models.commitment import Commitment
from bookings.models.drop_in import DropInDay, Turn, TurnPeriod
from bookings.models.feed import CalendarFeed
from bookings.models.figures import Figure, FiguresState
from bookings.models.following import Goal, NextStep, TakeHome
from bookings.models.home_visit import HomeVisit
from bookings.models.interpreter import InterpreterBooking
from bookings.models.interruption import Interrupted, Interruption
from bookings.models.journal import JournalEntry
from bookings.models.missed import MissedTwice
from bookings.models.open_data import CountedCell, Edition, PublishedCell
from bookings.models.outcome import Outcome
from bookings.models.outside import BusyTime, OutsideCalendar
from bookings.models.referral import Referral, ReferralRules
from bookings.models.referral_file import ReferralFile, ReferralLine
from bookings.models.referrer_link import ReferrerLink
from bookings.models.request import Attempt, ConfirmationCode, Draft, LinkToken
from bookings.models.resident import Contact, KeptApart, Resident
from bookings.models.said import SaidCount
from bookings.models.set_up_file import SetUpFile, SetUpLine
from bookings.models.survey import SurveyAnswer, SurveyRequest, SurveySetting
from bookings.models.unmet import UnmetCount
from bookings.models.waiting import WaitingEntry, WaitingOffer
from bookings.models.workshop import (
    Attendance,
    Registration,
    Workshop,
    WorkshopAnimation,
    WorkshopDate,
    WorkshopOutcome,
    WorkshopText,
)

__all__ = [
    "AboutPerson",
    "ApiKey",
    "Appointment",
    "Attempt",
    "Attendance",
    "BusyTime",
    "CalendarFeed",
    "CallBack",
    "CallBackAttempt",
    "CallTry",
    "Change",
    "Commitment",
    "ConfirmationCode",
    "Contact",
    "CountedCell",
    "Draft",
    "DropInDay",
    "Edition",
    "Figure",
    "FiguresState",
    "Goal",
    "HomeVisit",
    "InterpreterBooking",
    "Interrupted",
    "Interruption",
    "JournalEntry",
    "KeptAnswer",
    "KeptApart",
    "LinkToken",
    "MadeByApi",
    "MissedTwice",
    "NextStep",
    "Outcome",
    "OutsideCalendar",
    "Participation",
    "PublishedCell",
    "Referral",
    "ReferralFile",
    "ReferralLine",
    "ReferralRules",
    "ReferrerLink",
    "Registration",
    "Resident",
    "SaidCount",
    "SetUpFile",
    "SetUpLine",
    "SurveyAnswer",
    "SurveyRequest",
    "SurveySetting",
    "TakeHome",
    "Turn",
    "TurnPeriod",
    "UnmetCount",
    "WaitingEntry",
    "WaitingOffer",
    "Workshop",
    "WorkshopAnimation",
    "WorkshopDate",
    "WorkshopOutcome",
    "WorkshopText",
]
