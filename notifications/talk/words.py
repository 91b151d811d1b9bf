"""What is answered by SMS: short, in the alphabet of SMS for French and English, never a name or a topic.

Each of the seven languages has all of it (`said/`): whoever cancels in Turkish is answered in Turkish.
"""

from notifications.talk.said import arabic, english, french, portuguese, spanish, turkish, ukrainian
from notifications.talk.said.answer import Answer
from notifications.texts.encoding import sms_safe
from notifications.texts.write import GSM7_LANGUAGES, language_of

__all__ = ["WORDS", "Answer", "say"]

_SAYS = {
    "fr": french.SAYS,
    "en": english.SAYS,
    "ar": arabic.SAYS,
    "uk": ukrainian.SAYS,
    "tr": turkish.SAYS,
    "pt": portuguese.SAYS,
    "es": spanish.SAYS,
}
WORDS: dict[Answer, dict[str, str]] = {
    answer: {language: says[answer] for language, says in _SAYS.items()} for answer in Answer
}


def say(answer: Answer, language: str, mark: str, **values: str) -> str:
    """The text, ended by its mark: no two answers are the same, so a provider can be asked which it has taken."""
    written = language_of(language)
    body = WORDS[answer][written].format(**values)
    text = sms_safe(body) if written in GSM7_LANGUAGES else body
    return f"{text} ({mark})"
