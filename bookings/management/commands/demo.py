"""`manage.py demo`: the demo territory, as seen from today."""

from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from bookings.demo.load import RealData, load_demo
from mediation.demo.people import LOGINS, PASSWORD


class Command(BaseCommand):
    help = (
        "Charge le territoire de démonstration (43 communes, 24 lieux, 30 médiateurs fictifs, six mois "
        "passés, six semaines à venir). Relancer ne change rien ; refuse une base qui contient de vraies données."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        began = perf_counter()
        try:
            loaded = load_demo(now=timezone.now(), sign_in=settings.DEMO)
        except RealData as error:
            raise CommandError(
                "Cette base contient déjà des données qui ne viennent pas de la démonstration : "
                "rien n’a été chargé."
            ) from error
        if loaded.new:
            for path in settings.DEMO_MORE:
                import_string(path)(now=timezone.now())
            self.stdout.write(
                f"Démonstration chargée en {perf_counter() - began:.1f} s : {loaded.sites} lieux, "
                f"{loaded.mediators} médiateurs, {loaded.past} rendez-vous passés, {loaded.ahead} à venir."
            )
        else:
            self.stdout.write("La démonstration est déjà là : rien n’a changé.")
        self._logins()

    def _logins(self) -> None:
        if not settings.DEMO:
            self.stdout.write("DEMO n’est pas activé : aucun compte de démonstration n’a de mot de passe.")
            return
        self.stdout.write(f"Comptes de l’équipe (mot de passe : {PASSWORD})")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<32} {login.what}")
