"""How criteria were looked at: by which tests, or by whom and when. Pure.

A test of tests/architecture looks that each of these tests exists.
"""

from mediation.responsible.kinds import Proof, Said

_JOURNEYS = "tests/journeys/"
_SEEN = "2026-11-30"

PROOFS = {
    "axe": Proof(
        Said(
            "L’outil automatique axe, sur toutes les pages du parcours, de l’équipe et des partenaires",
            "The automatic tool axe, on all pages of the journey, of the team and of partners",
        ),
        (
            f"{_JOURNEYS}test_resident_browser.py::test_axe_finds_nothing_on_any_page_of_the_journey",
            f"{_JOURNEYS}test_referral_browser.py::test_no_page_of_the_person_has_an_accessibility_finding_or_scrolls_sideways",
            f"{_JOURNEYS}test_rights_browser.py::test_axe_finds_nothing_and_no_page_scrolls_sideways",
            f"{_JOURNEYS}test_voice_browser.py::test_axe_finds_nothing_on_the_pages_of_the_voice_and_of_the_figures",
            f"{_JOURNEYS}test_staff_browser.py::test_no_staff_page_has_an_accessibility_finding_or_scrolls_sideways",
            f"{_JOURNEYS}test_partner_browser.py::test_no_partner_page_has_an_accessibility_finding_or_scrolls_sideways",
        ),
    ),
    "structure": Proof(
        Said(
            "Un test lit le code de chaque page des habitants : titres, zones, balises, identifiants, langue",
            "A test reads the code of each of the residents’ pages: headings, zones, tags, identifiers, language",
        ),
        ("tests/architecture/test_page_structure.py::test_every_page_is_built_the_same_way",),
    ),
    "keyboard": Proof(
        Said(
            "Tout le parcours au clavier seul, dans un navigateur",
            "The whole journey by keyboard alone, in a browser",
        ),
        (
            f"{_JOURNEYS}test_resident_browser.py::test_the_keyboard_alone_is_enough",
            f"{_JOURNEYS}test_staff_browser.py::test_the_desk_books_for_a_caller_with_the_keyboard_alone",
            f"{_JOURNEYS}test_partner_browser.py::test_whoever_uses_the_keyboard_alone_refers_somebody",
        ),
    ),
    "no_script": Proof(
        Said(
            "Tout le parcours sans JavaScript, à 320 pixels de large",
            "The whole journey without JavaScript, 320 pixels wide",
        ),
        (
            f"{_JOURNEYS}test_resident_browser.py::test_a_resident_books_on_an_old_phone_without_javascript",
            f"{_JOURNEYS}test_agenda_browser.py::test_without_javascript_every_cell_is_a_link_of_its_own",
        ),
    ),
    "zoom": Proof(
        Said(
            "Texte deux fois plus grand, texte espacé, téléphone tourné : rien n’est coupé, dans un navigateur",
            "Text twice as large, text spaced out, the phone turned: nothing is cut off, in a browser",
        ),
        (
            f"{_JOURNEYS}test_reading_browser.py::test_text_twice_as_large_is_not_cut_off",
            f"{_JOURNEYS}test_reading_browser.py::test_text_that_is_spaced_out_is_not_cut_off",
            f"{_JOURNEYS}test_reading_browser.py::test_the_phone_may_be_held_either_way",
        ),
    ),
    "contrast": Proof(
        Said(
            "Le contraste des bords et du curseur, calculé sur les couleurs",
            "The contrast of edges and of the focus, computed from the colours",
        ),
        ("tests/pure/test_responsible.py::test_edges_and_focus_stand_out_from_what_is_behind_them",),
    ),
    "mistakes": Proof(
        Said(
            "Chaque erreur d’un formulaire est dite à côté de son champ",
            "Each mistake in a form is said beside its field",
        ),
        (
            "tests/bookings/public/test_public_booking.py::test_each_mistake_is_said_beside_its_field",
            "tests/bookings/public/test_public_booking.py::test_a_mistake_keeps_everything_typed",
        ),
    ),
    "undo": Proof(
        Said("Ce qui est fait par erreur se défait", "What was done by mistake is undone"),
        (f"{_JOURNEYS}test_resident_browser.py::test_cancelled_by_mistake_is_taken_back",),
    ),
    "bytes": Proof(
        Said(
            "Octets, requêtes et éléments de chaque page, mesurés à chaque changement",
            "Bytes, requests and elements of each page, measured at each change",
        ),
        (
            "tests/architecture/test_budgets.py::test_every_page_and_its_style_fit_in_one_round_trip",
            "tests/architecture/test_budgets.py::test_a_page_asks_for_its_style_sheet_and_nothing_else",
            "tests/architecture/test_budgets.py::test_what_is_published_of_each_page_is_what_it_costs",
        ),
    ),
    "queries": Proof(
        Said(
            "Requêtes à la base comptées pour tout le parcours",
            "Queries to the database counted over the whole journey",
        ),
        (
            "tests/architecture/test_budgets.py::test_a_journey_is_six_requests_and_thirty_queries",
            "tests/architecture/test_budgets.py::test_no_page_needs_more_queries_with_five_hundred_mediators",
        ),
    ),
    "kept": Proof(
        Said(
            "Une page qui n’a pas changé n’est pas envoyée de nouveau",
            "A page that has not changed is not sent again",
        ),
        ("tests/bookings/public/test_for_everybody.py::test_a_page_that_has_not_changed_is_not_sent_again",),
    ),
    "remembered": Proof(
        Said(
            "Ce que toutes les pages répètent est gardé quelques secondes",
            "What all pages repeat is kept for some seconds",
        ),
        ("tests/mediation/test_remembering.py",),
    ),
    "erased": Proof(
        Said(
            "Chaque donnée d’une personne a une durée, et s’efface",
            "Each datum of a person has a term, and is erased",
        ),
        (
            "tests/architecture/test_processing.py::test_every_column_is_decided_about_once",
            "tests/notifications/test_mark_nowhere.py::test_no_column_of_any_table_has_the_mark_once_she_is_erased",
        ),
    ),
    "no_cookie": Proof(
        Said("Aucun cookie tant qu’on lit", "No cookie while one reads"),
        (
            "tests/bookings/public/test_public_booking.py::test_no_cookie_and_no_draft_when_all_goes_well",
            "tests/bookings/public/test_public_choose.py::test_nothing_is_stored_in_the_browser_of_somebody_who_only_reads",
        ),
    ),
    "messages": Proof(
        Said(
            "Un message part une fois, et STOP est respecté", "A message is sent once, and STOP is respected"
        ),
        ("tests/notifications/outbox/test_delivery.py::test_who_answered_stop_is_remembered",),
    ),
    "offline": Proof(
        Said(
            "Un compte rendu noté sans connexion part quand elle revient",
            "An outcome noted without a connection is sent when it is back",
        ),
        (
            f"{_JOURNEYS}test_offline_browser.py::test_an_outcome_noted_without_a_connection_is_sent_once_when_it_is_back",
        ),
    ),
    "keys": Proof(
        Said("Le chiffrement des données et ses clés", "The encryption of data and its keys"),
        ("tests/mediation/test_keys.py",),
    ),
    "api": Proof(
        Said(
            "L’API décrite par OpenAPI, vérifiée contre sa description",
            "The API described by OpenAPI, checked against its description",
        ),
        ("tests/contract",),
    ),
    "files": Proof(
        Said(
            "Pendant qu’un fichier se prépare, la page dit où il en est",
            "While a file is made, the page says how far it is",
        ),
        (f"{_JOURNEYS}test_exports_browser.py::test_a_file_arrives_and_the_page_says_that_it_is_ready",),
    ),
    "read": Proof(
        Said(
            "Lu dans le code des pages par l’équipe qui les fait",
            "Read in the pages’ code by the team that makes them",
        ),
        seen=_SEEN,
    ),
    "decided": Proof(
        Said(
            "Écrit dans les notes de décision du projet (docs/decisions)",
            "Written in the project’s decision notes (docs/decisions)",
        ),
        seen=_SEEN,
    ),
}
