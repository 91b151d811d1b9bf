"""The words of the line in each language. French is the source; short sentences, one idea each, no jargon."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mediation.neighbours.codes import LANGUAGES as NEIGHBOURS
from notifications.voice import words_together
from notifications.voice.lines import Line
from notifications.voice.phrases import Phrase

SPOKEN_IN = ("fr", "en", *NEIGHBOURS)

WORDS: dict[Phrase, Promise | str] = {
    Phrase.WELCOME: _("Bonjour, ici %(service)s."),
    Phrase.ZERO: _("Le zéro appelle une personne."),
    # Only for whoever pressed a key that means nothing here.
    Phrase.HELP: _("L’étoile répète, le dièse revient en arrière, le huit ralentit la voix."),
    # Said in the language it offers.
    Phrase.THIS_LANGUAGE: _("Pour le français, faites %(key)s."),
    # Said in English, whatever the caller hears: it is for those who do not understand that.
    Phrase.LANGUAGES: "Languages, press %(key)s.",
    Phrase.ANYTHING_ELSE: _("Que voulez-vous faire ?"),
    Phrase.BOOK: _("Pour prendre un rendez-vous, faites %(key)s."),
    Phrase.FIND: _("Pour celui que vous avez déjà, faites %(key)s."),
    Phrase.CLOSED: _("Personne ne peut vous répondre en ce moment."),
    Phrase.HOURS: _("L’équipe répond %(hours)s."),
    Phrase.GO_ON: _("Pour prendre ou changer un rendez-vous maintenant, avec les touches, faites %(key)s."),
    Phrase.CALL_ME_BACK: _("Pour être rappelé, faites %(key)s."),
    Phrase.OWN: _("Vous avez rendez-vous %(when)s, %(site)s."),
    Phrase.YOURS: _("Votre rendez-vous : %(when)s, %(site)s."),
    Phrase.OWN_BEGUN: _("Votre rendez-vous a commencé. C’était %(when)s, %(site)s."),
    Phrase.CALLING: _("Bonjour. Ici le service %(service)s. Nous vous appelons au sujet d’un rendez-vous."),
    Phrase.HAS_MOVED: _("L’heure de votre rendez-vous a changé."),
    Phrase.CALLED_OFF: _("Le rendez-vous %(when)s, %(site)s, est annulé. Nous en sommes désolés."),
    Phrase.REACH_US: _("Pour nous joindre, appelez le %(phone)s."),
    Phrase.ONCE_MORE: _("Je répète."),
    Phrase.GOODBYE: _("Au revoir."),
    Phrase.CONFIRM: _("Pour confirmer, faites %(key)s."),
    Phrase.LATE: _("Pour dire que vous serez en retard, faites %(key)s."),
    Phrase.MOVE: _("Pour changer l’heure, faites %(key)s."),
    Phrase.CANCEL: _("Pour annuler, faites %(key)s."),
    Phrase.ANOTHER: _("Pour un autre rendez-vous, faites %(key)s."),
    # Eight signs end what is typed: whoever has six digits need not wait for more. (Where numbers have grown to seven, one hash
    # ends them; it is not said: the rule would be hard to hear, and who waits is understood as well.)
    Phrase.NUMBER: _(
        "Composez votre numéro : six chiffres, puis deux fois dièse ; ou les huit chiffres de votre invitation."
    ),
    Phrase.NUMBER_UNKNOWN: _("Nous ne trouvons rien avec ce numéro."),
    Phrase.CONFIRMED: _("C’est noté : vous viendrez. Merci."),
    Phrase.LATE_NOTED: _("C’est noté : vous serez en retard. L’équipe le voit. Venez quand vous pouvez."),
    Phrase.CANCELLED: _("Votre rendez-vous est annulé. L’heure reste gardée quinze minutes."),
    Phrase.CANCELLED_LATELY: _("Votre rendez-vous %(when)s, %(site)s, vient d’être annulé."),
    Phrase.TAKE_BACK: _("Pour le rétablir, faites %(key)s."),
    Phrase.GO_ON_ANYHOW: _("Pour continuer, faites %(key)s."),
    Phrase.MISTAKE: _("Si c’est une erreur, faites %(key)s."),
    Phrase.BOOK_AGAIN: _("Pour prendre un autre rendez-vous, faites %(key)s."),
    Phrase.RESTORED: _("C’est rétabli : votre rendez-vous tient toujours."),
    Phrase.OTHER_TIMES_FOR_YOU: _("Nous vous proposons une autre heure."),
    Phrase.NONE_OF_THESE: _("Si aucune ne vous convient, faites %(key)s."),
    Phrase.NONE_NOTED: _("C’est noté : une personne de l’équipe vous appelle."),
    Phrase.CLOSED_TODAY: _("Aujourd’hui, %(site)s : c’est fermé."),
    Phrase.AWAY_TODAY: _("Aujourd’hui, %(site)s : une personne de l’équipe est absente."),
    Phrase.SEVERAL_TODAY: _(
        "Aujourd’hui, plusieurs lieux sont fermés. Si vous avez rendez-vous, nous vous prévenons."
    ),
    Phrase.WHO_REFERRED: _("Pour savoir de la part de qui, faites %(key)s."),
    Phrase.NOT_ME: _("Si cet appel n’est pas pour vous, faites %(key)s."),
    Phrase.NOT_ME_NOTED: _("C’est noté : nous ne vous appellerons plus."),
    Phrase.REFERRED_BY: _("Vous pouvez prendre rendez-vous, de la part de : %(name)s."),
    Phrase.TIMES_FREE: _("Pour les premières heures libres, faites %(key)s."),
    Phrase.ANOTHER_PLACE: _("Pour choisir le lieu, faites %(key)s."),
    Phrase.DO_NOT_WANT: _("Si vous ne voulez pas de rendez-vous, faites %(key)s."),
    Phrase.DECLINED: _("C’est noté : nous ne vous écrirons plus. Vous pouvez rappeler quand vous voulez."),
    Phrase.SOMETHING_ELSE: _("Pour autre chose, faites %(key)s."),
    Phrase.OFFERED: _("Une place se libère pour vous %(when)s."),
    Phrase.TAKE_OFFER: _("Pour la prendre, faites %(key)s."),
    Phrase.LEAVE_OFFER: _("Pour la laisser, faites %(key)s."),
    Phrase.OFFER_LEFT: _("C’est noté. Vous restez sur la liste d’attente."),
    Phrase.OFFER_OVER: _("Cette place n’est plus libre. Vous restez sur la liste d’attente."),
    Phrase.BE_TOLD_SOONER: _("Pour être prévenu si une place se libère plus tôt, faites %(key)s."),
    Phrase.BE_TOLD: _("Pour être prévenu si une place se libère, faites %(key)s."),
    Phrase.ON_THE_LIST: _("C’est noté. Si une place se libère, nous vous prévenons."),
    Phrase.WHAT_ABOUT: _("De quoi avez-vous besoin ?"),
    Phrase.TOPIC_OPTION: pgettext_lazy("sujet", "Pour %(name)s, faites %(key)s."),
    Phrase.DO_NOT_KNOW: _("Si vous ne savez pas, faites %(key)s."),
    Phrase.MORE_TOPICS: _("Pour un autre sujet, faites %(key)s."),
    Phrase.SOONEST: _("Pour le plus tôt possible, faites %(key)s."),
    Phrase.USUAL_SITE: _("Pour votre lieu habituel, faites %(key)s."),
    Phrase.USUAL_SITES: _("Pour choisir un lieu, faites %(key)s."),
    Phrase.AREA: _("Pour un quartier, faites %(key)s."),
    Phrase.POSTCODE: _("Pour un code postal, faites %(key)s."),
    Phrase.WHICH_SITE: _("Quel lieu ?"),
    Phrase.WHICH_AREA: _("Quel quartier ?"),
    Phrase.WHICH_COMMUNE: _("Plusieurs communes ont ce code postal. Laquelle ?"),
    Phrase.IN_ORDER: _("Par ordre alphabétique."),
    Phrase.PLACE_RANGE: _("Entre %(name)s et %(place)s, faites %(key)s."),
    Phrase.PLACE_OPTION: _("Pour %(name)s, faites %(key)s."),
    Phrase.MORE_PLACES: _("Pour la suite, faites %(key)s."),
    Phrase.TYPE_POSTCODE: _("Composez les cinq chiffres du code postal."),
    Phrase.POSTCODE_UNKNOWN: _("Nous ne connaissons pas ce code postal."),
    Phrase.TIMES: _("Voici les heures libres."),
    Phrase.TIMES_AT: _("Voici les heures libres, %(place)s."),
    Phrase.TIME_OPTION: _("Pour %(name)s, faites %(key)s."),
    Phrase.OTHER_TIME: _("Pour une autre heure, faites %(key)s."),
    Phrase.OTHER_TIMES: _("Pour une autre heure ou ailleurs, faites %(key)s."),
    Phrase.LATER: _("Pour des heures plus tard, faites %(key)s."),
    Phrase.ANOTHER_DAY: _("Pour un autre jour, faites %(key)s."),
    Phrase.WHICH_DAY: _("Quel jour ?"),
    Phrase.LATER_DAYS: _("Pour des jours plus lointains, faites %(key)s."),
    Phrase.ELSEWHERE: _("Pour un autre lieu, faites %(key)s."),
    Phrase.NO_TIMES: _("Il n’y a plus d’heure libre ici."),
    Phrase.TAKEN: _("Cette heure vient d’être prise."),
    Phrase.KEPT: _("L’heure est gardée."),
    Phrase.SAY_NAME: _("Pour dire votre nom, faites %(key)s."),
    Phrase.NO_NAME: _("Sinon, sans dire votre nom, faites %(key)s."),
    Phrase.RECORD: _("Seul l’accueil l’écoute, puis l’efface. Dites votre nom après le signal."),
    Phrase.REACH: _("L’heure est gardée. Votre numéro est masqué."),
    Phrase.LEAVE_NUMBER: _("Pour laisser un numéro où vous prévenir, faites %(key)s."),
    Phrase.NO_NUMBER: _("Pour continuer sans numéro, faites %(key)s."),
    Phrase.TYPE_PHONE: _("Composez les dix chiffres du numéro de téléphone."),
    Phrase.PHONE_WRONG: _("Ce numéro ne peut pas être appelé."),
    Phrase.NEEDS_NUMBER: _("Ce rendez-vous se fait par téléphone : il faut un numéro où vous appeler."),
    Phrase.YES_BOOK: _("Pour réserver %(when)s, faites %(key)s."),
    Phrase.OTHERWISE: _("Sinon, faites %(key)s."),
    Phrase.BOOKED: _("C’est réservé."),
    Phrase.MOVED: _("C’est changé."),
    Phrase.WHEN: _("Vous avez rendez-vous %(when)s, %(site)s."),
    Phrase.ADDRESS: _("L’adresse : %(address)s."),
    Phrase.YOUR_NUMBER: _("Votre numéro de réservation : %(number)s."),
    Phrase.TEXTED: _("Vous recevez aussi un SMS."),
    Phrase.AGAIN: _("Prenez de quoi écrire. Je répète."),
    Phrase.MENU: _("Pour autre chose, faites %(key)s."),
    Phrase.HANG_UP: _("Sinon, vous pouvez raccrocher."),
    Phrase.SAY_HOW_IT_WENT: _("Pour dire comment s’est passée votre séance, faites %(key)s."),
    Phrase.NOBODY_KNOWS: _("Trois questions. Personne ne saura qui a répondu."),
    Phrase.HOW_IT_WENT: _(
        "Comment s’est passée la séance ? Faites une touche, de un, mal, à cinq, très bien."
    ),
    Phrase.WAS_IT_CLEAR: _("Les explications étaient-elles claires ? De un, non, à cinq, oui."),
    Phrase.WHAT_TO_CHANGE: _("Que changeriez-vous ?"),
    Phrase.CHANGE_NOTHING: _("Pour ne rien changer, faites %(key)s."),
    Phrase.CHANGE_WAIT: _("Pour attendre moins longtemps, faites %(key)s."),
    Phrase.CHANGE_PLACE: _("Pour un autre lieu ou une autre heure, faites %(key)s."),
    Phrase.CHANGE_LENGTH: _("Pour une séance plus longue, faites %(key)s."),
    Phrase.OPINION_NOTED: _("C’est noté. Merci de votre avis."),
    Phrase.OPINION_OVER: _("Ce code a déjà servi, ou il est trop tard pour répondre."),
    Phrase.TRANSFER: _("Je vous passe une personne. Restez en ligne."),
    Phrase.NOTED: _("Une personne de l’équipe vous rappelle dès que possible au %(phone)s."),
    Phrase.WHEN_CALLED: _("L’équipe appelle %(hours)s."),
    Phrase.RING_BACK: _(
        "Une personne peut vous rappeler. Votre numéro est masqué : nous avons besoin d’un numéro."
    ),
    Phrase.CANNOT_CALL: _("Nous ne pouvons pas vous rappeler. Rappelez-nous quand vous voulez."),
    Phrase.NOT_HEARD: _("Je n’ai rien entendu."),
    Phrase.WRONG_KEY: _("Je n’ai pas compris."),
    Phrase.TOO_SHORT: _("Il manque des chiffres."),
    Phrase.TOO_LATE: _("Il est trop tard pour changer ce rendez-vous avec les touches."),
    Phrase.TOO_MANY: _("Vous avez déjà plusieurs rendez-vous à venir."),
    Phrase.BUSY: _("Beaucoup de personnes appellent en ce moment. Essayez encore une fois."),
    Phrase.SORRY: _(
        "Désolé, quelque chose n’a pas marché de notre côté. Une personne vous rappelle dès que possible."
    ),
    Phrase.SORRY_CALL_AGAIN: _(
        "Désolé, quelque chose n’a pas marché de notre côté. Rappelez-nous un peu plus tard."
    ),
    Phrase.BYE: _("Merci de votre appel. Au revoir."),
    **words_together.WORDS,
}


def spoken_language(preferred: str) -> str:
    """The language the line speaks to somebody who prefers `preferred` (easy French is French)."""
    base = preferred.split("-")[0]
    return base if base in SPOKEN_IN else SPOKEN_IN[0]


def in_words(line: Line, language: str) -> tuple[str, str]:
    """(language, sentence) of a line for a caller who hears `language`."""
    spoken = line.language or language
    with translation.override(spoken):
        return spoken, str(WORDS[line.phrase]) % line.values
