"""The ways of sending, and which of them this instance has."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.urls import is_valid_path
from django.utils.module_loading import import_string

from notifications.channels.contract import Channel
from notifications.models import BY_THE_TEAM, ChannelName

_NO_MAIL = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")


def channel_for(name: str) -> Channel | None:
    """The channel of that name, or None when this instance has no provider for it."""
    provider = _provider(name)
    return _make(provider) if provider else None


def available() -> frozenset[str]:
    """The channels that this instance can send by."""
    return frozenset(name for name in ChannelName.values if _provider(name))


def can_be_answered() -> bool:
    """Whether an SMS may be answered: its sender takes answers, and this instance has somebody who reads them."""
    return settings.TWILIO_TWO_WAY and _answers_are_read()


@lru_cache
def _answers_are_read() -> bool:
    return bool(is_valid_path("/twilio/sms"))


def _provider(name: str) -> str:
    if name == ChannelName.SMS and settings.TWILIO_ACCOUNT_SID and settings.TWILIO_SMS_FROM:
        return "twilio"
    if name == ChannelName.VOICE and settings.TWILIO_ACCOUNT_SID and settings.TWILIO_VOICE_FROM:
        return "twilio voice"
    # Mail written to the console would put addresses and texts into the logs: it counts as no mail at all.
    if name == ChannelName.EMAIL and settings.EMAIL_BACKEND not in _NO_MAIL:
        return "email"
    if name not in BY_THE_TEAM and settings.DEMO:
        return f"simulated {name}"
    return ""


@lru_cache
def _make(provider: str) -> Channel:
    from notifications.channels.email import Email
    from notifications.channels.sms_twilio import TwilioSms
    from notifications.channels.voice_twilio import TwilioVoice

    if provider == "twilio":
        return TwilioSms()
    if provider == "twilio voice":
        return TwilioVoice()
    if provider == "email":
        return Email()
    simulated: Callable[[ChannelName], Channel] = import_string(settings.SIMULATED_CHANNEL)
    return simulated(ChannelName(provider.removeprefix("simulated ")))


def forget() -> None:
    """Makes the channels anew at the next use: settings have changed."""
    _make.cache_clear()
