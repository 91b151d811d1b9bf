"""Addresses of the set-up. All stand under /equipe/mise-en-place/."""

from django.urls import path

from bookings.staff.set_up import closing, editing, history, pages, rights
from bookings.staff.set_up.files import pages as files

urlpatterns = [
    path("", pages.home, name="staff_set_up"),
    path("qui-peut-quoi/", rights.rights, name="staff_rights"),
    path("changements/", history.history, name="staff_set_up_history"),
    path("fichiers/", files.files, name="staff_set_up_files"),
    path("fichiers/<slug:slug>/", files.upload, name="staff_set_up_upload"),
    path("fichiers/<slug:slug>/modele.<str:kind>", files.template, name="staff_set_up_template"),
    path("fichiers/suivi/<str:public_id>/", files.file, name="staff_set_up_file"),
    path("fichiers/suivi/<str:public_id>/resultat.csv", files.result, name="staff_set_up_file_result"),
    path("<slug:slug>/", pages.listed, name="staff_set_up_list"),
    path("<slug:slug>/ajouter/", editing.added, name="staff_set_up_new"),
    path("<slug:slug>/<int:pk>/", editing.edited, name="staff_set_up_edit"),
    path("<slug:slug>/<int:pk>/service/", closing.closed, name="staff_set_up_close"),
]
