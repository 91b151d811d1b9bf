"""Addresses of the resident's pages. They carry opaque ids and times, never anything typed."""

from django.urls import path

from bookings.public.views import (
    appointment,
    call_back,
    choose,
    code,
    find,
    information,
    referred,
    waiting,
    whom,
    workshops,
)

urlpatterns = [
    path("", choose.home, name="home"),
    path("lieu/<slug:site_id>/", choose.place, name="place"),
    path("aide/<slug:topic_id>/", choose.where, name="where"),
    path("aide/<slug:topic_id>/partout/", choose.anywhere, name="anywhere"),
    path("aide/<slug:topic_id>/lieux/", choose.chosen_place, name="places"),
    path("aide/<slug:topic_id>/lieux/<slug:codes>/", choose.near, name="near"),
    path("aide/<slug:topic_id>/attente/", waiting.wait_anywhere, name="wait_anywhere"),
    path("aide/<slug:topic_id>/<slug:site_id>/attente/", waiting.wait_here, name="wait_here"),
    path("attente/<slug:token>/", waiting.waiting, name="waiting"),
    path("aide/<slug:topic_id>/<slug:site_id>/", choose.when, name="when"),
    path("aide/<slug:topic_id>/<slug:site_id>/<slug:moment>/", whom.whom, name="whom"),
    path("aide/<slug:topic_id>/<slug:site_id>/<slug:moment>/prendre/", whom.take, name="take"),
    path("orientation/<slug:token>/", referred.referred, name="referred"),
    path("orientation/<slug:token>/heures/", referred.referred_times, name="referred_times"),
    path(
        "orientation/<slug:token>/<slug:site_id>/<slug:moment>/", referred.referred_take, name="referred_take"
    ),
    path("ateliers/", workshops.workshops, name="workshops"),
    path("ateliers/inscription/<slug:token>/", workshops.registration, name="registration"),
    path("ateliers/<slug:workshop_id>/", workshops.workshop, name="workshop"),
    path("code/", code.code, name="code"),
    path("mon-rendez-vous/<slug:token>/", appointment.appointment, name="appointment"),
    path("mon-rendez-vous/<slug:token>/pris/", appointment.booked, name="booked"),
    path("mon-rendez-vous/<slug:token>/rendez-vous.ics", appointment.calendar, name="calendar"),
    path("mon-rendez-vous/<slug:token>/annuler/", appointment.cancel_page, name="cancel"),
    path("mon-rendez-vous/<slug:token>/reprendre/", appointment.restore_page, name="restore"),
    path("mon-rendez-vous/<slug:token>/deplacer/", appointment.move_times, name="move"),
    path("mon-rendez-vous/<slug:token>/deplacer/<slug:moment>/", appointment.move_to, name="move_to"),
    path("mon-rendez-vous/<slug:token>/plus-tot/", waiting.sooner, name="sooner"),
    path("retrouver/", find.find, name="find"),
    path("etre-rappele/", call_back.call_back, name="call_back"),
    path("etre-rappele/merci/", call_back.call_back_done, name="call_back_done"),
    path("service/", information.about, name="about"),
    path("donnees-personnelles/", information.personal_data, name="personal_data"),
    path("accessibilite/", information.accessibility, name="accessibility"),
]
