"""What leaves for the provider: the voices, the words of topics, and the very XML that Twilio's own builder makes."""

import pytest
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from mediation.models import Commune, Neighbourhood, TopicText
from notifications.models import Call
from notifications.voice import twiml
from notifications.voice.lines import Line, Listen, Prompt, offer
from notifications.voice.phrases import Phrase
from tests.notifications.caller import TOKEN, Caller
from tests.notifications.conftest import Town

pytestmark = pytest.mark.usefixtures("clock")
LEA, AMY = (
    {"language": "fr-FR", "voice": "Polly.Lea-Neural"},
    {"language": "en-GB", "voice": "Polly.Amy-Neural"},
)
ACTION = "/twilio/voice?step=3&language=fr"
AMPERSAND = Line(Phrase.OWN, {"when": "mardi", "site": 'Lieu <A> & "B"'})


def built(listen: Listen) -> str:
    """The answer as Twilio's library writes it."""
    response = VoiceResponse()
    said = f"Vous avez rendez-vous mardi, {AMPERSAND.values['site']}."
    if listen is Listen.KEYS:
        gather = response.gather(
            input="dtmf", num_digits=1, timeout=10, finish_on_key="", action=ACTION, method="POST"
        )
        gather.say(said, **LEA)
        gather.pause(length=1)
    else:
        response.say(said, **LEA)
        response.pause(length=1)
    if listen is Listen.RECORD:
        response.record(
            action=ACTION,
            method="POST",
            max_length=8,
            timeout=3,
            finish_on_key="1234567890*#",
            play_beep=True,
        )
    if listen in (Listen.KEYS, Listen.RECORD):
        response.redirect(ACTION, method="POST")
    if listen is Listen.DIAL:
        response.dial("+33261910002", timeout=20, action=ACTION, method="POST")
    if listen is Listen.HANG_UP:
        response.hangup()
    return str(response)


@pytest.mark.parametrize("listen", Listen)
def test_the_answer_is_letter_by_letter_what_twilio_s_own_builder_writes(listen: Listen) -> None:
    ours = twiml.write(Prompt((AMPERSAND,), listen, slow=True), language="fr", step=3, dial="+33261910002")
    assert ours == built(listen)
    response = VoiceResponse()
    response.hangup()
    assert twiml.silent() == str(response)


def test_what_xml_cannot_hold_is_left_out() -> None:
    line = offer(Phrase.TIME_OPTION, "1", name="Lieu\x0b \ud800Fictif")
    assert ">Pour Lieu Fictif, faites 1.<" in twiml.write(Prompt((line,)), language="fr", step=1)


def test_an_english_call_says_french_places_with_the_french_voice(town: Town) -> None:
    caller = Caller().call().choose("Languages").choose("For English").press("1").press("1").press("1")
    assert caller.waiting is not None
    pieces = [(said.get("language"), said.text) for said in caller.waiting if said.tag == "Say"]
    assert pieces[1:4] == [
        ("en-GB", "For Friday 27th of November at ten in the morning,"),
        ("fr-FR", "Maison de quartier Fictive,"),
        ("en-GB", "press 1."),
    ]
    assert "Maison de quartier Fictive" in caller.choices["1"]


def test_a_topic_is_said_in_the_words_made_for_the_ear_or_else_by_its_name(town: Town) -> None:
    text = TopicText.objects.get(topic=town.topic, language="fr")
    text.name = "Me servir de mon téléphone"
    text.save()
    assert Caller().call().choose("prendre").choices["1"] == (
        "Pour vous servir de votre téléphone, faites 1."
    )


def test_the_words_made_for_the_ear_are_the_ones_that_are_said(town: Town) -> None:
    TopicText.objects.update(spoken="votre téléphone")
    assert Caller().call().choose("prendre").choices["1"] == "Pour votre téléphone, faites 1."


def test_many_neighbourhoods_are_told_by_ranges_of_the_alphabet(town: Town) -> None:
    names = ["Beauregard", "Le Blosne", "Centre", "Cleunay", "Maurepas", "Sud-Gare", "Villejean"]
    for name in names:
        Neighbourhood.objects.create(commune=Commune.objects.get(), name=name)
    caller = Caller().call().choose("prendre").press("1").choose("un quartier")
    assert caller.choices["1"] == "Entre Beauregard et Cleunay, faites 1."
    assert caller.press("1").choices["2"] == "Pour Le Blosne, faites 2."
    assert "Entre Maurepas et Villejean" in caller.press("#").choices["2"]
    assert "Voici les heures libres" in caller.press("2").choose("Villejean").text
    assert Call.objects.get().site == town.site


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
def test_a_signature_is_known_in_each_form_that_twilio_may_give_it(town: Town, settings, port: str) -> None:
    settings.PUBLIC_URL = f"https://rdv.example{port}"
    caller = Caller()
    form = caller._form({"CallStatus": "ringing"})
    for address in (settings.PUBLIC_URL, "https://rdv.example", "https://rdv.example:443"):
        mark = RequestValidator(TOKEN).compute_signature(f"{address}/twilio/voice", form)
        expected = RequestValidator(TOKEN).validate(f"{settings.PUBLIC_URL}/twilio/voice", form, mark)
        answer = caller.client.post("/twilio/voice", form, headers={"X-Twilio-Signature": mark})
        assert (answer.status_code == 200) == expected, (address, port)
