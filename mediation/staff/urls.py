"""Addresses of the staff area that are about people and signing in. All stand under /equipe/."""

from django.urls import path

from mediation.staff import (
    accounts,
    first_steps,
    languages,
    open_sessions,
    partners,
    people,
    proconnect,
    register,
    sign_in,
    traces,
)

urlpatterns = [
    path("", sign_in.home, name="staff_home"),
    path("deuxieme-etape/", sign_in.second_step, name="staff_second_step"),
    path("changer/", sign_in.switch, name="staff_switch"),
    path("langue/", sign_in.choose_language, name="staff_language"),
    path("reprise/<uuid:kept_id>/", sign_in.kept_form, name="staff_kept_form"),
    path("connexions/", open_sessions.sessions, name="staff_sessions"),
    path("connexions/fermer/", open_sessions.end_others, name="staff_sessions_end"),
    path("connexions/<int:pk>/fermer/", open_sessions.end_one, name="staff_session_end"),
    path("proconnect/", proconnect.start, name="staff_proconnect"),
    path("proconnect/retour/", proconnect.back, name="staff_proconnect_back"),
    path("proconnect/ajouter/", proconnect.add, name="staff_proconnect_add"),
    path("proconnect/<int:pk>/oter/", proconnect.take_off, name="staff_proconnect_off"),
    path("proconnect/lien/<str:token>/", proconnect.open_link, name="staff_proconnect_link"),
    path("proconnect/confirmer/", proconnect.confirm_link, name="staff_proconnect_confirm"),
    path("personnes/", people.people, name="staff_people"),
    path("personnes/comptes/<int:pk>/rouvrir/", accounts.reopen, name="staff_reopen"),
    path("personnes/inviter/", people.invite_somebody, name="staff_invite"),
    path("personnes/invitations/<int:pk>/annuler/", people.revoke, name="staff_revoke"),
    path("personnes/roles/<int:pk>/retirer/", people.withdraw, name="staff_withdraw"),
    path("partenaires/", partners.partners, name="staff_partners"),
    path("partenaires/<int:pk>/", partners.partner, name="staff_partner"),
    path("partenaires/roles/<int:pk>/", partners.person_changed, name="staff_partner_person"),
    path(
        "partenaires/invitations/<int:pk>/annuler/", partners.invitation_revoked, name="staff_partner_revoke"
    ),
    path("invitation/", people.invitation, name="staff_invitation"),
    path("invitation/<str:token>/", people.open_invitation, name="staff_open_invitation"),
    path("traces/", traces.traces, name="staff_traces"),
    path("traces/fichier/", traces.traces_file, name="staff_traces_file"),
    path("traces/verifier/", traces.traces_checked, name="staff_traces_check"),
    path("langues/", languages.languages, name="staff_languages"),
    path("registre/", register.register, name="staff_register"),
    path("mise-en-route/", first_steps.first_steps, name="staff_first_steps"),
    path("mise-en-route/communes/", first_steps.load_communes, name="staff_add_communes"),
]
