"""What is wrong in a form that residents fill in is said in words of its own, in the order of the page."""

from typing import Any

import pytest
from django import forms
from django.test import Client

from bookings.public import forms as asked
from bookings.public import rights_forms, survey_form, waiting_forms

EMPTY: list[tuple[type[forms.Form], dict[str, Any]]] = [
    (asked.WhomForm, {}),
    (asked.CallBackForm, {}),
    (asked.FindForm, {}),
    (asked.PlaceForm, {}),
    (asked.CodeForm, {}),
    (waiting_forms.WaitForm, {}),
    (survey_form.CodeForm, {}),
    (rights_forms.DeskCodeForm, {}),
    (rights_forms.PersonForm, {}),
    (rights_forms.NewReachForm, {}),
    (rights_forms.EraseMyselfForm, {"ahead": True}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "given"), EMPTY)
def test_what_is_missing_is_asked_for_by_its_name(form: type[forms.Form], given: dict[str, Any]) -> None:
    """Not « Ce champ est obligatoire. », which says nothing of what to write."""
    said = [message for messages in form({}, **given).errors.values() for message in messages]
    assert said and str(forms.Field.default_error_messages["required"]) not in said


@pytest.mark.django_db
def test_an_empty_survey_code_says_what_to_write(client: Client) -> None:
    page = client.post("/avis/", {"code": ""})
    assert "Écrivez les 8 chiffres du code." in page.content.decode().replace("\xa0", " ")
