"""All addresses. Resident pages carry the language as a prefix; French has none."""

from django.contrib import admin
from django.urls import include, path

from mediation import health
from mediation.neighbours.addresses import in_each_language
from mediation.staff.sign_in import not_offered

urlpatterns = [
    # Programs' are told apart at once. Then residents': an address is looked for from the top, and most asked for are theirs.
    path("api/v1/", include("bookings.api.urls")),
    *in_each_language(
        path("", include("bookings.public.urls")),
        path("", include("notifications.public_urls")),
    ),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    # An account is one address, proved by its invitation: allauth's page for several is not offered.
    path("compte/email/", not_offered),
    path("compte/confirm-email/", not_offered),
    path("compte/", include("allauth.urls")),
    # The day comes first in the staff menu: the first page of it is where one arrives.
    path("equipe/", include("bookings.staff.urls")),
    path("equipe/", include("mediation.staff.urls")),
    path("partenaires/", include("bookings.partners.urls")),
    path("r/", include("bookings.public.short_urls")),
    path("agendas/", include("bookings.public.feed_urls")),
    path("donnees/", include("bookings.public.open_data_urls")),
    path("equipe/reglages/", admin.site.urls),
    path("", include("notifications.urls")),
]
handler400 = "bookings.api.failing.bad_request"
handler500 = "bookings.api.failing.server_error"
