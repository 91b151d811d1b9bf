"""All addresses and one more, behind the same door as every staff page, with nothing in it: what a page costs at least."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from mediation import urls
from mediation.access import RECEPTION, staff

EMPTY = "/equipe/vide/"


@staff(*RECEPTION)
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


urlpatterns = [*urls.urlpatterns, path(EMPTY.lstrip("/"), empty)]
