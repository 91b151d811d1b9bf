"""A query written once answers each time for what it is given then, on either database."""

from datetime import date

import pytest
from django.db.models import CharField, DateField, Subquery

from mediation.among import Ids
from mediation.models import Mediator, Opening, Site
from mediation.prepared import Given, Prepared, update
from mediation.prepared_rows import PreparedRows
from tests.people import MONDAY, a_mediator, a_site, an_organisation, receives

pytestmark = pytest.mark.django_db


def test_each_time_has_its_own_values_and_the_query_is_written_once() -> None:
    written: list[bool] = []

    @Prepared
    def first_days(*, some: bool):  # type: ignore[no-untyped-def]
        written.append(some)
        found = Opening.objects.filter(first_day__lte=Given("until", DateField())).order_by("pk")
        found = found.filter(mediator_id__among=Given("mediators", Ids())) if some else found
        return found.values_list("mediator_id", "first_day")

    site = a_site(an_organisation())
    lea, tom = (a_mediator(site.organisation, name) for name in ("Léa", "Tom"))
    for mediator in (lea, tom):
        receives(mediator, site)

    assert first_days(some=True)(until=MONDAY, mediators={tom.pk}) == [(tom.pk, MONDAY)]
    assert first_days(some=True)(until=MONDAY, mediators=[lea.pk, tom.pk]) == [
        (lea.pk, MONDAY),
        (tom.pk, MONDAY),
    ]
    assert first_days(some=True)(until=date(2026, 11, 29), mediators=[lea.pk]) == []
    assert len(first_days(some=False)(until=MONDAY)) == 2
    assert written == [True, False]


def test_what_never_varies_is_asked_for_as_it_is_written() -> None:
    @Prepared
    def first_days(*, name: str):  # type: ignore[no-untyped-def]
        found = Opening.objects.filter(repeat_weeks=1, site__name=name, first_day=Given("day", DateField()))
        return found.values_list("mediator_id")

    site = a_site(an_organisation(), "L'Îlot 100 % d'ici \\o/")
    lea = a_mediator(site.organisation, "Léa")
    receives(lea, site)

    assert first_days(name=site.name)(day=MONDAY) == [(lea.pk,)]
    assert first_days(name="L'Îlot 100 %s d'ici")(day=MONDAY) == []


def test_who_is_among_those_of_another_list() -> None:
    site = a_site(an_organisation())
    lea, tom = (a_mediator(site.organisation, name) for name in ("Léa", "Tom"))
    receives(tom, site)

    receiving = Subquery(Opening.objects.filter(site=site).order_by().values("mediator_id"))
    assert list(Mediator.objects.filter(pk__among=receiving)) == [tom]
    assert list(Mediator.objects.exclude(pk__among=receiving)) == [lea]


def test_a_value_that_is_not_given_is_named() -> None:
    @Prepared
    def first_days():  # type: ignore[no-untyped-def]
        return Opening.objects.filter(first_day=Given("day", DateField())).values_list("pk")

    with pytest.raises(KeyError, match="day"):
        first_days()()


def test_an_update_saves_the_fields_it_names_and_no_others() -> None:
    site = a_site(an_organisation())
    site.name, site.national, site.phone = "Maison Fictive", {"horaires": "24/7"}, "+33261910077"
    update(site, "name", "national")
    there = Site.objects.get()
    assert (there.name, there.national, there.phone) == ("Maison Fictive", {"horaires": "24/7"}, "")


def test_whole_rows_come_with_what_is_selected_with_them(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    written: list[str] = []

    @PreparedRows
    def named():  # type: ignore[no-untyped-def]
        written.append("once")
        found = Site.objects.filter(name=Given("name", CharField()))
        return found.select_related("organisation", "commune").defer("national")

    town = an_organisation()
    rennes = a_site(town, "Lieu fictif", languages=["ar"], directions={"fr": "Derrière la place"}).commune
    a_site(town, "Un autre lieu", commune=None)
    for name, commune in (("Lieu fictif", rennes), ("Un autre lieu", None)):
        with django_assert_num_queries(1):
            (there,) = named()(name=name)
            assert (there.name, there.organisation.name, there.commune) == (name, town.name, commune)
    first, the_same = named()(name="Lieu fictif")[0], Site.objects.get(name="Lieu fictif")
    assert first == the_same and not first._state.adding
    assert (first.languages, first.directions) == (the_same.languages, the_same.directions)
    assert first.national == the_same.national
    assert named()(name="Nulle part") == [] and written == ["once"]
