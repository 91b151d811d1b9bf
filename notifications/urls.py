"""Addresses of the message part."""

from django.urls import path

from notifications.handset import simulator
from notifications.handset.page import handset_call
from notifications.letters import staff as letters
from notifications.referrers import pages as referrers
from notifications.reminding import staff as reminding
from notifications.subscriptions import staff as subscriptions
from notifications.take_home import staff as take_home
from notifications.talk import staff as talk_staff
from notifications.voice import staff as voice_staff
from notifications.watching import bills, board
from notifications.watching.metrics import metrics
from notifications.webhooks import status as views
from notifications.webhooks.sms import twilio_sms
from notifications.webhooks.voice import twilio_voice
from notifications.wordings import staff as wordings
from notifications.wordings.short_names import short_names

urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("twilio/status", views.twilio_status, name="twilio_status"),
    path("twilio/voice", twilio_voice, name="twilio_voice"),
    path("twilio/sms", twilio_sms, name="twilio_sms"),
    path("equipe/ligne/", voice_staff.line, name="staff_line"),
    path("equipe/ligne/noms/<int:pk>/", voice_staff.spoken_name, name="staff_spoken_name"),
    path(
        "equipe/ligne/noms/<int:pk>/ecouter/", voice_staff.spoken_name_sound, name="staff_spoken_name_sound"
    ),
    path("equipe/lettres/", letters.letters, name="staff_letters"),
    path("equipe/lettres/imprimer/", letters.letters_printed, name="staff_print_letters"),
    path("equipe/lettres/<int:pk>/reprendre/", letters.letter_taken_back, name="staff_take_back_letter"),
    path("equipe/rendez-vous/<int:pk>/feuille/", take_home.take_home, name="staff_take_home"),
    path("equipe/messages/", board.message_board, name="staff_messages"),
    path("equipe/messages/couts/", bills.message_costs, name="staff_costs"),
    path("equipe/messages/couts/<int:pk>/", bills.cost_ceiling, name="staff_ceiling"),
    path("equipe/messages/rappels/", reminding.reminder_plans, name="staff_reminders"),
    path("equipe/messages/rappels/ajouter/", reminding.reminder_plan, name="staff_add_reminder_plan"),
    path("equipe/messages/rappels/<int:pk>/", reminding.reminder_plan, name="staff_reminder_plan"),
    path(
        "equipe/messages/rappels/<int:pk>/retirer/",
        reminding.reminder_plan_removed,
        name="staff_remove_reminder_plan",
    ),
    path("equipe/messages/textes/", wordings.wordings, name="staff_wordings"),
    path(
        "equipe/messages/textes/<int:organisation_id>/<str:kind>/<str:language>/",
        wordings.wording,
        name="staff_wording",
    ),
    path(
        "equipe/messages/textes/versions/<int:pk>/reprendre/",
        wordings.wording_again,
        name="staff_wording_again",
    ),
    path("equipe/messages/lieux/", short_names, name="staff_short_names"),
    path("equipe/webhooks/", subscriptions.webhooks, name="staff_webhooks"),
    path("equipe/webhooks/<int:pk>/", subscriptions.webhook, name="staff_webhook"),
    path("partenaires/messages/", referrers.choice, name="partners_messages"),
    path("partenaires/webhooks/", subscriptions.partner_webhooks, name="partner_webhooks"),
    path("equipe/conversations/", talk_staff.conversations, name="staff_conversations"),
    path("equipe/conversations/<int:pk>/", talk_staff.conversation, name="staff_conversation"),
    path(
        "equipe/conversations/<int:pk>/traite/",
        talk_staff.conversation_handled,
        name="staff_conversation_handled",
    ),
    path(
        "equipe/conversations/<int:pk>/corriger/",
        talk_staff.conversation_put_right,
        name="staff_conversation_put_right",
    ),
    path("simulateur/", simulator.start, name="simulator"),
    path("simulateur/appels/<slug:key>/", handset_call, name="handset_call"),
    path("simulateur/<slug:inbox>/", simulator.handset, name="handset"),
    path("simulateur/<slug:inbox>/ecrire/", simulator.handset_write, name="handset_write"),
    path("simulateur/<slug:inbox>/appeler/", simulator.handset_dial, name="handset_dial"),
]
