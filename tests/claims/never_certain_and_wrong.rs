//! Claims about lookups that were once certain and wrong: each now has the right answer, or the
//! right doubt. They concern postcodes that were used again, releases that contradict one another,
//! positions that are only imputed, and lines that are drawn far off.

use coterm_core::codes::{InUse, PositionSource, PostcodeRecord};
use coterm_core::lookup::{
    Answer, AnsweredArea, Basis, ContraryAllocation, Doubt, NotFollowed, Objection,
    PostcodePosition, PostcodeStatus, UseOnDay,
};
use coterm_report::lookup::{Sentence, position_phrase};
use coterm_tests::dataset;
use jiff::civil::{Date, date};

fn lookup(postcode: &str, on: Date) -> Answer<'static> {
    let postcode = postcode.parse().unwrap();
    dataset().lookup_postcode(postcode, on, None).unwrap()
}

fn area<'a>(answer: &'a Answer<'_>, family: &str) -> &'a AnsweredArea<'a> {
    let mut areas = answer.areas.iter();
    areas.find(|area| area.family == family).unwrap()
}

fn notes(answer: &Answer<'_>) -> String {
    let notes = answer.notes.iter().map(|note| Sentence(note).to_string());
    notes.collect::<Vec<_>>().join(" ")
}

fn reason(area: &AnsweredArea<'_>) -> String {
    Sentence(area).to_string()
}

const LATE: Date = date(2025, 6, 1);

#[test]
fn a_postcode_that_is_in_use_again_is_where_it_is_now_and_was_where_it_was() {
    let now = lookup("BB1 2ED", LATE);
    let postcode = now.postcode.as_ref().unwrap();
    assert_eq!(
        (postcode.status, postcode.in_use),
        (PostcodeStatus::Live, UseOnDay::Yes)
    );
    assert!(postcode.used_before && postcode.lsoa.is_none());
    for (family, name) in [
        ("lad", "Hyndburn"),
        ("utla", "Lancashire"),
        ("place", "Lancashire"),
    ] {
        assert_eq!(area(&now, family).name, name);
    }
    // No table has the building block of the new use yet, and a boundary is near.
    let lsoa = area(&now, "lsoa");
    assert_eq!((lsoa.name, lsoa.certain), ("Hyndburn 009D", false));
    assert!(
        notes(&now).contains("an earlier use, which ended in June 1999"),
        "{now:?}"
    );
    let then = lookup("BB1 2ED", date(2021, 4, 1));
    assert_eq!(
        then.postcode.as_ref().unwrap().status,
        PostcodeStatus::Terminated
    );
    assert_eq!(area(&then, "lad").name, "Blackburn with Darwen");
    assert!(notes(&then).contains("used again since some time between May 2022 and May 2025"));
}

#[test]
fn between_two_lists_it_is_not_known_which_life_it_was() {
    let between = lookup("BB1 3AJ", date(2023, 6, 1));
    let postcode = between.postcode.as_ref().unwrap();
    assert_eq!(
        (postcode.in_use, postcode.used_again),
        (UseOnDay::Unknown, true)
    );
    for area in &between.areas {
        assert!(!area.certain, "{area:?}");
        let why = "has been used again, and it is not known from which day";
        assert!(reason(area).contains(why), "{}", reason(area));
    }
    assert_eq!(area(&between, "icb").doubt, Some(Doubt::Reuse));
    assert!(notes(&between).contains("used again since some time between May 2022 and May 2025"));
    let ended = lookup("BB1 3AJ", date(2021, 6, 1));
    assert!(notes(&ended).contains("was terminated in April 2021, before 1 June 2021"));
}

#[test]
fn every_postcode_that_is_live_again_has_both_its_lives() {
    let directory = dataset().postcodes();
    let releases = directory.releases();
    let list = releases.named("c25").unwrap();
    assert_eq!(directory.earlier().len(), 228);
    for before in directory.earlier() {
        let now = directory.find(before.postcode).unwrap();
        assert!(now.lives.has_before() && now.terminated.is_none() && now.lsoa.is_none());
        assert_eq!(now.position_source, PositionSource::Release(list));
        assert!(before.terminated.is_some() && before.lsoa.is_some());
        assert_eq!(now.in_use(releases, LATE), InUse::Yes);
        assert_eq!(before.in_use(releases, LATE), InUse::Ended);
        let found = directory.find_on(before.postcode, LATE).unwrap();
        assert_eq!(found, now);
    }
    // The newest list has no postcode whose only life is over.
    let mut over = directory.records().iter();
    let listed = |record: &&PostcodeRecord| {
        record.terminated.is_some() && record.is_listed_live(releases, Some(LATE))
    };
    assert_eq!(over.find(listed), None);
}

#[test]
fn a_district_that_a_newer_release_gives_beats_the_code_table_and_is_not_certain() {
    for (postcode, name, other) in [
        ("L40 3AD", "Chorley", "West Lancashire"),
        ("LA20 6EQ", "Westmorland and Furness", "Cumberland"),
    ] {
        let answer = lookup(postcode, LATE);
        let lad = area(&answer, "lad");
        assert_eq!(lad.name, name);
        assert!(!lad.certain, "{lad:?}");
        let why = format!("The official code table of May 2022, which is older, says {other}.");
        assert!(reason(lad).contains(&why), "{}", reason(lad));
        assert!(reason(lad).contains("district in Code-Point Open of May 2025"));
        assert!(lad.alternatives.iter().any(|area| area.name == other));
        // The building block cannot be right either.
        let lsoa = area(&answer, "lsoa");
        assert!(!lsoa.certain && reason(lsoa).starts_with("By polygon"));
    }
    // Both candidates are in one county, one place and one board, so these answers are certain.
    let answer = lookup("L40 3AD", LATE);
    for family in ["utla", "place", "icb"] {
        assert!(area(&answer, family).certain, "{family}");
    }
}

#[test]
fn before_a_release_the_table_answers_and_is_not_certain() {
    let answer = lookup("L40 3AD", date(2022, 6, 1));
    let lad = area(&answer, "lad");
    assert_eq!(
        (lad.name, lad.doubt),
        ("West Lancashire", Some(Doubt::Sources))
    );
    assert!(
        reason(lad)
            .contains("Code-Point Open of May 2025, which is later than this day, says Chorley.")
    );
    let objections: Vec<_> = lad.reason.objections().collect();
    let [Objection::Contradicted(contradiction)] = objections[..] else {
        panic!("{objections:?}");
    };
    assert_eq!(contradiction.against.code, "code-point-2025");
    assert_eq!(contradiction.not_followed, NotFollowed::AfterDay);
    assert!(matches!(
        contradiction.allocation,
        ContraryAllocation::Area {
            name: "Chorley",
            ..
        }
    ));
}

/// An answer is not certain if it prints a district other than the one that it gives.
#[test]
fn no_answer_is_certain_beside_a_release_that_contradicts_it() {
    let layers = dataset().catalogue();
    let mut contradicted = 0;
    for (on, layer) in [
        (date(2022, 6, 30), "lad-2021"),
        (date(2024, 1, 1), "lad-2023"),
        (LATE, "lad-2023"),
        (date(2025, 11, 30), "lad-2023"),
    ] {
        let position = layers.position(layer).unwrap();
        for (_, record) in dataset().postcodes().lives() {
            let printed = record.districts;
            let mut placed = dataset()
                .place_postcode(record, on, &[position])
                .collect::<Vec<_>>();
            let placed = placed.remove(0);
            let codes = dataset().codes();
            for district in printed.into_iter().flatten() {
                let coded = codes.of_district(district, position);
                let agrees = match (coded, placed.area) {
                    (coterm_core::codes::Coded::Area(coded), Some(area)) => coded == area,
                    // The district of another year does not decide it.
                    (coterm_core::codes::Coded::Unknown, _) => continue,
                    _ => false,
                };
                contradicted += usize::from(!agrees);
                assert!(agrees || !placed.certain, "{record:?} {placed:?}");
            }
        }
    }
    assert!(contradicted > 20, "only {contradicted}");
}

#[test]
fn a_position_that_nobody_vouches_for_leaves_doubt_near_every_line() {
    let directory = dataset().postcodes();
    let vague = directory
        .records()
        .iter()
        .filter(|record| !record.quality.is_measured());
    let on = date(2022, 5, 1);
    let layers = dataset().catalogue().valid_on(on, None).unwrap();
    let mut seen = 0;
    for record in vague.step_by(7) {
        for placed in dataset().place_postcode(record, on, &layers) {
            let boundary = dataset().boundaries(placed.layer);
            let (_, metres) = boundary.nearest(record.point).unwrap();
            assert!(
                !placed.certain || metres > 20_000.0,
                "{record:?} {placed:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 10_000);
}

#[test]
fn an_imputed_position_is_said_in_words() {
    let directory = dataset().postcodes();
    let mut records = directory.records().iter();
    let imputed = records
        .find(|record| record.quality.indicator() == Some(50))
        .unwrap();
    let answer = lookup(&imputed.postcode.to_string(), LATE);
    assert_eq!(answer.point.position, Some(PostcodePosition::Imputed));
    assert_eq!(
        position_phrase(PostcodePosition::Imputed),
        "imputed from neighbouring postcodes"
    );
    assert_eq!(answer.point.positional_quality, Some(50));
    assert!(notes(&answer).contains(
        "only imputed from neighbouring postcodes: 95 in 100 such positions are within 5.0 km"
    ));
}

/// The LSOAs' lines of 200 m are off by up to 472 m: by the drawing, this point is 237 m inside one
/// LSOA, but it is in its neighbour.
#[test]
fn an_area_by_polygon_is_not_certain_near_a_line_that_may_be_that_far_off() {
    let point = coterm_core::space::GridPoint::new(349_025.1, 411_491.7).unwrap();
    let on = date(2022, 9, 1);
    let answer = dataset().lookup_grid(point, on, None).unwrap();
    let lsoa = area(&answer, "lsoa");
    assert_eq!((lsoa.code, lsoa.certain), ("E01025511", false));
    assert!(
        lsoa.alternatives
            .iter()
            .any(|other| other.code == "E01025510")
    );
    assert!(
        reason(lsoa).contains("lines of this layer are drawn up to 472 m off"),
        "{}",
        reason(lsoa)
    );
    assert!(matches!(
        lsoa.reason.basis,
        Basis::BoundaryWithinLineError { .. }
    ));
}

#[test]
fn an_answer_of_none_names_the_area_that_it_may_be() {
    let answer = lookup("BD23 3TG", LATE);
    let mut without = answer.without.iter();
    let place = without.find(|none| none.family == "place").unwrap();
    assert!(!place.certain);
    assert!(
        place
            .alternatives
            .iter()
            .any(|other| other.name == "Lancashire")
    );
}

/// The Directory of November 2025 has another use of the postcode, in another district.
#[test]
fn a_release_of_after_the_termination_does_not_say_where_a_postcode_was() {
    let answer = lookup("PR4 0TG", date(2025, 11, 30));
    let lad = area(&answer, "lad");
    assert_eq!((lad.name, lad.certain), ("Preston", false));
    let why = "The ONS Postcode Directory of November 2025, which is later than the termination, \
               says Wyre.";
    assert!(reason(lad).contains(why), "{}", reason(lad));
}
