"""The script's answers as TwiML, made by Twilio's own builder; a strict reader can walk all of it."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from twilio.twiml.voice_response import VoiceResponse

from notifications.voice.lines import Line, Listen, Prompt
from notifications.voice.phrases import Phrase
from notifications.voice.words import in_words

SILENCE_SECONDS = 10
_RING_SECONDS = 20
_NAME_SECONDS = 8
# What XML 1.0 cannot hold; a name in the data may.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def address(step: int, language: str) -> str:
    """Where the answer to this step goes. It says nothing about anybody: the call itself is on the server."""
    return f"{reverse('twilio_voice')}?{urlencode({'step': step, 'language': language})}"


def write(prompt: Prompt, *, language: str, step: int, dial: str = "") -> str:
    """A prompt as TwiML whose answer is `step`. `dial`: the number (E.164) of a transfer."""
    response = VoiceResponse()
    action = address(step, language)
    _say(response, prompt.before, language)
    if prompt.listen is Listen.KEYS:
        # No key ends an answer: `#` and `*` mean something by themselves.
        gather = response.gather(
            input="dtmf",
            num_digits=prompt.digits,
            timeout=SILENCE_SECONDS,
            finish_on_key="",
            action=action,
            method="POST",
        )
        _say(gather, prompt.lines, language, slow=prompt.slow)
        response.redirect(action, method="POST")
        return str(response)
    _say(response, prompt.lines, language, slow=prompt.slow)
    if prompt.listen is Listen.RECORD:
        response.record(
            action=action,
            method="POST",
            max_length=_NAME_SECONDS,
            timeout=4,
            finish_on_key="1234567890*#",
            play_beep=True,
        )
        response.redirect(action, method="POST")
    elif prompt.listen is Listen.DIAL:
        response.dial(dial, timeout=_RING_SECONDS, action=action, method="POST")
    else:
        response.hangup()
    return str(response)


def apology(language: str, *, called_back: bool) -> str:
    """What somebody hears when we failed: never a dead line."""
    said = (Line(Phrase.SORRY if called_back else Phrase.SORRY_CALL_AGAIN), Line(Phrase.BYE))
    return write(Prompt(said, Listen.HANG_UP), language=language, step=0)


def silent() -> str:
    """Ends the call without a word: it is over already."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _say(verb: VoiceResponse, lines: Sequence[Line], language: str, *, slow: bool = False) -> None:
    """Each sentence by itself; slowly, with a pause after each."""
    for line in lines:
        spoken, words = in_words(line, language)
        code, voice = settings.VOICES[spoken]
        verb.say(_NOT_XML.sub("", words), language=code, voice=voice)
        if slow:
            verb.pause(length=1)
