//! Claims about who moves: a comparison and a score count the same, whatever replaces what.

use std::collections::BTreeMap;

use coterm_core::comparison::{Comparison, Named, Weights};
use coterm_core::definition::AreaRef;
use coterm_core::scenario::{Ground, Moves, Proposal, ScenarioScore, ScoreOptions};
use coterm_report::text::answers::answers;
use coterm_tests::dataset;

use crate::review_area::{ICB, compared_inputs, compared_within, name, postcodes_of_pairs};
use crate::scenarios::{proposed, three_places_without, toml};

/// Scores a proposal that replaces a layer. `within` is empty for the file's own ground.
fn score(proposal: &Proposal<'_>, was: &str, within: &[&str]) -> ScenarioScore {
    let within: Vec<AreaRef> = within.iter().map(|area| area.parse().unwrap()).collect();
    let options = ScoreOptions::default().with_was(was).with_within(&within);
    let weights = Weights::live_postcodes(dataset(), None);
    proposal.score(&options, &weights).unwrap()
}

/// Returns what moves from a layer to a proposal, and within which ground.
fn scored(proposal: &Proposal<'_>, was: &str, within: &[&str]) -> (Moves, Ground) {
    let score = score(proposal, was, within);
    (score.moves.unwrap(), score.assignment.ground)
}

/// The matched areas by name, before and after, with what stays.
fn matched(moves: &Moves) -> BTreeMap<(&str, &str), f64> {
    let staying = moves.flows.iter().filter(|flow| flow.stays);
    let ends = staying.map(|flow| [&flow.from, &flow.to].map(|end| name(end.as_ref()).unwrap()));
    ends.map(|[from, to]| (from, to))
        .zip(
            moves
                .flows
                .iter()
                .filter(|flow| flow.stays)
                .map(|flow| flow.weight),
        )
        .collect()
}

fn matched_areas(comparison: &Comparison) -> BTreeMap<(&str, &str), f64> {
    let matches = comparison.moves.matches.iter();
    matches
        .map(|pair| ((&*pair.a.name, &*pair.b.name), pair.weight))
        .collect()
}

/// Returns the most weight that can stay, by trying every way to match areas one to one.
fn most_by_trying(
    cells: &BTreeMap<(&str, &str), f64>,
    before: &[&str],
    taken: &mut Vec<String>,
) -> f64 {
    let Some((first, rest)) = before.split_first() else {
        return 0.0;
    };
    let mut most = most_by_trying(cells, rest, taken);
    for ((from, to), weight) in cells {
        if from == first && !taken.iter().any(|other| other == to) {
            taken.push((*to).to_owned());
            most = most.max(weight + most_by_trying(cells, rest, taken));
            taken.pop();
        }
    }
    most
}

#[test]
fn a_comparison_and_a_score_find_that_the_same_23_852_postcodes_move_and_match_the_same_areas() {
    let four = proposed("scenarios/four-places-2022.toml");
    let own = scored(&four, "place-2021", &[]);
    let given = scored(&four, "place-2021", ICB);
    assert_eq!(own, given);
    let (moves, ground) = own;
    assert_eq!(ground, Ground::Areas(vec![ICB[0].parse().unwrap()]));
    for comparison in [
        compared_within("place-2021", "place-2022", &[]),
        compared_within("place-2021", "place-2022", ICB),
    ] {
        assert_eq!((moves.moved, moves.moved_postcodes), (23_852.0, 23_852));
        assert_eq!(comparison.moves.moved, moves.moved);
        assert_eq!(comparison.moves.moved_postcodes, moves.moved_postcodes);
        assert_eq!(comparison.moves.share, moves.share_moved());
        assert_eq!(moves.total.postcodes, comparison.review_area.postcodes);
        assert_eq!(matched_areas(&comparison), matched(&moves));
    }
    let pairs: Vec<(&str, &str)> = matched(&moves).into_keys().collect();
    assert_eq!(
        pairs,
        [
            ("Central Lancashire", "Lancashire"),
            ("Fylde Coast", "Blackpool"),
            ("Morecambe Bay", "South Cumbria"),
            ("Pennine Lancashire", "Blackburn with Darwen"),
        ]
    );
}

#[test]
fn the_scenario_itself_compared_with_what_it_replaces_moves_the_same() {
    for (file, was) in [
        ("scenarios/four-places-2022.toml", "place-2021"),
        ("scenarios/four-places-2022.toml", "ccg-2021"),
        ("scenarios/three-places.toml", "ccg-2021"),
        ("scenarios/three-places.toml", "utla-2023"),
        ("scenarios/five-places-on-ccgs.toml", "lad-2021"),
        ("scenarios/without-millom-and-bentham.toml", "place-2022"),
        (
            "scenarios/lancashire-two-councils.toml",
            "delivery-unit-2022",
        ),
        ("scenarios/lancashire-four-councils.toml", "utla-2021"),
    ] {
        let proposal = proposed(file);
        let within = proposal.scenario().within.iter().map(ToString::to_string);
        let within: Vec<String> = within.collect();
        let within: Vec<&str> = within.iter().map(String::as_str).collect();
        let (moves, _) = scored(&proposal, was, &[]);
        let before = dataset().comparison_input(was).unwrap();
        let compared = compared_inputs(&before, &proposal.comparison_input(), &within, None);
        assert_eq!(compared.moves.moved, moves.moved, "{file} was {was}");
        assert_eq!(
            compared.moves.stays + moves.moved,
            moves.total.weight,
            "{file} was {was}"
        );
        assert_eq!(
            matched_areas(&compared),
            matched(&moves),
            "{file} was {was}"
        );
        let cells: BTreeMap<(&str, &str), f64> = moves
            .flows
            .iter()
            .filter_map(|flow| {
                Some((
                    (name(flow.from.as_ref())?, name(flow.to.as_ref())?),
                    flow.weight,
                ))
            })
            .collect();
        let names = |sums: &[coterm_core::scenario::FlowSum]| -> usize {
            sums.iter().filter(|sum| sum.area.is_some()).count()
        };
        // The table of ways is small enough where one side has few areas.
        if names(&moves.after).min(names(&moves.before)) <= 5 {
            let before: Vec<&str> = moves
                .before
                .iter()
                .filter_map(|sum| name(sum.area.as_ref()))
                .collect();
            let stays = most_by_trying(&cells, &before, &mut Vec::new());
            assert_eq!(moves.total.weight - stays, moves.moved, "{file} was {was}");
        }
    }
}

/// Three places have three of the eight CCGs as their cores; a CCG that joins another moves. The
/// rest of the data is in other boards: Carlisle and Skipton do not count.
#[test]
fn three_places_instead_of_eight_ccgs_move_18_952_postcodes_within_the_board() {
    let three = proposed("scenarios/three-places.toml");
    let (moves, ground) = scored(&three, "ccg-2021", &[]);
    assert_eq!(ground, Ground::Areas(vec![ICB[0].parse().unwrap()]));
    assert_eq!((moves.moved, moves.total.weight), (18_952.0, 47_499.0));
    let pairs: Vec<(&str, &str)> = matched(&moves).into_keys().collect();
    assert_eq!(
        pairs,
        [
            ("NHS East Lancashire CCG", "Pennine Lancashire"),
            (
                "NHS Fylde and Wyre CCG",
                "Central Lancashire and Fylde Coast"
            ),
            ("NHS Morecambe Bay CCG", "Morecambe Bay"),
        ]
    );
    // All of a CCG may go together, so a score does not say that neighbours part.
    let said = coterm_report::text::scenario::summary(&score(&three, "ccg-2021", &[]));
    let said = said.iter().any(|said| {
        said == "18,952 of 47,499 live postcodes (40%) would be in a different area, compared with \
                 ccg-2021."
    });
    assert!(said);
    let nowhere = |end: &Option<Named>| end.is_none();
    assert!(
        !moves
            .flows
            .iter()
            .any(|flow| nowhere(&flow.from) || nowhere(&flow.to))
    );
    let postcodes: u64 = moves
        .flows
        .iter()
        .filter(|flow| !flow.stays)
        .map(|flow| flow.postcodes)
        .sum();
    assert_eq!(moves.moved_postcodes, postcodes);
}

#[test]
fn without_ground_of_its_own_a_score_is_about_the_areas_that_it_mostly_covers() {
    for (text, was, blocks, moved, all) in [
        // All of the board, as if it had been named.
        (
            three_places_without(&[]),
            "ccg-2021",
            1_058,
            18_952.0,
            47_499.0,
        ),
        // 70 of the 121 LSOAs of Fylde and Wyre's CCG are covered, so Fylde goes nowhere.
        (
            three_places_without(&["E07000119"]),
            "ccg-2021",
            1_058,
            19_935.0,
            47_499.0,
        ),
        (
            three_places_without(&["E07000119"]),
            "place-2021",
            1_058,
            12_264.0,
            47_499.0,
        ),
        // 52 of the 121 are, so Wyre is no matter of this proposal; but most of Fylde Coast is.
        (
            three_places_without(&["E07000128"]),
            "ccg-2021",
            989,
            16_747.0,
            44_311.0,
        ),
        (
            three_places_without(&["E07000128"]),
            "place-2021",
            1_058,
            12_264.0,
            47_499.0,
        ),
        // Lancaster and Preston: most of Greater Preston's CCG, less than half of the others.
        (
            "[[area]]\nname = 'One'\nunion = ['lad-2021/E07000121', 'lad-2021/E07000123']\n".into(),
            "ccg-2021",
            217,
            5_027.0,
            9_261.0,
        ),
    ] {
        let (moves, ground) = scored(&toml(&text).unwrap(), was, &[]);
        assert_eq!(ground, Ground::Layer(was.to_owned()));
        assert_eq!(moves.total.blocks, blocks, "{was}: {text}");
        assert_eq!(
            (moves.moved, moves.total.weight),
            (moved, all),
            "{was}: {text}"
        );
    }
}

#[test]
fn the_change_to_authorities_of_2023_affects_658_postcodes() {
    let comparison = compared_within("place-2022", "utla-2023", &[]);
    let counted = postcodes_of_pairs("place-2022", "utla-2023");
    let of =
        |authority: &str| counted[&["South Cumbria", authority].map(|name| Some(name.to_owned()))];
    let moving = of("Cumberland") + of("North Yorkshire");
    assert_eq!(moving, 658);
    assert_eq!(comparison.moves.moved, 658.0);
    assert_eq!(comparison.moves.moved_postcodes, 658);
    let [.., affected, _] = answers(&comparison);
    assert_eq!(affected.figure, "658");
    assert_eq!(
        affected.label,
        "of 47,499 live postcodes would be in a different area (1.4%)"
    );
}
