"""English."""

from notifications.talk.senses import Sense

_IT = "[it|my appointment|the appointment|this appointment|appointment|my booking|the booking|rdv]"
_WANT = (
    "(i want to|i need to|i have to|i must|i would like to|i d like to|can you|could you|please|i wish "
    "to|want to"
    "|can i|can we|could we|could i)"
)
_TO_IT = "[to my appointment|to the appointment|to it]"

PHRASES: dict[Sense, tuple[str, ...]] = {
    Sense.YES: ("(yes|yep|yeah|yess|yea|sure|of course|yes please|yes of course|yes yes)",),
    Sense.OK: (
        "(alright|all right|that s fine|fine with me|fine by me|okay|that works|works for me|ok for me)",
    ),
    Sense.WELL: ("(sounds good|perfect|fine|very good|all good)",),
    Sense.COMES: (
        "(i will|i ll|ill|we will|we ll) (come|be there|be coming|be present|attend)",
        "(i m|i am|im|we are|we re) (coming|going to come)",
    ),
    Sense.CONFIRMS: (f"[i|i can|we] (confirm|confirmed) {_IT}", "(it is confirmed|appointment confirmed)"),
    Sense.TAKES: ("(i ll take it|i will take it|i take it|ill take it|i accept|i accept it)",),
    Sense.NO: ("no", "no thanks", "no thank you"),
    Sense.CANCELS: (
        f"cancel {_IT}",
        f"{_WANT} cancel {_IT}",
        "(cancelled|canceled|cancellation|cancel it)",
    ),
    Sense.STAYS_AWAY: (
        f"[i] (can t|cannot|can not|won t|will not|couldn t) (come|make it|be there|attend) {_TO_IT}",
        f"(i m not|i am not|im not) (coming|able to come|available) {_TO_IT}",
        "(not possible|i m unable to come|i am unable to come|i m not available|not coming)",
    ),
    Sense.MOVES: (
        f"(change|reschedule|move|postpone) {_IT}",
        "(another|different|other) (day|time|date|hour)",
        f"{_WANT} (change|reschedule|move|postpone) {_IT}",
        "(later|change date|change time|change day|change the time|change the date|change the day)",
    ),
    Sense.EARLIER: ("(earlier|sooner|waiting list|an earlier time|anything earlier|something earlier)",),
    Sense.WISH: (
        "(could we do|can we do|could i come|can i come|could i have|do you have|is it possible|would "
        "it be possible|instead|rather|on|at|the|next|"
        "i prefer|i d prefer|i would prefer|i would like|i d like|how about|what about)",
    ),
    Sense.MISTAKE: (
        "[it was|that was|this was|it s] [a|my|by] mistake",
        "(wrong key|i made a mistake|don t cancel|do not cancel|keep it|keep my appointment|undo|restore)",
    ),
    Sense.NONE_SUITS: ("(none|none of them|none of these|none of those|neither)",),
    Sense.HELP: ("help",),
    Sense.STOP: ("(unsubscribe|stop please|end|quit|optout|opt out)",),
    Sense.START: (),
}
