"""What sending a page costs in electricity, by a published model. Pure."""

# Sustainable Web Design Model, version 4 (2024), kWh per gigabyte sent: data centres, networks and the reader's device, in use
# and in their making. https://sustainablewebdesign.org/estimating-digital-emissions/
_IN_USE = 0.055 + 0.059 + 0.080
_IN_THE_MAKING = 0.012 + 0.013 + 0.081
KWH_PER_GIGABYTE = _IN_USE + _IN_THE_MAKING
MODEL = "Sustainable Web Design Model 4"
_GIGABYTE = 1_000_000_000
_LAMP_W = 5
"""A small LED lamp, in watts."""


def watt_hours(sent_bytes: float) -> float:
    """The electricity of so many bytes, by the model: an order of magnitude, not a measure."""
    return sent_bytes / _GIGABYTE * KWH_PER_GIGABYTE * 1000


def lamp_seconds(sent_bytes: float) -> float:
    """For how long a small lamp is lit by as much."""
    return watt_hours(sent_bytes) / _LAMP_W * 3600
