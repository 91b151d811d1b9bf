"""From what the pieces of a reply say to what it means. The whole text counts, or nothing does. Pure."""

from notifications.talk.meanings import Meaning, Said, Wanted
from notifications.talk.reading import days
from notifications.talk.reading.pieces import Piece
from notifications.talk.senses import AFFIRMS, DENIES, POLITE, Sense, Why

_ALWAYS = {1: AFFIRMS, 2: DENIES, 3: frozenset({Sense.MOVES})}
_MEANS = {Sense.HELP: Meaning.HELP, Sense.STOP: Meaning.STOP, Sense.START: Meaning.START}
_NEIGHBOURS = frozenset({"ar", "uk", "tr", "pt", "es"})
_AROUND_ANOTHER_TIME = frozenset(
    {Sense.MOVES, Sense.DAY, Sense.WISH, Sense.LINK, Sense.NO, Sense.YES, Sense.OK, Sense.SORRY}
)
_AROUND_AN_OPTION = frozenset({Sense.LINK, Sense.CHOICE, Sense.TAKES, Sense.YES, Sense.OK})
_SURE = frozenset({frozenset({Sense.NO}), frozenset({Sense.CANCELS}), frozenset({Sense.NO, Sense.CANCELS})})


def of_pieces(pieces: list[Piece], *, question: bool) -> Said:
    """What they mean together; `question`: a question mark stands among them."""
    senses = frozenset(piece.sense for piece in pieces)
    said = _of_senses(pieces, senses, question)
    return Said(
        said.meaning,
        said.digit,
        said.wanted,
        # "Oui ?" says nothing, whatever was asked before.
        senses=frozenset() if said.why is Why.QUESTION else senses,
        why=said.why,
        plain=said.plain,
        named=days.together([piece.named for piece in pieces if piece.named]),
        language=language_of(pieces),
        option=said.option,
    )


def language_of(pieces: list[Piece]) -> str:
    """The one language of the neighbourhood that all its words belong to, if there is one."""
    spoken = [piece.languages for piece in pieces if piece.languages and "" not in piece.languages]
    shared = frozenset.intersection(*spoken) if spoken else frozenset()
    return next(iter(shared)) if len(shared) == 1 and shared <= _NEIGHBOURS else ""


def _of_senses(pieces: list[Piece], senses: frozenset[Sense], question: bool) -> Said:
    core = senses - POLITE
    if not core:
        return _kind_words(senses, question)
    if answer := _another_time(pieces, core):
        return answer
    if question:
        return Said(_MEANS[Sense.HELP]) if core == {Sense.HELP} else _left(Why.QUESTION)
    if Sense.DIGIT in core:
        return _digit(pieces, core)
    for read in (_yes, _no, _earlier, _alone):
        if answer := read(pieces, core, senses):
            return answer
    return _left(Why.CONTRADICTION if core & (AFFIRMS | DENIES) else Why.OTHER_WORDS)


def _kind_words(senses: frozenset[Sense], question: bool) -> Said:
    if question:
        return _left(Why.QUESTION)
    if Sense.THANKS in senses:
        return _left(Why.COURTESY)
    return Said(Meaning.HELP) if Sense.GREETS in senses else _left(Why.OTHER_WORDS)


def _another_time(pieces: list[Piece], core: frozenset[Sense]) -> Said | None:
    """A word for another time, or a day or part of one; a day beside a bare yes or no is something else."""
    if not core <= _AROUND_ANOTHER_TIME:
        return None
    named = days.together([piece.named for piece in pieces if piece.named])
    wanted = named.wanted if named else Wanted()
    if Sense.MOVES in core:
        return Said(Meaning.WHEN, wanted=wanted) if wanted != Wanted() else Said(Meaning.MOVE)
    asked_for = not core & {Sense.NO, Sense.YES, Sense.OK, Sense.SORRY} or Sense.WISH in core
    if Sense.DAY in core and asked_for and wanted != Wanted():
        return Said(Meaning.WHEN, wanted=wanted)
    return None


def _digit(pieces: list[Piece], core: frozenset[Sense]) -> Said:
    """A digit with nothing beside it; or with the word it stands for ("2 annuler"): then the word counts."""
    digits = [piece.digit for piece in pieces if piece.sense is Sense.DIGIT]
    beside = core - {Sense.DIGIT}
    if len(digits) > 1:
        return _left(Why.CONTRADICTION)
    if not beside:
        return Said(Meaning.DIGIT, digit=digits[0])
    if not beside <= _ALWAYS.get(digits[0], frozenset()):
        chosen = digits[0] not in _ALWAYS and beside <= _AROUND_AN_OPTION
        return (
            Said(Meaning.UNKNOWN, why=Why.AFTERWARDS, option=digits[0])
            if chosen
            else _left(Why.CONTRADICTION)
        )
    words = [piece for piece in pieces if piece.sense is not Sense.DIGIT]
    return _of_senses(words, frozenset(piece.sense for piece in words), question=False)


def _yes(pieces: list[Piece], core: frozenset[Sense], senses: frozenset[Sense]) -> Said | None:
    if not core & AFFIRMS or not core <= AFFIRMS | {Sense.DAY, Sense.LINK}:
        return None
    tied = Sense.LINK in core
    if tied and not core & {Sense.DAY, Sense.COMES, Sense.CONFIRMS}:
        return None  # "ok pour": for what?
    if Sense.CONFIRMS in core and Sense.DAY in core and not tied:
        return _left(Why.CONDITION)  # "je confirme ce soir": then, and not now.
    if core & AFFIRMS == {Sense.TAKES}:
        return _left(Why.AFTERWARDS)
    return Said(Meaning.CONFIRM)


def _no(pieces: list[Piece], core: frozenset[Sense], senses: frozenset[Sense]) -> Said | None:
    beside = {Sense.SORRY, Sense.DAY, Sense.LINK}
    firmly = core & {Sense.CANCELS, Sense.STAYS_AWAY}
    if firmly:
        beside |= {Sense.YES, Sense.OK, Sense.WELL}
    if not core & DENIES or not core <= DENIES | beside:
        return None
    if not firmly and core - {Sense.NO, Sense.SORRY}:
        return _left(Why.CONTRADICTION)  # "non mardi": not on Tuesday, or rather on Tuesday?
    only_the_word = all(piece.plain for piece in pieces if piece.sense not in POLITE)
    return Said(Meaning.CANCEL, plain=core in _SURE and only_the_word and Sense.THANKS not in senses)


def _earlier(pieces: list[Piece], core: frozenset[Sense], senses: frozenset[Sense]) -> Said | None:
    beside = {Sense.WISH, Sense.LINK, Sense.YES, Sense.OK, Sense.SORRY}
    return Said(Meaning.EARLIER) if Sense.EARLIER in core and core <= {Sense.EARLIER} | beside else None


def _alone(pieces: list[Piece], core: frozenset[Sense], senses: frozenset[Sense]) -> Said | None:
    """STOP and its like mean something only by themselves; a mistake and "none of these" answer a question."""
    if len(core) == 1 and not (core & {Sense.STOP, Sense.START} and Sense.GREETS in senses):
        (sense,) = core
        if sense in _MEANS:
            return Said(_MEANS[sense])
    if Sense.MISTAKE in core and core <= AFFIRMS | {Sense.MISTAKE, Sense.SORRY, Sense.NO, Sense.LINK}:
        return _left(Why.AFTERWARDS)
    if Sense.NONE_SUITS in core and core <= {Sense.NONE_SUITS, Sense.NO, Sense.SORRY, Sense.MOVES}:
        return _left(Why.AFTERWARDS)
    return None


def _left(why: Why) -> Said:
    return Said(Meaning.UNKNOWN, why=why)
