//! Claims about postcodes whose areas are known from the official lists, on three dates: the last
//! day of the CCGs, a month into the integrated care board, and a month into the councils of
//! April 2023.

use std::collections::BTreeSet;

use coterm_core::lookup::Answer;
use coterm_tests::dataset;
use jiff::civil::{Date, date};

const LAST_DAY_OF_CCGS: Date = date(2022, 6, 30);
const AFTER_THE_REVIEW: Date = date(2022, 8, 1);
const AFTER_THE_MERGERS: Date = date(2023, 5, 1);
const BEFORE_CUMBRIA: Date = date(2026, 2, 23);
const WITH_CUMBRIA: Date = date(2026, 2, 24);

/// Marks a postcode that is in no area of a family.
const NONE: &str = "-";

/// Postcode with its areas, as people in Lancashire and South Cumbria know them. A CCG's code is
/// also that of the sub-ICB location that replaced it.
struct Known {
    postcode: &'static str,
    ccg: &'static str,
    icb: &'static str,
    lad_2021: &'static str,
    utla_2021: &'static str,
    lad_2023: &'static str,
    utla_2023: &'static str,
    place_2021: &'static str,
    place_2022: &'static str,
    unit: &'static str,
}

/// One row per postcode. Districts of a county have the county in the next column, unitary
/// authorities have themselves.
#[rustfmt::skip]
const KNOWN: [Known; 28] = [
    //    postcode    CCG          ICB          LAD 2021     UTLA 2021    LAD 2023     UTLA 2023    legacy place            place                    delivery unit
    known("LA1 4YW",  "E38000228", "E54000048", "E07000121", "E10000017", "E07000121", "E10000017", "Morecambe Bay",        "Lancashire",            "North (Coastal) Lancashire"), // Lancaster
    known("LA3 1DQ",  "E38000228", "E54000048", "E07000121", "E10000017", "E07000121", "E10000017", "Morecambe Bay",        "Lancashire",            "North (Coastal) Lancashire"), // Morecambe
    known("LA14 3HG", "E38000228", "E54000048", "E07000027", "E10000006", "E06000064", "E06000064", "Morecambe Bay",        "South Cumbria",         NONE), // Barrow-in-Furness
    known("LA23 1QB", "E38000228", "E54000048", "E07000031", "E10000006", "E06000064", "E06000064", "Morecambe Bay",        "South Cumbria",         NONE), // Windermere, South Lakeland
    known("LA18 4AA", "E38000228", "E54000048", "E07000029", "E10000006", "E06000063", "E06000063", "Morecambe Bay",        "South Cumbria",         NONE), // Millom: Copeland, but in Morecambe Bay CCG
    known("LA2 7JL",  "E38000228", "E54000048", "E07000163", "E10000023", "E06000065", "E06000065", "Morecambe Bay",        "South Cumbria",         NONE), // Bentham: Craven, but in Morecambe Bay CCG
    known("FY3 7TZ",  "E38000015", "E54000048", "E06000009", "E06000009", "E06000009", "E06000009", "Fylde Coast",          "Blackpool",             NONE), // Layton, Blackpool
    known("FY8 4QY",  "E38000226", "E54000048", "E07000119", "E10000017", "E07000119", "E10000017", "Fylde Coast",          "Lancashire",            "North (Coastal) Lancashire"), // Lytham St Annes, Fylde
    known("FY6 8EZ",  "E38000226", "E54000048", "E07000128", "E10000017", "E07000128", "E10000017", "Fylde Coast",          "Lancashire",            "North (Coastal) Lancashire"), // Poulton-le-Fylde, Wyre
    known("PR3 0RR",  "E38000226", "E54000048", "E07000123", "E10000017", "E07000123", "E10000017", "Fylde Coast",          "Lancashire",            "Central Lancashire"), // the one LSOA of Preston that is in Fylde and Wyre CCG
    known("PR2 2HJ",  "E38000227", "E54000048", "E07000123", "E10000017", "E07000123", "E10000017", "Central Lancashire",   "Lancashire",            "Central Lancashire"), // Preston
    known("PR3 3FL",  "E38000227", "E54000048", "E07000124", "E10000017", "E07000124", "E10000017", "Central Lancashire",   "Lancashire",            "East Lancashire"), // Longridge: Ribble Valley, but in Greater Preston CCG
    known("PR1 9TE",  "E38000227", "E54000048", "E07000126", "E10000017", "E07000126", "E10000017", "Central Lancashire",   "Lancashire",            "Central Lancashire"), // Penwortham: South Ribble, but in Greater Preston CCG
    known("PR25 3SP", "E38000034", "E54000048", "E07000126", "E10000017", "E07000126", "E10000017", "Central Lancashire",   "Lancashire",            "Central Lancashire"), // Leyland, South Ribble
    known("PR6 7XQ",  "E38000034", "E54000048", "E07000118", "E10000017", "E07000118", "E10000017", "Central Lancashire",   "Lancashire",            "Central Lancashire"), // Chorley
    known("L40 3SZ",  "E38000200", "E54000048", "E07000127", "E10000017", "E07000127", "E10000017", "West Lancashire",      "Lancashire",            "Central Lancashire"), // by Ormskirk, West Lancashire
    known("BB2 1XH",  "E38000014", "E54000048", "E06000008", "E06000008", "E06000008", "E06000008", "Pennine Lancashire",   "Blackburn with Darwen", NONE), // Blackburn
    known("BB11 3NB", "E38000050", "E54000048", "E07000117", "E10000017", "E07000117", "E10000017", "Pennine Lancashire",   "Lancashire",            "East Lancashire"), // Burnley
    known("BB5 4BF",  "E38000050", "E54000048", "E07000120", "E10000017", "E07000120", "E10000017", "Pennine Lancashire",   "Lancashire",            "East Lancashire"), // Accrington, Hyndburn
    known("BB8 9LJ",  "E38000050", "E54000048", "E07000122", "E10000017", "E07000122", "E10000017", "Pennine Lancashire",   "Lancashire",            "East Lancashire"), // Colne, Pendle
    known("BB7 2NU",  "E38000050", "E54000048", "E07000124", "E10000017", "E07000124", "E10000017", "Pennine Lancashire",   "Lancashire",            "East Lancashire"), // Clitheroe, Ribble Valley
    known("BB4 9JU",  "E38000050", "E54000048", "E07000125", "E10000017", "E07000125", "E10000017", "Pennine Lancashire",   "Lancashire",            "East Lancashire"), // Rossendale
    // The rest of Cumbria and of Craven is in other boards.
    known("CA12 4AA", "E38000215", "E54000050", "E07000026", "E10000006", "E06000063", "E06000063", NONE,                   NONE,                    NONE), // Keswick, Allerdale
    known("CA3 8QP",  "E38000215", "E54000050", "E07000028", "E10000006", "E06000063", "E06000063", NONE,                   NONE,                    NONE), // Carlisle
    known("CA26 3UH", "E38000215", "E54000050", "E07000029", "E10000006", "E06000063", "E06000063", NONE,                   NONE,                    NONE), // Frizington: the rest of Copeland
    known("CA11 8FQ", "E38000215", "E54000050", "E07000030", "E10000006", "E06000064", "E06000064", NONE,                   NONE,                    NONE), // Penrith: Westmorland and Furness, not South Cumbria
    known("BD23 1SQ", "E38000232", "E54000054", "E07000163", "E10000023", "E06000065", "E06000065", NONE,                   NONE,                    NONE), // Skipton: the rest of Craven
    known("BB18 6JR", "E38000232", "E54000054", "E07000163", "E10000023", "E06000065", "E06000065", NONE,                   NONE,                    NONE), // a Blackburn postcode in North Yorkshire
];

#[expect(clippy::too_many_arguments, reason = "the columns of the table")]
const fn known(
    postcode: &'static str,
    ccg: &'static str,
    icb: &'static str,
    lad_2021: &'static str,
    utla_2021: &'static str,
    lad_2023: &'static str,
    utla_2023: &'static str,
    place_2021: &'static str,
    place_2022: &'static str,
    unit: &'static str,
) -> Known {
    Known {
        postcode,
        ccg,
        icb,
        lad_2021,
        utla_2021,
        lad_2023,
        utla_2023,
        place_2021,
        place_2022,
        unit,
    }
}

/// The layers that answer on a date, each with the expected code or name.
type Expected<'a> = [(&'a str, &'a str)];

fn answer_on(postcode: &str, on: Date) -> Answer<'static> {
    dataset()
        .lookup_postcode(postcode.parse().unwrap(), on, None)
        .unwrap()
}

/// Asserts that each expected layer has the expected area, and that no other layer answers.
fn holds(postcode: &str, on: Date, expected: &Expected<'_>) {
    let answer = answer_on(postcode, on);
    for (layer, area) in expected {
        let found = answer.areas.iter().find(|found| found.layer == *layer);
        let (code, name) = found.map_or((NONE, NONE), |found| (found.code, found.name));
        assert!(
            [code, name].contains(area),
            "{postcode} on {on}, {layer}: {area} expected, {code} {name} found"
        );
    }
    let layers_of = answer.areas.iter().map(|area| area.layer);
    let layers: BTreeSet<&str> = layers_of
        .chain(answer.without.iter().map(|none| none.layer))
        .collect();
    let mut should: BTreeSet<&str> = expected.iter().map(|(layer, _)| *layer).collect();
    // The building block answers on every date.
    should.insert("lsoa-2011");
    assert_eq!(layers, should, "{postcode} on {on}");
}

#[test]
fn on_the_last_day_of_the_ccgs_they_and_the_legacy_places_answer() {
    for known in &KNOWN {
        holds(
            known.postcode,
            LAST_DAY_OF_CCGS,
            &[
                ("ccg-2021", known.ccg),
                ("place-2021", known.place_2021),
                ("lad-2021", known.lad_2021),
                ("utla-2021", known.utla_2021),
            ],
        );
    }
}

#[test]
fn after_the_boundary_review_the_board_its_places_and_delivery_units_answer() {
    for known in &KNOWN {
        holds(
            known.postcode,
            AFTER_THE_REVIEW,
            &[
                ("sicbl-2022", known.ccg),
                ("icb-2022", known.icb),
                ("place-2022", known.place_2022),
                ("delivery-unit-2022", known.unit),
                ("lad-2021", known.lad_2021),
                ("utla-2021", known.utla_2021),
            ],
        );
    }
}

#[test]
fn after_the_mergers_of_councils_the_new_ones_answer_and_the_places_stay() {
    for known in &KNOWN {
        holds(
            known.postcode,
            AFTER_THE_MERGERS,
            &[
                ("sicbl-2022", known.ccg),
                ("icb-2022", known.icb),
                ("place-2022", known.place_2022),
                ("delivery-unit-2022", known.unit),
                ("lad-2023", known.lad_2023),
                ("utla-2023", known.utla_2023),
            ],
        );
    }
}

/// Cumbria had no strategic authority until 24 February 2026.
#[test]
fn councils_answer_with_the_strategic_authority_that_they_are_in() {
    for known in &KNOWN {
        let [before, with] = match known.utla_2023 {
            "E10000017" | "E06000008" | "E06000009" => ["E47000018"; 2],
            "E06000063" | "E06000064" => [NONE, "Cumbria Combined Authority"],
            "E06000065" => ["York and North Yorkshire Combined Authority"; 2],
            other => panic!("{other} is no council of the table"),
        };
        for (on, layer, authority) in [
            (BEFORE_CUMBRIA, "strategic-authority-2025", before),
            (WITH_CUMBRIA, "strategic-authority-2026", with),
        ] {
            holds(
                known.postcode,
                on,
                &[
                    ("sicbl-2022", known.ccg),
                    ("icb-2022", known.icb),
                    ("place-2022", known.place_2022),
                    ("delivery-unit-2022", known.unit),
                    (layer, authority),
                    ("lad-2023", known.lad_2023),
                    ("utla-2023", known.utla_2023),
                ],
            );
        }
        let earlier = answer_on(known.postcode, AFTER_THE_MERGERS);
        let mut layers = earlier.without.iter().map(|none| none.layer);
        assert!(!layers.any(|layer| layer.starts_with("strategic")));
    }
}

#[test]
fn the_table_has_every_ccg_place_delivery_unit_and_district() {
    let column = |area_of: fn(&Known) -> &'static str| -> BTreeSet<&str> {
        KNOWN
            .iter()
            .map(area_of)
            .filter(|area| *area != NONE)
            .collect()
    };
    let ccgs =
        ["014", "015", "034", "050", "200", "226", "227", "228"].map(|end| format!("E38000{end}"));
    for ccg in &ccgs {
        assert!(column(|known| known.ccg).contains(ccg.as_str()), "{ccg}");
    }
    assert_eq!(
        column(|known| known.place_2021),
        [
            "Morecambe Bay",
            "Central Lancashire",
            "Fylde Coast",
            "Pennine Lancashire",
            "West Lancashire"
        ]
        .into()
    );
    assert_eq!(
        column(|known| known.place_2022),
        [
            "Blackpool",
            "Blackburn with Darwen",
            "Lancashire",
            "South Cumbria"
        ]
        .into()
    );
    assert_eq!(
        column(|known| known.unit),
        [
            "East Lancashire",
            "Central Lancashire",
            "North (Coastal) Lancashire"
        ]
        .into()
    );
    // Blackburn with Darwen, Blackpool, Cumbria's six, Lancashire's twelve, Craven.
    let mut districts: BTreeSet<String> = ["E06000008", "E06000009", "E07000163"]
        .map(str::to_owned)
        .into();
    districts.extend(
        (26..=31)
            .chain(117..=128)
            .map(|end| format!("E07000{end:03}")),
    );
    assert_eq!(districts.len(), 21);
    assert_eq!(
        column(|known| known.lad_2021),
        districts.iter().map(String::as_str).collect()
    );
}

#[test]
fn a_code_table_answers_for_these_postcodes_and_is_certain() {
    for known in &KNOWN {
        let answer = answer_on(known.postcode, AFTER_THE_REVIEW);
        for area in &answer.areas {
            assert_eq!(
                area.method,
                coterm_core::lookup::Method::Table,
                "{} {}",
                known.postcode,
                area.layer
            );
            assert!(
                area.certain,
                "{} {}: {:?}",
                known.postcode, area.layer, area.reason
            );
        }
    }
}
