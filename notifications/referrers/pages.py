"""How somebody who refers wants to be told: their own choice, on one page."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mediation.access import InMenu, Kind, staff
from notifications.models import ReferrerChoice


class ChoiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, and in which language."""

    class Meta:
        model = ReferrerChoice
        fields = ("how", "language")
        labels = {
            "how": gettext_lazy("Recevoir les nouvelles de mes orientations"),
            "language": gettext_lazy("Langue de ces messages"),
        }
        widgets = {"how": forms.RadioSelect, "language": forms.RadioSelect}


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Kind.PARTNER, menu=InMenu(gettext_lazy("Messages")))
def choice(request: HttpRequest) -> HttpResponse:
    """At once, once a day, or never."""
    own = ReferrerChoice.objects.filter(user_id=request.user.pk or 0).first()
    form = ChoiceForm(request.POST or None, instance=own or ReferrerChoice(user_id=request.user.pk or 0))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre choix est enregistré."))
        return redirect("partners_messages")
    status = 422 if form.errors else 200
    return render(request, "partners/messages.html", {"form": form}, status=status)
