"""The script's answers as TwiML; a strict reader can walk all of it.

Written out by hand: Twilio's own builder (which a test compares) takes longer than all the rest of a menu's turn.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse

from notifications.voice.lines import Line, Listen, Prompt
from notifications.voice.phrases import Phrase
from notifications.voice.voices import by_voice
from notifications.voice.words import in_words

SILENCE_SECONDS = 10
BETWEEN_DIGITS_SECONDS = 5
"""While several digits are typed: whoever types 0, * or # by itself waits no longer for what it does."""
_RING_SECONDS = 20
_NAME_SECONDS = 8
_NAME_PAUSE_SECONDS = 3
# What XML 1.0 cannot hold; a name in the data may.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def address(step: int, language: str) -> str:
    """Where the answer to this step goes. It says nothing about anybody: the call itself is on the server."""
    return f"{_path()}?step={step}&language={language}"


@cache
def _path() -> str:
    return reverse("twilio_voice")


def write(prompt: Prompt, *, language: str, step: int, dial: str = "") -> str:
    """A prompt as TwiML whose answer is `step`. `dial`: the number (E.164) of a transfer."""
    action = escape(address(step, language))
    said = _say(prompt.lines, language, slow=prompt.slow)
    return _document(
        _say(prompt.before, language) + _LISTENS[prompt.listen](said, action, prompt.digits, dial)
    )


def _keys(said: str, action: str, digits: int, dial: str) -> str:
    # No key ends an answer: `#` and `*` mean something by themselves.
    wait = SILENCE_SECONDS if digits == 1 else BETWEEN_DIGITS_SECONDS
    return (
        f'<Gather action="{action}" finishOnKey="" input="dtmf" method="POST" numDigits="{digits}"'
        f' timeout="{wait}">{said}</Gather>{_again(action)}'
    )


def _voice(said: str, action: str, digits: int, dial: str) -> str:
    return (
        f'{said}<Record action="{action}" finishOnKey="1234567890*#" maxLength="{_NAME_SECONDS}" method="POST"'
        f' playBeep="true" timeout="{_NAME_PAUSE_SECONDS}" />{_again(action)}'
    )


def _transfer(said: str, action: str, digits: int, dial: str) -> str:
    return f'{said}<Dial action="{action}" method="POST" timeout="{_RING_SECONDS}">{escape(dial)}</Dial>'


def _end(said: str, action: str, digits: int, dial: str) -> str:
    return f"{said}<Hangup />"


def _again(action: str) -> str:
    return f'<Redirect method="POST">{action}</Redirect>'


_LISTENS: dict[Listen, Callable[[str, str, int, str], str]] = {
    Listen.KEYS: _keys,
    Listen.RECORD: _voice,
    Listen.DIAL: _transfer,
    Listen.HANG_UP: _end,
}


def apology(language: str, *, called_back: bool) -> str:
    """What somebody hears when we failed: never a dead line."""
    said = (Line(Phrase.SORRY if called_back else Phrase.SORRY_CALL_AGAIN), Line(Phrase.BYE))
    return write(Prompt(said, Listen.HANG_UP), language=language, step=0)


def silent() -> str:
    """Ends the call without a word: it is over already."""
    return _document("<Hangup />")


def _document(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'


def _say(lines: Sequence[Line], language: str, *, slow: bool = False) -> str:
    """Each sentence by itself; slowly, with a pause after each."""
    said = []
    for line in lines:
        spoken, words = in_words(line, language)
        for heard, piece in by_voice(words, spoken):
            code, voice = settings.VOICES[heard]
            said.append(f'<Say language="{code}" voice="{voice}">{escape(_NOT_XML.sub("", piece))}</Say>')
        if slow:
            said.append('<Pause length="1" />')
    return "".join(said)
