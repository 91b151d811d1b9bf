"""Addresses of whoever refers. All stand under /partenaires/; the menu keeps their order."""

from django.urls import path

from bookings.partners.bulk import pages as bulk
from bookings.partners.pages import changing, listing, no_account, refer, referral, times

urlpatterns = [
    path("", listing.referrals, name="partners_referrals"),
    path("sans-compte/", no_account.no_account, name="partners_no_account"),
    path("lien/<str:token>/", no_account.by_link, name="partners_link"),
    path("orienter/", refer.refer, name="partners_refer"),
    path("fichier/", bulk.files, name="partners_files"),
    path("fichier/modele.<str:kind>", bulk.template, name="partners_file_template"),
    path("fichier/<str:public_id>/", bulk.file, name="partners_file"),
    path("fichier/<str:public_id>/resultat.csv", bulk.result, name="partners_file_result"),
    path("brouillons/<str:public_id>/supprimer/", refer.draft_dropped, name="partners_draft_dropped"),
    path("orientations/<str:public_id>/", referral.referral, name="partners_referral"),
    path("orientations/<str:public_id>/feuille/", referral.sheet, name="partners_sheet"),
    path("orientations/<str:public_id>/corriger/", changing.corrected, name="partners_correct"),
    path("orientations/<str:public_id>/retirer/", changing.withdrawn, name="partners_withdraw"),
    path("orientations/<str:public_id>/heure/", times.time_chosen, name="partners_time"),
    path("orientations/<str:public_id>/annuler/", times.cancelled, name="partners_cancel"),
]
