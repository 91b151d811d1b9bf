"""The reader of TwiML is as strict as a provider: what one would refuse never passes, in a test or in a demonstration."""

import pytest

from notifications.handset.reading import MOST_BYTES, NotTwiml, Said, choices, sentences, verbs

SAY = '<Say language="fr-FR" voice="Polly.Lea-Neural">{}</Say>'
GATHER = (
    '<Gather input="dtmf" numDigits="1" timeout="10" finishOnKey="" action="/a" method="POST">{}</Gather>'
)


def answer(inside: str) -> bytes:
    return f"<Response>{inside}</Response>".encode()


def test_sentences_are_read_with_their_language_and_the_key_they_offer() -> None:
    (gather,) = verbs(answer(GATHER.format(SAY.format("Pour réserver, faites 1.") + '<Pause length="1"/>')))
    said = sentences(gather)
    assert said == [Said("fr-FR", "Pour réserver, faites 1.")]
    assert choices([each.text for each in said]) == {"1": "Pour réserver, faites 1."}


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"Bonjour",
        b"<Response>",
        b"<Reponse/>",
        answer("<Play>song.mp3</Play>"),
        answer("<Response/>"),
        answer(SAY.format("")),
        answer(SAY.format("  ")),
        answer("<Say>Bonjour</Say>"),
        answer('<Say language="de-DE" voice="Polly.Vicki">Guten Tag</Say>'),
        answer('<Say language="fr-FR" voice="Polly.Lea-Neural" loop="2">Bonjour</Say>'),
        answer(GATHER.format("<Hangup/>")),
        answer(GATHER.replace('timeout="10"', 'timeout="3"')),
        answer(GATHER.replace('numDigits="1"', 'numDigits="un"')),
        answer(GATHER.replace('method="POST"', 'method="GET"')),
        answer("<Dial>+33261910077</Dial>"),
        answer("<Hangup>" + "x" * MOST_BYTES + "</Hangup>"),
    ],
    ids=lambda xml: xml.decode()[:70],
)
def test_what_a_provider_would_refuse_is_refused(xml: bytes) -> None:
    with pytest.raises(NotTwiml):
        verbs(xml)


@pytest.mark.parametrize("keys", ["12345", "11"])
def test_a_menu_that_nobody_could_follow_is_refused(keys: str) -> None:
    menu = "".join(SAY.format(f"Pour cela, faites {key}.") for key in keys)
    with pytest.raises(NotTwiml):
        sentences(verbs(answer(GATHER.format(menu)))[0])
