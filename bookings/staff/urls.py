"""Addresses of the staff area that are about appointments. All stand under /equipe/; the menu keeps their order."""

from django.urls import path

from bookings.staff.agenda import dates, day, grids, month, openings, week_list
from bookings.staff.api_keys import pages as api_keys
from bookings.staff.appointment import changing
from bookings.staff.appointment import pages as appointment
from bookings.staff.calendars import pages as calendars
from bookings.staff.call_backs import pages as call_backs
from bookings.staff.departures import page as departures
from bookings.staff.desk import finding, visit
from bookings.staff.desk import pages as desk
from bookings.staff.outcomes import pages as outcome
from bookings.staff.people import duplicates, erasing, other_record, resident, to_tell
from bookings.staff.referrals import pages as referrals
from bookings.staff.referrals import rules, steps
from bookings.staff.waiting import pages as waiting
from bookings.staff.workshops import pages as workshops

urlpatterns = [
    path("jour/", day.day, name="staff_day"),
    path("jour/cote-a-cote/", grids.side_by_side, name="staff_side_by_side"),
    path("semaine/", grids.week, name="staff_week"),
    path("semaine/liste/", week_list.week_list, name="staff_week_list"),
    path("mois/", month.month, name="staff_month"),
    path("reserver/", desk.desk, name="staff_desk"),
    path("visites/noter/", visit.visit, name="staff_visit"),
    path("retrouver/", finding.find, name="staff_find"),
    path("rappels/", call_backs.call_backs, name="staff_call_backs"),
    path("rappels/<int:pk>/", call_backs.call_back_handled, name="staff_call_back"),
    path("attente/", waiting.waiting_list, name="staff_waiting"),
    path("attente/ajouter/", waiting.waiting_added, name="staff_add_waiting"),
    path("attente/<int:pk>/", waiting.waiting_changed, name="staff_waiting_changed"),
    path("attente/places/<int:pk>/", waiting.offer_answered, name="staff_offer_answered"),
    path("orientations/", referrals.referrals, name="staff_referrals"),
    path("orientations/regles/", rules.referral_rules, name="staff_referral_rules"),
    path("orientations/suites/", rules.referral_figures, name="staff_referral_figures"),
    path("orientations/<int:pk>/", referrals.referral, name="staff_referral"),
    path("orientations/<int:pk>/suite/", steps.referral_step, name="staff_referral_step"),
    path("a-prevenir/", to_tell.to_tell, name="staff_to_tell"),
    path("rendez-vous/<int:pk>/", appointment.appointment, name="staff_appointment"),
    path("rendez-vous/<int:pk>/marquer/", appointment.marked, name="staff_mark"),
    path("rendez-vous/<int:pk>/prevenu/", appointment.told, name="staff_told"),
    path("rendez-vous/<int:pk>/verifie/", appointment.verified, name="staff_verify"),
    path("rendez-vous/<int:pk>/note/", appointment.note, name="staff_note"),
    path("rendez-vous/<int:pk>/plus-tot/", waiting.wants_sooner, name="staff_sooner"),
    path("rendez-vous/<int:pk>/retablir/", appointment.restored, name="staff_restore"),
    path("rendez-vous/<int:pk>/annuler/", changing.cancelled, name="staff_cancel"),
    path("rendez-vous/<int:pk>/deplacer/", changing.moved, name="staff_move"),
    path("rendez-vous/<int:pk>/compte-rendu/", outcome.outcome, name="staff_outcome"),
    path("rendez-vous/<int:pk>/carte/", desk.card, name="staff_card"),
    path("habitants/<int:pk>/", resident.resident, name="staff_resident"),
    path("habitants/<int:pk>/autre-fiche/", other_record.other_record, name="staff_other_record"),
    path("habitants/<int:pk>/effacer/", erasing.erased, name="staff_erase"),
    path("plages/", openings.openings, name="staff_openings"),
    path("plages/ajouter/", openings.opening_added, name="staff_add_opening"),
    path("plages/<int:pk>/terminer/", openings.opening_ended, name="staff_end_opening"),
    path("plages/<int:pk>/dates/", dates.dates, name="staff_opening_dates"),
    path("plages/<int:pk>/dates/<str:day>/", dates.date_changed, name="staff_opening_date"),
    path("plages/<int:pk>/dates/<str:day>/retablir/", dates.date_kept, name="staff_opening_date_kept"),
    path("absences/ajouter/", openings.absence_added, name="staff_add_absence"),
    path("absences/<int:pk>/retirer/", openings.absence_removed, name="staff_remove_absence"),
    path("fermetures/ajouter/", openings.closure_added, name="staff_add_closure"),
    path("fermetures/<int:pk>/retirer/", openings.closure_removed, name="staff_remove_closure"),
    path("cles/", api_keys.api_keys, name="staff_api_keys"),
    path("cles/<int:pk>/", api_keys.api_key, name="staff_api_key"),
    path("ateliers/", workshops.workshops, name="staff_workshops"),
    path("ateliers/ajouter/", workshops.workshop_added, name="staff_add_workshop"),
    path("ateliers/<int:pk>/", workshops.workshop, name="staff_workshop"),
    path("agendas/", calendars.calendars, name="staff_calendars"),
    path("agendas/relier/", calendars.calendar_linked, name="staff_link_calendar"),
    path("agendas/exterieurs/<int:pk>/", calendars.calendar_unlinked, name="staff_unlink_calendar"),
    path("agendas/<int:pk>/fermer/", calendars.feed_closed, name="staff_close_feed"),
    path("mediateurs/<int:pk>/depart/", departures.departure, name="staff_departure"),
    path("mediateurs/<int:pk>/retour/", departures.departure_undone, name="staff_departure_undone"),
    path("doublons/", duplicates.duplicates, name="staff_duplicates"),
    path("doublons/<int:first_id>/<int:second_id>/", duplicates.duplicate, name="staff_duplicate"),
]
