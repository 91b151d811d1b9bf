"""Everything that is stored of what is said and heard."""

from notifications.models.handset import Handset, SimulatedCall
from notifications.models.message import BY_THE_TEAM, ChannelName, Message, Pause, SimulatedMessage, State
from notifications.models.referrers import ReferrerChoice, ReferrerNews, ReferrerReading
from notifications.models.reminding import ReminderPlan
from notifications.models.subscription import WebhookDelivery, WebhookTarget
from notifications.models.talk import Conversation, InboundMessage, StaffReply
from notifications.models.voice import Call, SpokenName
from notifications.models.watching import Alert, Ceiling
from notifications.models.wordings import Wording

__all__ = [
    "BY_THE_TEAM",
    "Alert",
    "Call",
    "Ceiling",
    "ChannelName",
    "Conversation",
    "Handset",
    "InboundMessage",
    "Message",
    "Pause",
    "ReferrerChoice",
    "ReferrerNews",
    "ReferrerReading",
    "ReminderPlan",
    "SimulatedCall",
    "SimulatedMessage",
    "SpokenName",
    "StaffReply",
    "State",
    "WebhookDelivery",
    "WebhookTarget",
    "Wording",
]
