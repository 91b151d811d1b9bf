"""The page of one call: what was said so far, the keys, and what else the telephone can do now."""

from collections.abc import Iterator
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from mediation.access import View, public
from mediation.phone import shown
from notifications.handset import calls
from notifications.handset.calls import Does, State
from notifications.handset.reading import choices
from notifications.handset.walker import Walker
from notifications.models.handset import SimulatedCall

KEYPAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
_LETTERS = ("", "abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz", "", "", "")
_SAID_AS = {"*": _("étoile"), "#": _("dièse")}
_ONLY_KEYS = str.maketrans("", "", " .-\xa0")
_HAPPENED: dict[str, str | Promise] = {
    Does.DIAL: _("Vous appelez le service."),
    Does.PICK_UP: _("Vous décrochez."),
    Does.MACHINE: _("Le répondeur prend l’appel."),
    Does.DECLINE: _("Vous n’avez pas répondu."),
    Does.WAIT: _("Vous laissez passer le temps."),
    Does.SPEAK: _("Vous parlez."),
    Does.ANSWERED: _("Quelqu’un décroche. Vous parlez ensemble, puis l’autre personne raccroche."),
    Does.UNANSWERED: _("Personne ne décroche."),
    Does.HANG_UP: _("Vous raccrochez."),
    "tone": _("Bip"),
    "over": _("L’appel est terminé."),
    "failed": _("La ligne a répondu autre chose que prévu. L’appel est coupé."),
}
_OWN = frozenset({Does.PRESS, Does.WAIT, Does.SPEAK})


class Key(NamedTuple):
    """One key: what is written on it, how it is called where its sign is not read, and whether it was just offered."""

    sign: str
    letters: str
    name: str | Promise
    offered: bool


class Turn(NamedTuple):
    """One line of the transcript. `by`: `line` (a voice), `own`, or `note`. `new`: of the last turn."""

    by: str
    words: str | Promise
    language: str
    new: bool


def only_in_demo(view: View) -> View:
    """Elsewhere the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@public
@never_cache
# The key in the address is all that one needs to have: no session, so no cookie that a forgery check could lean on.
@csrf_exempt
@only_in_demo
def handset_call(request: HttpRequest, key: str) -> HttpResponse:
    """One call; what is done is posted, and leads back to the telephone."""
    call = get_object_or_404(SimulatedCall, key=key)
    if request.method == "POST":
        does = _do(call, request)
        name, argument = ("handset", call.inbox) if does is Does.DECLINE else ("handset_call", key)
        return redirect(f"{redirect(name, argument)['Location']}#telephone")
    return render(request, "simulator/call.html", _as_it_stands(call))


def _do(call: SimulatedCall, request: HttpRequest) -> Does | None:
    """Does what the form says; whatever it says otherwise is no gesture of a telephone, and does nothing."""
    said = request.POST
    keys = said.get("press", said.get("keys", "")).translate(_ONLY_KEYS)[:20]
    gesture, turn = said.get("does", Does.PRESS), said.get("turn", "")
    if gesture not in set(Does) or not turn.isdecimal() or len(turn) > 6:
        return None
    does = Does(gesture)
    if does is Does.PRESS and not (keys and set(keys) <= set(KEYPAD)):
        return None
    calls.act(call, does, turn=int(turn), keys=keys, now=timezone.now())
    return does


def _as_it_stands(call: SimulatedCall) -> dict[str, Any]:
    walker, state = calls.walker_of(call), call.state_at(timezone.now())
    transcript = list(_transcript(call))
    last = [str(turn.words) for turn in transcript if turn.new and turn.by == "line"]
    return {
        "call": call,
        "caller": "" if call.withheld else shown(call.number),
        "transcript": transcript,
        "state": state,
        "waits": _waits(walker) if state == State.TALKING else "",
        "digits": walker.digits,
        "typed": walker.typed,
        "keypad": [
            Key(sign, letters, _SAID_AS.get(sign, ""), sign in choices(last))
            for sign, letters in zip(KEYPAD, _LETTERS, strict=True)
        ],
    }


def _waits(walker: Walker) -> str:
    """What the line listens for: `key`, `keys`, `voice` or `transfer`."""
    verb = walker.waiting
    if verb is None or verb.tag == "Dial":
        return "transfer" if verb is not None else ""
    if verb.tag == "Record":
        return "voice"
    return "keys" if walker.digits > 1 else "key"


def _transcript(call: SimulatedCall) -> Iterator[Turn]:
    known = call.known
    for number, entry in enumerate(known["transcript"]):
        kind, new = entry["kind"], number >= known["new_from"]
        if kind == "said":
            yield Turn("line", entry["text"], entry["language"], new)
        else:
            yield Turn("own" if kind in _OWN else "note", _happened(kind, entry.get("text", "")), "", new)


def _happened(kind: str, text: str) -> str | Promise:
    if kind == Does.PRESS:
        named = str(_SAID_AS.get(text, text))
        return (_("Touches %(keys)s") if len(text) > 1 else _("Touche %(keys)s")) % {"keys": named}
    if kind == "transfer":
        return _("L’appel est transféré : ça sonne au %(number)s.") % {"number": shown(text)}
    return _HAPPENED.get(kind, "")
