"""Addresses of the staff area that are about appointments. All stand under /equipe/; the menu keeps their order."""

from django.urls import include, path, register_converter

from bookings.staff.agenda import (
    away,
    copies,
    dates,
    day,
    grids,
    month,
    openings,
    over,
    travel,
    week_list,
)
from bookings.staff.api_keys import pages as api_keys
from bookings.staff.appointment import changing, numbers
from bookings.staff.appointment import pages as appointment
from bookings.staff.calendars import pages as calendars
from bookings.staff.call_backs import pages as call_backs
from bookings.staff.departures import page as departures
from bookings.staff.desk import finding, visit
from bookings.staff.desk import pages as desk
from bookings.staff.dropin import noting, presses
from bookings.staff.dropin import pages as dropin
from bookings.staff.figures import dashboard, exports, report
from bookings.staff.following import pages as following
from bookings.staff.following import tasks, to_call
from bookings.staff.interpreters import pages as interpreters
from bookings.staff.interruptions import calling, planning
from bookings.staff.interruptions import pages as interruptions
from bookings.staff.missed import pages as missed
from bookings.staff.outcomes import pages as outcome
from bookings.staff.outcomes import pending
from bookings.staff.overview import page as overview
from bookings.staff.people import about, data, duplicates, erasing, other_record, resident, to_tell
from bookings.staff.referrals import pages as referrals
from bookings.staff.referrals import rules, steps
from bookings.staff.surveys import comments as survey_comments
from bookings.staff.surveys import desk as survey_desk
from bookings.staff.surveys import pages as surveys
from bookings.staff.waiting import pages as waiting
from bookings.staff.workshops import attendance, register
from bookings.staff.workshops import changing as changing_workshops
from bookings.staff.workshops import pages as workshops


class ExportFormat:
    """How a file ends."""

    regex = "csv|xlsx|ods"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExportFormat, "export")

urlpatterns = [
    path("jour/", day.day, name="staff_day"),
    path("jour/cote-a-cote/", grids.side_by_side, name="staff_side_by_side"),
    path("semaine/", grids.week, name="staff_week"),
    path("semaine/liste/", week_list.week_list, name="staff_week_list"),
    path("semaine/copier/<int:pk>/", copies.week_copied, name="staff_copy_week"),
    path("semaine/equipe/", overview.team_week, name="staff_team_week"),
    path("semaine/copiee/<str:copy>/", copies.copied_week, name="staff_copied_week"),
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
    path("interpretes/", interpreters.interpreters, name="staff_interpreters"),
    path("avis/", surveys.surveys, name="staff_surveys"),
    path("avis/reglages/<int:pk>/", surveys.survey_setting, name="staff_survey_setting"),
    path("avis/papier/", survey_desk.survey_paper, name="staff_survey_paper"),
    path("avis/tablette/", survey_desk.survey_tablet_opened, name="staff_survey_tablet"),
    path("avis/remarques/", survey_comments.survey_comments, name="staff_survey_comments"),
    path("avis/remarques/<uuid:pk>/", survey_comments.survey_comment, name="staff_survey_comment"),
    path("rendez-vous/<int:pk>/avis/", surveys.survey_sheet, name="staff_survey_sheet"),
    path("absents/", missed.missed, name="staff_missed"),
    path("absents/<int:pk>/", missed.missed_answered, name="staff_missed_answer"),
    path("rendez-vous/<int:pk>/", appointment.appointment, name="staff_appointment"),
    path("rendez-vous/<int:pk>/marquer/", appointment.marked, name="staff_mark"),
    path("rendez-vous/<int:pk>/deborde/", over.runs_over, name="staff_run_over"),
    path("rendez-vous/<int:pk>/appel/", away.call_tried, name="staff_try_call"),
    path("rendez-vous/<int:pk>/visite/", away.home_visited, name="staff_home_visit"),
    path("rendez-vous/<int:pk>/visite/feuille/", away.visit_sheet, name="staff_visit_sheet"),
    path("rendez-vous/<int:pk>/interprete/", interpreters.interpreter, name="staff_interpreter"),
    path(
        "rendez-vous/<int:pk>/interprete/inutile/",
        interpreters.interpreter_needless,
        name="staff_interpreter_needless",
    ),
    path("durees/", interpreters.day_settings, name="staff_day_settings"),
    path("rendez-vous/<int:pk>/prevenu/", appointment.told, name="staff_told"),
    path("rendez-vous/<int:pk>/numero/", numbers.number_given, name="staff_give_number"),
    path("rendez-vous/<int:pk>/verifie/", appointment.verified, name="staff_verify"),
    path("rendez-vous/<int:pk>/note/", appointment.note, name="staff_note"),
    path("rendez-vous/<int:pk>/plus-tot/", waiting.wants_sooner, name="staff_sooner"),
    path("rendez-vous/<int:pk>/retablir/", appointment.restored, name="staff_restore"),
    path("rendez-vous/<int:pk>/annuler/", changing.cancelled, name="staff_cancel"),
    path("rendez-vous/<int:pk>/deplacer/", changing.moved, name="staff_move"),
    path("rendez-vous/<int:pk>/compte-rendu/", outcome.outcome, name="staff_outcome"),
    path("comptes-rendus/", pending.still_to_note, name="staff_pending"),
    path("rendez-vous/<int:pk>/carte/", desk.card, name="staff_card"),
    path("habitants/<int:pk>/", resident.resident, name="staff_resident"),
    path("habitants/<int:pk>/a-propos/", about.about, name="staff_about"),
    path("habitants/<int:pk>/suivi/", following.following, name="staff_following"),
    path("habitants/<int:pk>/autre-fiche/", other_record.other_record, name="staff_other_record"),
    path("habitants/<int:pk>/donnees/", data.person_data, name="staff_person_data"),
    path("habitants/<int:pk>/effacer/", erasing.erased, name="staff_erase"),
    path("suivi/", tasks.tasks, name="staff_tasks"),
    path("suivi/objectifs/<int:pk>/", following.goal_changed, name="staff_goal"),
    path("suivi/etapes/<int:pk>/", following.step_changed, name="staff_step"),
    path("suivi/etapes/<int:pk>/dit/", to_call.step_said, name="staff_step_said"),
    path("plages/", openings.openings, name="staff_openings"),
    path("plages/ajouter/", openings.opening_added, name="staff_add_opening"),
    path("plages/<int:pk>/terminer/", openings.opening_ended, name="staff_end_opening"),
    path("plages/<int:pk>/dates/", dates.dates, name="staff_opening_dates"),
    path("plages/<int:pk>/dates/<str:day>/", dates.date_changed, name="staff_opening_date"),
    path("plages/<int:pk>/dates/<str:day>/retablir/", dates.date_kept, name="staff_opening_date_kept"),
    path("trajets/", travel.travel, name="staff_travel"),
    path("absences/ajouter/", openings.absence_added, name="staff_add_absence"),
    path("absences/<int:pk>/retirer/", openings.absence_removed, name="staff_remove_absence"),
    path("fermetures/ajouter/", openings.closure_added, name="staff_add_closure"),
    path("fermetures/<int:pk>/retirer/", openings.closure_removed, name="staff_remove_closure"),
    path("empechements/", interruptions.interruptions, name="staff_interruptions"),
    path("empechements/nouveau/", planning.interrupted, name="staff_interrupt"),
    path("empechements/a-appeler/", interruptions.to_call, name="staff_to_call"),
    path("empechements/a-appeler/<int:pk>/", calling.called, name="staff_call_instead"),
    path("empechements/<int:pk>/", interruptions.interruption, name="staff_interruption"),
    path(
        "empechements/<int:pk>/maintenant/",
        interruptions.interruption_leaves,
        name="staff_interruption_leaves",
    ),
    path(
        "empechements/<int:pk>/reprendre/",
        interruptions.interruption_undone,
        name="staff_interruption_undone",
    ),
    path("cles/", api_keys.api_keys, name="staff_api_keys"),
    path("cles/<int:pk>/", api_keys.api_key, name="staff_api_key"),
    path("ateliers/", workshops.workshops, name="staff_workshops"),
    path("ateliers/ajouter/", workshops.workshop_added, name="staff_add_workshop"),
    path("ateliers/<int:pk>/", workshops.workshop, name="staff_workshop"),
    path("ateliers/<int:pk>/modifier/", changing_workshops.workshop_changed, name="staff_change_workshop"),
    path("ateliers/<int:pk>/dates/ajouter/", changing_workshops.date_added, name="staff_add_date"),
    path("ateliers/<int:pk>/annuler/", changing_workshops.dates_cancelled, name="staff_cancel_dates"),
    path("ateliers/<int:pk>/inscrire/", register.enrolled, name="staff_enrol"),
    path("ateliers/inscriptions/<int:pk>/", register.registration_changed, name="staff_registration"),
    path("ateliers/dates/<int:pk>/", changing_workshops.date_changed, name="staff_change_date"),
    path("ateliers/dates/<int:pk>/presences/", attendance.attended, name="staff_attendance"),
    path("ateliers/dates/<int:pk>/avis/", surveys.workshop_sheets, name="staff_workshop_sheets"),
    path("ateliers/dates/<int:pk>/compte-rendu/", attendance.workshop_outcome, name="staff_workshop_outcome"),
    path("permanences/", dropin.drop_ins, name="staff_drop_ins"),
    path("permanences/<int:site_id>/", dropin.drop_in, name="staff_drop_in"),
    path("permanences/<int:site_id>/ajouter/", presses.joined, name="staff_join_drop_in"),
    path("permanences/<int:site_id>/appeler/", presses.called, name="staff_call_next"),
    path("permanences/<int:site_id>/arrivee/<int:pk>/", presses.arrived, name="staff_join_promised"),
    path("permanences/<int:site_id>/terminer/", presses.closed, name="staff_close_drop_in"),
    path("permanences/numeros/<int:pk>/", presses.pressed, name="staff_turn"),
    path("permanences/numeros/<int:pk>/papier/", dropin.slip, name="staff_slip"),
    path("permanences/numeros/<int:pk>/noter/", noting.noted, name="staff_note_turn"),
    path("agendas/", calendars.calendars, name="staff_calendars"),
    path("agendas/relier/", calendars.calendar_linked, name="staff_link_calendar"),
    path("agendas/exterieurs/<int:pk>/", calendars.calendar_unlinked, name="staff_unlink_calendar"),
    path("agendas/<int:pk>/fermer/", calendars.feed_closed, name="staff_close_feed"),
    path("mediateurs/<int:pk>/depart/", departures.departure, name="staff_departure"),
    path("mediateurs/<int:pk>/retour/", departures.departure_undone, name="staff_departure_undone"),
    path("mise-en-place/", include("bookings.staff.set_up.urls")),
    path("doublons/", duplicates.duplicates, name="staff_duplicates"),
    path("doublons/<int:first_id>/<int:second_id>/", duplicates.duplicate, name="staff_duplicate"),
    path("chiffres/", dashboard.dashboard, name="staff_figures"),
    path("chiffres/chiffres.csv", dashboard.dashboard_csv, name="staff_figures_csv"),
    path("chiffres/rapport/", report.report, name="staff_figures_report"),
    path("chiffres/rapport.pdf", report.report_pdf, name="staff_figures_report_pdf"),
    path("chiffres/exports/", exports.exports, name="staff_exports"),
    path("chiffres/exports/comptes-rendus.<export:name>", exports.export_file, name="staff_export_file"),
    path("chiffres/exports/recherche.<export:name>", exports.research_file, name="staff_research_file"),
]
