"""What the demo's residents said of their sessions: half a year of marks, some remarks, three that wait to be read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from bookings.actions.ask_survey import OPEN_FOR
from bookings.models import Appointment, Outcome, SurveyAnswer, SurveyRequest
from bookings.statistics.raw import clock
from bookings.surveys.links import token_hash, token_of

_SEED = 35_047
_ANSWERED = 0.38
_Channel, _Comment = SurveyAnswer.Channel, SurveyAnswer.Comment
_CHANNELS = (
    ([_Channel.SMS] * 9) + ([_Channel.LINK] * 6) + ([_Channel.PAPER] * 3) + [_Channel.TABLET, _Channel.PHONE]
)
_MARKS = (5,) * 11 + (4,) * 6 + (3,) * 2 + (2, 1)
_ACCEPTED = (
    "Plus de temps, une heure passe vite.",
    "Rien, la personne était très patiente.",
    "Un rendez-vous le samedi matin.",
    "Des chaises dans le couloir.",
    "Écrire les étapes sur une feuille, pour refaire seul à la maison.",
    "Il y avait du bruit à côté.",
    "J’aurais voulu la même personne que la dernière fois : █████.",
    "Moins de mots anglais.",
)
_TO_READ = (
    "Merci à Léa, elle explique très bien. Mon voisin M. Fictif viendra aussi.",
    "Je n’ai pas tout compris, rappelez-moi au 06 39 98 00 00 svp",
    "Le site des impôts ne marchait pas ce jour-là, ce n’est pas votre faute",
)
_BATCH = 500


def voice(*, now: datetime) -> int:
    """Whoever agreed was asked, some have answered; how many. Nobody is asked again about what lies behind."""
    random = Random(_SEED)  # noqa: S311 - the same each time, no secret
    sessions = Appointment.objects.filter(
        status=Appointment.Status.DONE, survey_consent=True, starts_at__lt=now
    )
    asked = list(sessions.order_by("pk").values_list("pk", "starts_at", "organisation", "site"))
    themes = dict(Outcome.objects.filter(appointment__in=sessions).values_list("appointment", "themes"))
    requests, answers = [], []
    for pk, starts_at, organisation, site in asked:
        answered = random.random() < _ANSWERED
        at = starts_at + timedelta(days=1)
        is_open = not answered and at + OPEN_FOR > now
        requests.append(
            SurveyRequest(
                appointment_id=pk,
                asked_at=at,
                expires_at=at + OPEN_FOR,
                token_hash=token_hash(token_of(pk)) if is_open else None,
            )
        )
        if answered:
            month = starts_at.astimezone(clock()).date().replace(day=1)
            theme = (themes.get(pk) or [""])[0]
            answers.append(
                SurveyAnswer(
                    month=month,
                    organisation_id=organisation,
                    site_id=site,
                    theme=theme,
                    channel=random.choice(_CHANNELS),
                    went=random.choice(_MARKS),
                    clear=random.choice((*_MARKS, None)),
                )
            )
    random.shuffle(answers)
    for answer, (words, state) in zip(answers, _remarks(), strict=False):
        answer.state = state
        answer.comment, answer.shown = (words, "") if state == _Comment.WAITING else ("", words)
    SurveyRequest.objects.bulk_create(requests, batch_size=_BATCH)
    random.shuffle(answers)
    SurveyAnswer.objects.bulk_create(answers, batch_size=_BATCH)
    return len(answers)


def _remarks() -> Iterator[tuple[str, str]]:
    """Of many answers a few have words; those that wait come several times, so that each organisation has some."""
    for _ in range(4):
        yield from ((words, _Comment.WAITING) for words in _TO_READ)
        yield from ((words, _Comment.ACCEPTED) for words in _ACCEPTED)
