"""The pages where a coordinator puts the messages of an organisation into its own words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.people.preparation import languages_of_messages
from bookings.records.told import kind_in_words
from bookings.staff.asking import number_asked
from bookings.staff.meanwhile import compared, one_at_a_time, typed_in
from mediation.access import reach_of, staff
from mediation.models import Organisation, Territory, Trace
from mediation.traces.pages import traced
from notifications.models.wordings import Wording
from notifications.reminding.staff import SETTERS, organisations_within
from notifications.texts import marks
from notifications.texts import write as texts
from notifications.texts.kinds import WORDABLE, Kind
from notifications.texts.write import Facts
from notifications.wordings.change import change_wording
from notifications.wordings.checks import faults, tidy
from notifications.wordings.examples import bringing, example_facts, previews

_MEANINGS = {
    "service": gettext_lazy("qui écrit"),
    "quand": gettext_lazy("le jour et l’heure"),
    "lieu": gettext_lazy("le lieu, en court"),
    "numero": gettext_lazy("le numéro de réservation ou d’orientation"),
    "apporter": gettext_lazy("ce qu’il faut apporter, s’il y a quelque chose"),
    "repondre": gettext_lazy("comment répondre au SMS, si on le peut et s’il reste de la place"),
    "lien": gettext_lazy("le lien vers le rendez-vous, différent dans chaque message"),
    "telephone": gettext_lazy("le téléphone du service"),
    "code": gettext_lazy("le code à recopier"),
    "orienteur": gettext_lazy("qui a orienté la personne"),
    "refuser": gettext_lazy("comment refuser par SMS, si on peut y répondre"),
}
_HISTORY = 20


@dataclass(frozen=True)
class Asked:
    """The text a page is about, and what it is tried with."""

    organisation: Organisation
    kind: Kind
    language: str
    facts: Facts

    @property
    def versions(self) -> Any:
        """All it has said, the newest first."""
        rows = Wording.objects.filter(organisation=self.organisation, kind=self.kind, language=self.language)
        return rows.select_related("changed_by").order_by("-changed_at", "-pk")

    @property
    def standard(self) -> str:
        """What it says unless the organisation chooses otherwise."""
        return texts.standard_wording(self.kind, self.language)


class WordingForm(forms.Form):
    """One text, with marks where the facts go."""

    text = forms.CharField(
        label=gettext_lazy("Texte du SMS"), max_length=600, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        direction = "rtl" if asked.language == "ar" else "ltr"
        self.fields["text"].widget.attrs.update(lang=asked.language, dir=direction, spellcheck="true")

    def clean_text(self) -> str:
        """The text in order, or all that is wrong with it."""
        text = tidy(self.cleaned_data["text"], self.asked.language)
        self.cleaned_data["text"] = text
        if wrong := faults(text, self.asked.kind, self.asked.language, self.asked.facts):
            raise forms.ValidationError(wrong)
        return text


@require_safe
@staff(*SETTERS)
def wordings(request: HttpRequest) -> HttpResponse:
    """Every kind of message in every language, those in own words marked."""
    organisations = list(organisations_within(reach_of(request)))
    wanted = number_asked(request, "structure")
    chosen = next((each for each in organisations if each.pk == wanted), None)
    if wanted is not None and chosen is None:
        raise Http404
    chosen = chosen or next(iter(organisations), None)
    own = Wording.objects.own_words([chosen.pk]) if chosen else {}
    languages = languages_of_messages()
    rows = [
        (
            kind,
            kind_in_words(kind),
            [(*each, chosen and (chosen.pk, kind, each[0]) in own) for each in languages],
        )
        for kind in WORDABLE
    ]
    return render(
        request,
        "staff/wordings/wordings.html",
        {"organisations": organisations, "chosen": chosen, "rows": rows},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*SETTERS)
@traced(Trace.Kind.SETTING_CHANGED, about="organisation", of="organisation_id", code="kind", changes=True)
@one_at_a_time
def wording(request: HttpRequest, organisation_id: int, kind: str, language: str) -> HttpResponse:
    """One text: looked at with an example, checked, saved; or the standard one again."""
    asked = _asked(request, organisation_id, kind, language)
    action = request.POST.get("action", "") if request.method == "POST" else ""
    if action == "standard":
        return _use(request, asked, "")
    in_use = asked.versions.in_use().first()
    current = in_use.text if in_use and in_use.text else asked.standard
    look = compared(lambda data: WordingForm(data, asked=asked, initial={"text": current}), typed_in(request))
    form = look.form
    if action == "enregistrer" and not look.meanwhile and form.is_valid():
        return _use(request, asked, form.cleaned_data["text"])
    text = tidy(form["text"].value() or "", language)
    return render(
        request,
        "staff/wordings/wording.html",
        {
            "asked": asked,
            "title": kind_in_words(kind),
            "language_name": dict(languages_of_messages())[language],
            "form": form,
            **look.context,
            "is_own": bool(in_use and in_use.text),
            "previews": previews(text, language, asked.facts),
            "marks": _marks(asked),
            "versions": list(asked.versions[:_HISTORY]),
            "just_changed": "fait" in request.GET and request.method != "POST",
        },
        status=look.status,
    )


@require_POST
@staff(*SETTERS)
@traced(Trace.Kind.SETTING_CHANGED, about="wording", changes=True)
def wording_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A text used before counts again, if it still keeps the rules."""
    mine = Wording.objects.filter(organisation__in=organisations_within(reach_of(request)))
    before = get_object_or_404(mine, pk=pk)
    asked = _asked(request, before.organisation_id, before.kind, before.language)
    wrong = faults(before.text, asked.kind, asked.language, asked.facts) if before.text else []
    if wrong:
        messages.error(request, " ".join(wrong))
        return redirect("staff_wording", asked.organisation.pk, asked.kind, asked.language)
    return _use(request, asked, before.text)


def _use(request: HttpRequest, asked: Asked, text: str) -> HttpResponse:
    """Puts a text into use; one that is the standard text to the letter follows it from now on."""
    change_wording(
        organisation_id=asked.organisation.pk,
        kind=asked.kind,
        language=asked.language,
        text="" if text == asked.standard else text,
        by_id=request.user.pk,
        now=timezone.now(),
    )
    messages.success(request, _("C’est enregistré. Les prochains messages sont écrits ainsi."))
    response = redirect("staff_wording", asked.organisation.pk, asked.kind, asked.language)
    response["Location"] += "?fait=1"
    return response


def _asked(request: HttpRequest, organisation_id: int, kind: str, language: str) -> Asked:
    if kind not in {each.value for each in WORDABLE} or language not in texts.WRITTEN_IN:
        raise Http404
    organisation = get_object_or_404(organisations_within(reach_of(request)), pk=organisation_id)
    return Asked(organisation, Kind(kind), language, example_facts(Territory.current(), Kind(kind)))


def _marks(asked: Asked) -> list[tuple[str, Any, str, bool]]:
    """Each mark of this text: how it is written, what it means, an example, whether it must be there."""
    must = marks.required(asked.standard)
    facts = bringing(asked.facts, asked.language)
    return [
        (f"{{{name}}}", _MEANINGS[name], texts.as_worded(f"{{{name}}}", asked.language, facts), name in must)
        for name in marks.allowed(asked.standard)
    ]
