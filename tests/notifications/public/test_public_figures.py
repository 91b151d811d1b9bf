"""The page of figures that everybody may read: in plain words, small numbers hidden, found in two clicks."""

import gzip
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from bookings.models import Figure, SurveyAnswer
from mediation.models import Commune
from mediation.remembered import forget
from notifications.models import Message
from notifications.public import energy
from notifications.public.facts import Months, public_figures
from notifications.public.weights import PAGES, written
from tests.people import a_site, an_organisation
from tests.residents import Resident

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


@pytest.fixture
def town() -> None:
    """Eleven people waited in Rennes, ten in Betton, and one of a month that is not over."""
    organisation = an_organisation()
    a_site(organisation)
    betton = Commune.objects.create(insee_code="35024", name="Betton")
    a_site(organisation, "Une médiathèque", commune=betton)
    november = date(2026, 11, 1)
    waits = {"2": 6, "9": 5}
    Figure.objects.create(scope="c35238", grain="m", start=november, counts={"wait": waits})
    Figure.objects.create(scope="c35024", grain="m", start=november, counts={"wait": {"4": 10}})
    Figure.objects.create(scope="c35024", grain="m", start=date(2026, 12, 1), counts={"wait": {"4": 5}})
    counts = {"wait": {**waits, "4": 10}, "sessions": {"individual": 20}, "channel": {"phone": 5, "web": 15}}
    Figure.objects.create(scope="t", grain="m", start=november, counts=counts)
    forget()


def read(prefix: str = "") -> str:
    return re.sub(r"\s+", " ", Resident().get(f"{prefix}{reverse('public_figures')}").content.decode())


def test_somebody_finds_the_wait_of_their_commune_in_two_clicks(town: None) -> None:
    home = Resident().get("/").content.decode()
    assert f'href="{reverse("public_figures")}"' in home
    page = read()
    assert '<th scope="row">Rennes</th><td>2 jours</td>' in page
    assert '<th scope="row">Betton</th><td>secret</td>' in page, "ten people: one could be recognised"


def test_communes_stand_as_in_a_french_index(town: None) -> None:
    """« Saint-Armel » under its S, « Bécherel » before « Betton »."""
    for code, name in (("35250", "Saint-Armel"), ("35022", "Bécherel"), ("35189", "Mordelles")):
        a_site(an_organisation(name), name, commune=Commune.objects.create(insee_code=code, name=name))
    forget()
    shown = re.findall(r'<th scope="row">([^<]*)</th>', read())
    assert shown == ["Bécherel", "Betton", "Mordelles", "Rennes", "Saint-Armel"]


def test_what_secret_means_is_said_where_something_is_secret(town: None) -> None:
    assert "moins de 11 personnes" in read()
    Figure.objects.filter(scope="c35024").update(counts={"wait": {"4": 12}})
    forget()
    assert "secret" not in read()


def test_nothing_is_called_secret_that_nobody_has_counted_yet(town: None) -> None:
    Figure.objects.all().delete()
    forget()
    page = read()
    assert "Pas encore de chiffres." in page
    assert "secret" not in page


def test_the_page_says_how_many_called_and_what_nobody_knows_yet(town: None) -> None:
    page = read()
    assert "25 personnes sur 100 ont pris rendez-vous par téléphone" in page
    assert "Trop peu de personnes ont répondu" in page


def test_satisfaction_comes_with_who_answered(town: None) -> None:
    site = a_site(an_organisation("Autre"), "Un lieu")
    for mark in (5,) * 9 + (2, 3):
        SurveyAnswer.objects.create(
            month=date(2026, 11, 1), organisation=site.organisation, site=site, channel="sms", went=mark
        )
    page = read()
    assert "82 personnes sur 100 disent que le rendez-vous ou l’atelier s’est bien passé" in page
    assert "4,5 sur 5" in page


def test_sms_cost_what_the_outbox_says(town: None) -> None:
    common = {"kind": "reminder", "channel": "sms", "state": "delivered", "provider_id": "SM"}
    sent = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    times = {"send_after": sent, "expires_at": sent, "created_at": sent}
    Message.objects.create(key="a", parts=100, **common, **times)
    Message.objects.create(key="b", parts=10, abroad=True, **common, **times)
    figures = public_figures(NOW.date())
    assert (figures.sms_parts, figures.sms_euros) == (110, Decimal("10.00"))
    assert figures.cents_a_session == 50


def test_the_page_is_the_same_for_everybody_light_and_asked_about_by_its_fingerprint(
    town: None, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        first = Resident().get(reverse("public_figures"), **{"Accept-Encoding": "gzip"})
    css = len(gzip.compress((settings.BASE_DIR / "mediation/static/site.css").read_bytes(), 9))
    assert len(first.content) + css < 14_000 and not first.cookies
    again = Resident().get(reverse("public_figures"), **{"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_before_anything_has_happened_the_page_says_so(prefix: str) -> None:
    assert Resident().get(f"{prefix}/chiffres/").status_code == 200


def test_the_twelve_months_are_those_that_are_over() -> None:
    assert Months.before(date(2026, 12, 31)) == Months(date(2025, 12, 1), date(2026, 11, 1))
    assert Months.before(date(2026, 1, 1)) == Months(date(2025, 1, 1), date(2025, 12, 1))


def test_a_page_costs_what_the_model_says() -> None:
    assert pytest.approx(0.3) == energy.KWH_PER_GIGABYTE
    assert energy.watt_hours(10_000) == pytest.approx(0.003)
    assert energy.lamp_seconds(10_000) == pytest.approx(2.16)


def test_the_weights_were_measured_and_are_those_of_today() -> None:
    weights = written()
    assert tuple(weights.pages) == PAGES
    css = len(gzip.compress((settings.BASE_DIR / "mediation/static/site.css").read_bytes(), 9))
    assert abs(weights.style - css) < 0.1 * css, "`manage.py weigh_pages` measures anew"
    for name, size in weights.pages.items():
        now = len(Resident().get(reverse(name), **{"Accept-Encoding": "gzip"}).content)
        assert 0.4 * size < now < 2 * size, f"{name}: `manage.py weigh_pages` measures anew"
