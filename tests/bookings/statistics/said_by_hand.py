"""What somebody has said of themselves, read in the plainest way, knowing nothing of how we count."""

from datetime import date

from bookings.models import Resident

_BANDS = [
    (11, "moins_de_douze"),
    (17, "douze_dix_huit"),
    (24, "dix_huit_vingt_quatre"),
    (39, "vingt_cinq_trente_neuf"),
    (59, "quarante_cinquante_neuf"),
    (69, "soixante_soixante_neuf"),
    (999, "soixante_dix_plus"),
]


def said_by_hand(one: Resident | None, day: date) -> dict[str, str]:
    """What this person has said of themselves; "" where they have not."""
    said = getattr(one, "about", None)
    home = one.commune.insee_code if one and one.commune else ""
    if said is None:
        return {"home": home, "age": "", "gender": "", "situation": "", "area": ""}
    years = day.year - said.birth_year if said.birth_year else None
    return {
        "home": home or ("non_communique" if said.commune_refused else ""),
        "age": next(band for last, band in _BANDS if years <= last) if years is not None else said.age,
        "gender": said.gender,
        "situation": said.situation,
        "area": said.priority_area,
    }
