"""Addresses of whoever refers. All stand under /partenaires/; the menu keeps their order."""

from django.urls import path

from bookings.partners.bulk import coordinated
from bookings.partners.bulk import pages as bulk
from bookings.partners.doors import by_link, signed_in
from bookings.partners.pages import changing, listing, no_account, refer, referral, times

urlpatterns = [
    path("", listing.referrals, name="partners_referrals"),
    path("sans-compte/", no_account.no_account, name="partners_no_account"),
    path("lien/<str:token>/", no_account.by_link, name="partners_link"),
    path("lien/<str:token>/feuille/", by_link(referral.sheet), name="partners_link_sheet"),
    path("lien/<str:token>/corriger/", by_link(changing.correct), name="partners_link_correct"),
    path("lien/<str:token>/retirer/", by_link(changing.withdraw), name="partners_link_withdraw"),
    path("lien/<str:token>/heure/", by_link(times.time_chosen), name="partners_link_time"),
    path("lien/<str:token>/annuler/", by_link(times.cancelled), name="partners_link_cancel"),
    path("orienter/", refer.refer, name="partners_refer"),
    path("fichier/", bulk.files, name="partners_files"),
    path("fichier/modele.<str:kind>", bulk.template, name="partners_file_template"),
    path("fichier/<str:public_id>/", bulk.file, name="partners_file"),
    path("fichier/<str:public_id>/resultat.csv", bulk.result, name="partners_file_result"),
    path("structure/fichiers/", coordinated.all_files, name="partners_all_files"),
    path(
        "structure/fichiers/<str:public_id>/resultat.csv",
        coordinated.result,
        name="partners_all_files_result",
    ),
    path("brouillons/<str:public_id>/supprimer/", refer.draft_dropped, name="partners_draft_dropped"),
    path("orientations/<str:public_id>/", signed_in(referral.referral), name="partners_referral"),
    path("orientations/<str:public_id>/feuille/", signed_in(referral.sheet), name="partners_sheet"),
    path("orientations/<str:public_id>/corriger/", signed_in(changing.correct), name="partners_correct"),
    path("orientations/<str:public_id>/retirer/", signed_in(changing.withdraw), name="partners_withdraw"),
    path("orientations/<str:public_id>/heure/", signed_in(times.time_chosen), name="partners_time"),
    path("orientations/<str:public_id>/annuler/", signed_in(times.cancelled), name="partners_cancel"),
]
