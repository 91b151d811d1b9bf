"""Addresses of the API. All stand under /api/v1/; what a key may do is said by each view (`scopes`)."""

from django.urls import URLPattern, path, re_path

from bookings.api.view import ApiView
from bookings.api.views import (
    appointments,
    catalogue,
    changes,
    directory,
    explained,
    reader,
    referrals,
    times,
    waiting,
    workshops,
)
from mediation.access import machine, public


def _at(address: str, view: type[ApiView], name: str) -> URLPattern:
    return path(address, machine(view.as_view()), name=name)


urlpatterns = [
    path("schema/", reader.schema, name="api_schema"),
    path("docs/", reader.docs, name="api_docs"),
    path("docs/<str:name>", reader.docs_file, name="api_docs_file"),
    path("problems/", explained.problems, name="api_problems"),
    path("problems/<slug:slug>/", explained.problem, name="api_problem"),
    _at("topics/", catalogue.Topics, "api_topics"),
    _at("topics/<str:topic_id>/", catalogue.OneTopic, "api_topic"),
    _at("changes/", changes.Changes, "api_changes"),
    _at("sites/", catalogue.Sites, "api_sites"),
    _at("sites/<str:site_id>/", catalogue.OneSite, "api_site"),
    _at("free-times/", times.FreeTimes, "api_free_times"),
    _at("appointments/", appointments.Appointments, "api_appointments"),
    _at("appointments/<str:appointment_id>/", appointments.OneAppointment, "api_appointment"),
    _at("appointments/<str:appointment_id>/move/", appointments.Moved, "api_move"),
    _at("appointments/<str:appointment_id>/cancel/", appointments.Cancelled, "api_cancel"),
    _at("appointments/<str:appointment_id>/confirm/", appointments.Confirmed, "api_confirm"),
    _at("referrals/", referrals.Referrals, "api_referrals"),
    _at("referrals/sentence/", referrals.Sentence, "api_sentence"),
    _at("referrals/<str:referral_id>/", referrals.OneReferral, "api_referral"),
    _at("referrals/<str:referral_id>/withdraw/", referrals.Withdrawn, "api_withdraw"),
    _at("referrals/<str:referral_id>/appointment/", referrals.Booked, "api_book_referred"),
    _at("waiting/", waiting.Waits, "api_waiting"),
    _at("waiting/<str:wait_id>/", waiting.OneWait, "api_wait"),
    _at("waiting/<str:wait_id>/leave/", waiting.Left, "api_leave"),
    _at("workshops/", workshops.Workshops, "api_workshops"),
    _at("workshops/<str:workshop_id>/registrations/", workshops.Enrolled, "api_enrol"),
    _at("registrations/<str:registration_id>/", workshops.OneRegistration, "api_registration"),
    _at("registrations/<str:registration_id>/accept/", workshops.SeatAccepted, "api_accept_seat"),
    _at("registrations/<str:registration_id>/decline/", workshops.SeatDeclined, "api_decline_seat"),
    _at("registrations/<str:registration_id>/leave/", workshops.Withdrawn, "api_leave_workshop"),
    path("directory/data-inclusion/", public(directory.Inclusion.as_view()), name="api_inclusion"),
    path("directory/national/", public(directory.National.as_view()), name="api_national"),
    re_path(r"^.*$", machine(explained.NoSuchAddress.as_view()), name="api_nothing"),
]
