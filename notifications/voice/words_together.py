"""What the line says of workshops and drop-ins. French is the source."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.voice.phrases import Phrase

WORDS: dict[Phrase, Promise] = {
    Phrase.TOGETHER: _("Pour un atelier, ou pour venir sans rendez-vous, faites %(key)s."),
    # In the greeting, where each second is everybody's.
    Phrase.FIND_SHORT: _("Pour le vôtre, faites %(key)s."),
    Phrase.WORKSHOPS_AHEAD: _("Un atelier, faites %(key)s."),
    Phrase.HEAR_WORKSHOPS: _("Pour les ateliers à venir, faites %(key)s."),
    Phrase.MY_WORKSHOPS: _("Pour votre inscription à un atelier, faites %(key)s."),
    Phrase.HEAR_DROP_INS: _("Pour savoir où venir aujourd’hui sans rendez-vous, faites %(key)s."),
    Phrase.WHICH_WORKSHOP: _("Voici les ateliers."),
    Phrase.MORE_WORKSHOPS: _("Pour d’autres ateliers, faites %(key)s."),
    Phrase.NO_WORKSHOPS: _("Aucun atelier n’est prévu."),
    Phrase.ONE_WORKSHOP: _("Atelier pour %(name)s, %(when)s, %(site)s."),
    Phrase.SO_MANY_DATES: _("Il y a %(number)s dates, c’était la première."),
    Phrase.NO_SEATS: _("Il n’y a plus de place."),
    Phrase.JOIN: _("Pour vous inscrire, faites %(key)s."),
    Phrase.JOIN_ALL: _("Pour vous inscrire à toutes les dates, faites %(key)s."),
    Phrase.JOIN_LIST: _("Pour attendre une place, faites %(key)s."),
    Phrase.JOIN_ONE_DATE: _("Pour une seule date, faites %(key)s."),
    Phrase.WHICH_DATE: _("Quelle date ?"),
    Phrase.MORE_DATES: _("Pour d’autres dates, faites %(key)s."),
    Phrase.SEAT_YOURS: _("C’est noté : vous avez une place."),
    Phrase.SEAT_WAITING: _("C’est noté. Si une place se libère, nous vous prévenons."),
    Phrase.SEAT_LEFT: _("C’est noté. La place est libre pour une autre personne."),
    Phrase.SEATS_GONE: _("Cette place vient d’être prise."),
    Phrase.ALREADY_ENROLLED: _("Vous êtes déjà inscrit à cet atelier."),
    Phrase.WHICH_REGISTRATION: _("Voici vos ateliers."),
    Phrase.MORE_REGISTRATIONS: _("Pour entendre la suite, faites %(key)s."),
    Phrase.NO_REGISTRATION: _("Nous ne trouvons pas d’inscription à ce numéro de téléphone."),
    Phrase.YOUR_SEAT: _("Votre atelier : %(when)s, %(site)s."),
    Phrase.YOUR_WAIT: _("Vous attendez une place pour l’atelier %(when)s, %(site)s."),
    Phrase.YOUR_OFFER: _("Une place est gardée pour vous : %(when)s, %(site)s. Répondez avant %(hours)s."),
    Phrase.NO_LONGER_COME: _("Pour ne plus venir, faites %(key)s."),
    Phrase.LEAVE_LIST: _("Pour ne plus attendre, faites %(key)s."),
    Phrase.TAKE_SEAT: _("Pour prendre la place, faites %(key)s."),
    Phrase.REFUSE_SEAT: _("Pour la laisser, faites %(key)s."),
    Phrase.NO_DROP_INS: _("Aujourd’hui, on ne reçoit plus sans rendez-vous."),
    Phrase.WHERE_TODAY: _("Voici où venir aujourd’hui."),
    Phrase.DROP_IN_TODAY: _("%(site)s, aujourd’hui sans rendez-vous, %(hours)s."),
    Phrase.DROP_IN_WAIT: _("En ce moment, l’attente est de %(number)s."),
    Phrase.DROP_IN_UNKNOWN: _("Nous ne savons pas encore combien de temps il faut attendre."),
    Phrase.DROP_IN_LATE: _(
        "Beaucoup de personnes attendent déjà : nous ne sommes pas sûrs de vous recevoir."
    ),
}
