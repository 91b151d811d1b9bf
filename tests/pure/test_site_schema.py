"""The national file, read, checked and written, on values only."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.directory.checking import faults_of, remarks_of
from mediation.directory.reading import Reading, UnreadableFile, closest_column, read
from mediation.directory.schema import COLUMNS, ENUMERATIONS, MANDATORY
from mediation.directory.writing import write

PLACE = {
    "id": "lieu-1",
    "pivot": "00000000000000",
    "nom": "Médiathèque de démonstration",
    "commune": "Rennes",
    "code_postal": "35000",
    "code_insee": "35238",
    "adresse": "1 rue de la Démonstration",
    "date_maj": "2026-01-31",
}


def csv_of(*places: dict[str, str], delimiter: str = ",", end: str = "\n") -> str:
    columns = list(dict.fromkeys(column for place in places for column in place))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([place.get(column, "") for column in columns] for place in places)
    return out.getvalue()


def reasons(text: str) -> list[tuple[int, str, str]]:
    reading = read(text.encode())
    found = [*reading.faults, *faults_of(reading.lines)]
    return [(fault.line, fault.column, fault.reason) for fault in found]


def with_(**values: str) -> dict[str, str]:
    return {**PLACE, **values}


def test_the_schema_has_its_32_columns_and_every_mandatory_or_listed_one_is_among_them() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 32
    assert set(MANDATORY) | set(ENUMERATIONS) <= set(COLUMNS)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_alike_with_any_mark_separator_and_line_ending(
    mark: str, end: str, delimiter: str
) -> None:
    reading = read((mark + csv_of(PLACE, delimiter=delimiter, end=end)).encode())
    assert [line.values for line in reading.lines] == [PLACE]
    assert reading.faults == ()
    assert reading.unknown_columns == ()


def test_headings_may_have_capitals_and_spaces_around() -> None:
    text = csv_of(PLACE).replace("adresse", " Adresse ", 1)
    assert read(text.encode()).lines[0].values["adresse"] == PLACE["adresse"]


def test_a_windows_1252_file_is_named_as_such_with_its_first_line() -> None:
    with pytest.raises(UnreadableFile, match="pas en UTF-8.*ligne 2.*1252.*CSV UTF-8"):
        read(csv_of(PLACE).encode("cp1252"))


def test_a_utf_16_file_is_named_as_such() -> None:
    with pytest.raises(UnreadableFile, match="UTF-16"):
        read(csv_of(PLACE).encode("utf-16"))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b",,,\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="vide"):
        read(data)


def test_a_file_without_a_mandatory_column_is_refused_and_the_column_named() -> None:
    without = {column: value for column, value in PLACE.items() if column != "date_maj"}
    with pytest.raises(UnreadableFile, match="obligatoire absente : date_maj"):
        read(csv_of(without).encode())


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="plusieurs fois : nom"):
        read(b"id,pivot,nom,commune,code_postal,adresse,date_maj,nom\n")


def test_a_heading_with_a_lone_quote_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="titre"):
        read(b'id,"pivot,nom\n')


def test_unknown_columns_are_reported_and_not_kept() -> None:
    reading = read(csv_of(with_(modalite_acces="Téléphoner", humeur="bonne")).encode())
    assert reading.unknown_columns == ("modalite_acces", "humeur")
    assert reading.lines[0].values == PLACE
    assert closest_column("modalite_acces") == "modalites_acces"
    assert closest_column("humeur") is None


def test_a_separator_left_at_every_end_of_line_is_not_an_unknown_column() -> None:
    text = csv_of(PLACE).replace("\n", ",\n")
    assert read(text.encode()).unknown_columns == ()


def test_lines_are_numbered_as_in_the_file_even_after_cells_of_several_lines() -> None:
    text = csv_of(
        with_(presentation_detail="une\ndeux\r\ntrois"),
        with_(id="lieu-2", date_maj="hier", presentation_detail="un\ndeux"),
        with_(id="lieu-3", date_maj="demain"),
    )
    assert [(line, column) for line, column, _ in reasons(text)] == [(5, "date_maj"), (7, "date_maj")]


def test_blank_lines_count_but_are_not_places() -> None:
    text = csv_of(PLACE, with_(id="lieu-2", nom="")).replace("\nlieu-2", "\n\n,,,,,,,\nlieu-2")
    assert [(line, column) for line, column, _ in reasons(text)] == [(5, "nom")]


def test_a_quote_that_never_closes_is_named_by_the_line_that_opened_it() -> None:
    text = csv_of(PLACE) + 'lieu-2,"00000000000000,x\n' + csv_of(PLACE).split("\n")[1]
    assert [(line, "jamais refermé" in reason) for line, _, reason in reasons(text)] == [(3, True)]


def test_a_misplaced_quote_spoils_its_own_line_only() -> None:
    text = csv_of(PLACE) + '"lieu-2"x,1,2,3,4,5,6,7\n' + csv_of(with_(id="3")).split("\n")[1] + "\n"
    reading = read(text.encode())
    assert [fault.line for fault in reading.faults] == [3]
    assert [line.values["id"] for line in reading.lines] == ["lieu-1", "3"]


def test_a_line_with_a_cell_too_many_is_refused() -> None:
    assert reasons(csv_of(PLACE) + "a,b,c,d,e,f,g,h,i\n")[0][2].startswith("9 cellules au lieu de 8")


def test_a_cell_beyond_reason_is_refused() -> None:
    text = csv_of(PLACE, with_(id="2", presentation_detail="x" * 140_000))
    assert [(line, "131 072" in reason) for line, _, reason in reasons(text)] == [(3, True)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", " "),
        ("id", "x" * 201),
        ("pivot", "123"),
        ("pivot", "1234567890123456"),
        ("pivot", "434 933 123"),
        ("nom", "\u200b"),
        ("nom", "a\x00b"),
        ("code_postal", "3500"),
        ("code_postal", "35 000"),
        ("code_insee", "35O38"),
        ("code_insee", "20001"),
        ("latitude", "nord"),
        ("latitude", "nan"),
        ("latitude", "91"),
        ("latitude", "9" * 400),
        ("longitude", "-180.5"),
        ("date_maj", "31/01/2026"),
        ("date_maj", "2026-02-30"),
        ("date_maj", "20260131"),
        ("date_maj", "2026-W05-6"),
        ("presentation_resume", "x" * 281),
        ("services", "Aide à tout"),
        ("services", "Aide aux démarches administratives|Aide à tout"),
        ("itinerance", "Parfois"),
        ("typologie", "CCAS|N'IMPORTE QUOI"),
        ("typologie", "Mairie"),
        ("frais_a_charge", "Gratuit : Je peux accéder gratuitement au lieu"),
    ],
)
def test_what_the_schema_forbids_is_refused_by_column(column: str, value: str) -> None:
    found = reasons(csv_of(with_(**{column: value})))
    assert [(line, where) for line, where, _ in found] == [(2, column)]
    assert found[0][2].endswith(".")


def test_a_list_with_the_wrong_separator_is_told_the_right_one() -> None:
    [(_, _, reason)] = reasons(csv_of(with_(modalites_acces="Se présenter;Téléphoner")))
    assert "« | »" in reason


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("pivot", "W351000000"),
        ("code_insee", "2A004"),
        ("latitude", "48.1116"),
        ("latitude", "+48"),
        ("typologie", "CCAS|TIERS_LIEUX"),
        ("typologie", " ccas | autre "),
        ("typologie", "COMMUNE"),
        ("telephone", "demander à l'accueil"),
        ("courriels", "pas une adresse"),
        ("date_maj", " 2026-01-31 "),
        ("presentation_resume", "x" * 280),
        ("services", "Aide aux démarches administratives|Loisirs et créations numériques"),
        ("services", " aide aux  démarches administratives |"),
        ("formations_labels", "Étapes numériques (La Poste)"),
        ("formations_labels", "Étapes numériques(La Poste)"),
        ("modalites_acces", "Ce lieu n’accueille pas de public"),
        ("publics_specifiquement_adresses", "E\u0301tudiants"),
    ],
)
def test_what_the_schema_allows_is_taken_whatever_the_spelling(column: str, value: str) -> None:
    assert reasons(csv_of(with_(**{column: value}))) == []


@pytest.mark.parametrize("column", sorted(ENUMERATIONS))
def test_every_listed_value_is_taken(column: str) -> None:
    assert reasons(csv_of(with_(**{column: "|".join(ENUMERATIONS[column])}))) == []


def test_an_unknown_typology_is_named_with_the_code_that_was_meant() -> None:
    [(line, column, reason)] = reasons(csv_of(PLACE, with_(id="2", typologie="BIB|TIERS_LIEU")))
    assert (line, column) == (3, "typologie")
    assert "« TIERS_LIEU »" in reason and "« TIERS_LIEUX »" in reason


def test_an_id_that_comes_twice_is_refused_with_the_first_line() -> None:
    assert reasons(csv_of(PLACE, with_(id=" lieu-1 "))) == [
        (3, "id", "identifiant déjà présent à la ligne 2.")
    ]


def test_a_refusal_never_shows_a_contact_and_shortens_the_rest() -> None:
    contact = reasons(csv_of(with_(courriels="amina@example.org\x00", telephone="+33639980001\x00")))
    assert "amina" not in str(contact)
    assert "39980001" not in str(contact)
    [(_, _, reason)] = reasons(csv_of(with_(pivot="y" * 500)))
    assert len(reason) < 120


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("telephone", "rien", "numéro illisible"),
        ("telephone", "02 61 91 00 00", "forme internationale"),
        ("telephone", "+41791234567", "non publié"),
        ("telephone", "+68940412345", "non publié"),
        ("latitude", "48,1", "virgule"),
        ("longitude", "-1.68", "l’autre coordonnée"),
        (
            "services",
            "Loisirs et créations numériques | aide aux démarches administratives",
            "publié « Loisirs",
        ),
        ("typologie", "COMMUNE", "publié « MUNI »"),
        ("formations_labels", "Étapes numériques(La Poste)", "publié « Étapes numériques (La Poste) »"),
        ("pivot", "123456789", "ni SIRET"),
        ("adresse", "1 rue « de l’Essai »", "publié « 1 rue ' de l’Essai ' »"),
        ("commune", "Rennes (35)", "publié « Rennes 35 »"),
        ("prise_rdv", "https://rdv.example.org:8443/", "port"),
        ("prise_rdv", "https://rdv.example.org/", "fermé à la réservation"),
        ("fiche_acces_libre", "https://é.example.org/", "accent"),
        ("courriels", "Accueil <a@example.org>", "sans ce qui les entoure"),
        ("horaires", "Lu-Ve 9h-12h", "sans doute « Mo-Fr 09:00-12:00 »"),
        ("horaires", "au printemps", "écrivez-les comme"),
        ("horaires", "Mo 09:00-12:00; SH off", "vacances scolaires"),
    ],
)
def test_what_is_not_used_or_published_as_it_stands_is_remarked_upon(
    column: str, value: str, said: str
) -> None:
    lines = read(csv_of(PLACE, with_(id="2", **{column: value})).encode()).lines
    [remark] = remarks_of(lines)
    assert (remark.line, remark.column) == (3, column)
    assert said in remark.reason
    assert remark.reason.endswith(".")


def test_a_remark_never_shows_a_contact() -> None:
    lines = read(
        csv_of(with_(telephone="06 39 98 00 01", courriels="Amina amina@example.org")).encode()
    ).lines
    assert len(remarks_of(lines)) == 2
    assert not any("39" in remark.reason or "mina" in remark.reason for remark in remarks_of(lines))


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
near_csv = st.text(st.sampled_from(list("\r\n,;\t\"' |é\u00a0\ufeffa0=")), max_size=12)


@st.composite
def raw_places(draw: st.DrawFn) -> list[dict[str, str]]:
    keys = draw(st.lists(st.uuids(), min_size=1, max_size=4, unique=True))
    return [{column: draw(cell | near_csv) for column in COLUMNS} | {"id": f" {key} "} for key in keys]


@given(raw_places())
def test_what_is_written_is_read_again_to_the_letter(places: list[dict[str, str]]) -> None:
    reading = read(write(places))
    assert [line.values for line in reading.lines] == places
    assert write(line.values for line in reading.lines) == write(places)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_whatsoever_breaks_the_reader(data: bytes) -> None:
    heading = ",".join(COLUMNS).encode() + b"\n"
    for candidate in (data, heading + data):
        try:
            result = read(candidate)
        except UnreadableFile as refusal:
            assert str(refusal).endswith(".")
        else:
            assert isinstance(result, Reading)
            faults_of(result.lines)
            remarks_of(result.lines)
