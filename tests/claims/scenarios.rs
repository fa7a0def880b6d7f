//! Claims about scenarios, scored on the committed data.

use coterm_core::comparison::{Comparison, ComparisonOptions, Named, Relation, Weights, compare};
use coterm_core::scenario::{ForgottenReason, Proposal, ScenarioScore, ScoreOptions};
use coterm_io::{ScenarioFormat, parse_scenario, read_scenario};
use coterm_report::text;
use coterm_tests::{data_folder, dataset};

pub(crate) fn proposed(file: &str) -> Proposal<'static> {
    let scenario = read_scenario(&data_folder().join(file)).unwrap();
    scenario.propose(dataset()).unwrap()
}

pub(crate) fn toml(text: &str) -> Result<Proposal<'static>, String> {
    let scenario = parse_scenario(text.as_bytes(), ScenarioFormat::Toml, "mine")?;
    scenario
        .propose(dataset())
        .map_err(|error| error.to_string())
}

fn postcodes() -> Weights {
    Weights::live_postcodes(dataset(), None)
}

fn against(proposal: &Proposal<'_>, layer: &str) -> Comparison {
    let other = dataset().comparison_input(layer).unwrap();
    let options = ComparisonOptions::default();
    compare(
        dataset(),
        &proposal.comparison_input(),
        &other,
        &options,
        &postcodes(),
    )
    .unwrap()
}

fn score(proposal: &Proposal<'_>, was: Option<&str>) -> ScenarioScore {
    let options = ScoreOptions::default().with_was(was);
    proposal.score(&options, &postcodes()).unwrap()
}

fn names(named: &[Named]) -> Vec<&str> {
    named.iter().map(|named| named.name.as_str()).collect()
}

#[test]
fn the_decision_of_2022_as_a_scenario_is_the_layer_of_2022() {
    let layer = dataset().catalogue().layer("place-2022").unwrap();
    // The definition file is also a scenario.
    let same = proposed("definitions/place-2022.toml");
    assert_eq!(same.layer().areas().len(), 4);
    for (proposed, official) in same.layer().areas().iter().zip(layer.areas()) {
        assert_eq!(proposed.code(), official.code());
        assert_eq!(
            proposed.footprint(),
            official.footprint(),
            "{}",
            official.name()
        );
    }
    let score = score(
        &proposed("scenarios/four-places-2022.toml"),
        Some("place-2021"),
    );
    let walney = &score.areas[3].detached[0];
    assert!((300.0..400.0).contains(&walney.distance_m), "{walney:?}");
    assert!(walney.blocks[0].name.starts_with("Barrow-in-Furness 009"));
    assert!(walney.across_water && !walney.island && walney.between.is_empty());
    assert_eq!(names(&walney.districts), ["Barrow-in-Furness"]);
    assert_eq!(
        text::scenario::detached(walney, &score),
        "Part of Barrow-in-Furness (7 LSOAs, 270 live postcodes, 12.4 km²) is across the water, \
         355 m from the rest."
    );
    assert!(score.holds());
    assert_eq!((score.assignment.blocks, score.blocks_split), (1_058, 0));
    assert_eq!(
        text::scenario::ground(&score.assignment.ground),
        "icb-2022/E54000048"
    );
    for area in &score.areas {
        // Only water lies between Walney and the rest.
        assert_eq!(area.contiguous, Some(true));
        let (polsby_popper, reock) = (area.polsby_popper.unwrap(), area.reock.unwrap());
        assert!((0.0..1.0).contains(&polsby_popper) && polsby_popper < reock + 0.5);
        assert!((0.05..1.0).contains(&reock), "{reock}");
    }
}

#[test]
fn three_of_the_four_places_are_coterminous_with_an_authority() {
    let proposal = proposed("scenarios/four-places-2022.toml");
    let comparison = against(&proposal, "utla-2021");
    let options = ScoreOptions::default().with_against(&comparison);
    let score = proposal.score(&options, &postcodes()).unwrap();
    let against = score.against.unwrap();
    assert_eq!(against.coterminous, 3, "{:?}", against.summary);
    for verdict in &against.verdicts {
        let south_cumbria = verdict.area.code == "SOUTH-CUMBRIA";
        assert_eq!(
            verdict.relation == Relation::Coterminous,
            !south_cumbria,
            "{verdict:?}"
        );
    }
    let three = against_count("scenarios/three-places.toml", "utla-2021");
    assert_eq!(three, 0);
}

fn against_count(file: &str, layer: &str) -> usize {
    let comparison = against(&proposed(file), layer);
    let coterminous = |relation: Relation| relation == Relation::Coterminous;
    comparison
        .verdicts_a
        .iter()
        .filter(|verdict| coterminous(verdict.relation))
        .count()
}

#[test]
fn who_moves_adds_up_area_by_area_and_in_all() {
    let score = score(
        &proposed("scenarios/four-places-2022.toml"),
        Some("place-2021"),
    );
    let moves = score.moves.unwrap();
    let flow = |from: &str, to: &str| {
        let flow = moves.flows.iter().find(|flow| {
            let name = |named: &Option<Named>| named.as_ref().map(|named| named.name.clone());
            name(&flow.from).as_deref() == Some(from) && name(&flow.to).as_deref() == Some(to)
        });
        flow.map_or(0, |flow| flow.blocks)
    };
    // Lancaster's LSOAs; those of South Lakeland, Barrow, Millom and Bentham.
    assert_eq!(flow("Morecambe Bay", "Lancashire"), 89);
    assert_eq!(flow("Morecambe Bay", "South Cumbria"), 59 + 49 + 6 + 3);
    assert_eq!(flow("Fylde Coast", "Blackpool"), 94);
    assert_eq!(flow("Pennine Lancashire", "Blackburn with Darwen"), 91);
    assert_eq!(moves.total.blocks, 1_058);
    for sums in [&moves.before, &moves.after] {
        assert_eq!(sums.iter().map(|sum| sum.blocks).sum::<usize>(), 1_058);
        assert_eq!(
            sums.iter().map(|sum| sum.postcodes).sum::<u64>(),
            moves.total.postcodes
        );
        assert_eq!(
            sums.iter().map(|sum| sum.weight).sum::<f64>(),
            moves.total.weight
        );
        let ground: f64 = sums.iter().map(|sum| sum.area_m2).sum();
        assert!((ground - moves.total.area_m2).abs() < 1e-9 * ground);
    }
    let of_flows = |area: &Option<Named>| -> usize {
        let flows = moves.flows.iter().filter(|flow| flow.from == *area);
        flows.map(|flow| flow.blocks).sum()
    };
    assert!(
        moves
            .before
            .iter()
            .all(|sum| of_flows(&sum.area) == sum.blocks)
    );
    let stay: f64 = moves
        .flows
        .iter()
        .filter(|flow| flow.stays)
        .map(|flow| flow.weight)
        .sum();
    assert_eq!(stay + moves.moved, moves.total.weight);
}

#[test]
fn a_district_that_is_split_is_named_with_its_parts() {
    let score = score(&proposed("scenarios/five-places-on-ccgs.toml"), None);
    assert!(score.holds());
    let preston = score
        .districts_split
        .iter()
        .find(|split| split.district.name == "Preston");
    let parts: Vec<_> = preston
        .unwrap()
        .parts
        .iter()
        .map(|part| (part.area.as_ref().unwrap().name.as_str(), part.blocks))
        .collect();
    assert_eq!(parts, [("Central Lancashire", 85), ("Fylde Coast", 1)]);
    let whole: Vec<&str> = score
        .districts_split
        .iter()
        .filter(|split| split.between_areas() > 1)
        .map(|split| split.district.name.as_str())
        .collect();
    assert_eq!(whole, ["Preston", "Ribble Valley"]);
}

#[test]
fn blocks_that_no_place_has_are_listed() {
    let score = score(&proposed("scenarios/without-millom-and-bentham.toml"), None);
    assert!(!score.holds());
    let left = names(&score.assignment.unassigned);
    assert_eq!(left.len(), 9);
    assert_eq!(
        left.iter()
            .filter(|name| name.starts_with("Copeland"))
            .count(),
        6
    );
    assert_eq!(
        left.iter()
            .filter(|name| name.starts_with("Craven"))
            .count(),
        3
    );
    let answer = text::scenario::summary(&score).remove(0);
    assert!(answer.contains("9 in no area"), "{answer}");
}

/// The three places without the statement of the ground that they should cover, and without
/// some districts of `lad-2021`.
pub(crate) fn three_places_without(districts: &[&str]) -> String {
    let file = data_folder().join("scenarios/three-places.toml");
    let text = std::fs::read_to_string(file).unwrap();
    let mut text = text.replace("within = [\"icb-2022/E54000048\"]\n", "");
    for district in districts {
        let listed = format!("\"lad-2021/{district}\"");
        assert!(text.contains(&listed), "{district}");
        text = text.replace(&format!("{listed}, "), "");
        text = text.replace(&format!(", {listed}"), "");
    }
    text
}

#[test]
fn a_district_that_a_proposal_leaves_out_was_probably_forgotten() {
    for (district, name, blocks) in [
        ("E07000119", "Fylde", 51),
        ("E07000117", "Burnley", 60),
        ("E07000118", "Chorley", 66),
    ] {
        let score = score(&toml(&three_places_without(&[district])).unwrap(), None);
        assert!(!score.holds() && score.assignment.partition);
        let [group] = &score.assignment.forgotten[..] else {
            panic!("{name}: {:?}", score.assignment.forgotten)
        };
        assert_eq!(group.reason, ForgottenReason::Surrounded);
        assert_eq!(names(&group.districts), [name]);
        assert_eq!((group.blocks.len(), group.whole_districts), (blocks, true));
        let first = text::scenario::summary(&score).remove(0);
        let said = format!("{name} ({blocks} LSOAs, ");
        assert!(
            first.starts_with(&said) && first.contains(") was probably forgotten"),
            "{first}"
        );
    }
    let fylde = score(&toml(&three_places_without(&["E07000119"])).unwrap(), None);
    let [group] = &fylde.assignment.forgotten[..] else {
        panic!()
    };
    let codes = dataset().codes();
    let live = postcodes();
    let fylde = group.blocks.iter().map(|block| {
        let block = codes.block(block.code.parse().unwrap()).unwrap();
        live.by_block()[block.index()]
    });
    assert_eq!(fylde.sum::<f64>(), group.weight);
    assert_eq!(group.postcodes, 2_314);
}

#[test]
fn what_lies_around_a_proposal_was_not_forgotten() {
    let three = toml(&three_places_without(&[])).unwrap();
    let one = |district: &str| {
        toml(&format!(
            "[[area]]\nname = 'One'\nunion = ['lad-2021/{district}']\n"
        ))
        .unwrap()
    };
    for proposal in [
        three,
        proposed("scenarios/blackpool-neighbourhoods.csv"),
        proposed("definitions/place-2022.toml"),
        // Blackpool, Lancaster, Barrow-in-Furness.
        one("E06000009"),
        one("E07000121"),
        one("E07000027"),
    ] {
        let score = score(&proposal, None);
        let forgotten = &score.assignment.forgotten;
        assert!(forgotten.is_empty(), "{}: {forgotten:?}", score.title);
        assert!(score.holds());
    }
}

#[test]
fn the_rest_of_a_district_that_is_mostly_taken_was_probably_forgotten() {
    // Blackpool without one neighbourhood.
    let file = data_folder().join("scenarios/blackpool-neighbourhoods.csv");
    let table = std::fs::read_to_string(file).unwrap();
    let most = table.lines().filter(|line| !line.contains(",N,"));
    let most: Vec<&str> = most.collect();
    let scenario = parse_scenario(most.join("\n").as_bytes(), ScenarioFormat::Csv, "most");
    let proposal = scenario.unwrap().propose(dataset()).unwrap();
    let left = 94 - (most.len() - 1);
    assert!((1..47).contains(&left), "{left}");
    let score = score(&proposal, None);
    assert!(!score.holds());
    let [group] = &score.assignment.forgotten[..] else {
        panic!("{:?}", score.assignment.forgotten)
    };
    assert_eq!(group.reason, ForgottenReason::RestOfDistrict);
    assert_eq!((group.blocks.len(), group.whole_districts), (left, false));
    assert_eq!(
        text::scenario::group_name(group),
        "part of Blackpool",
        "{group:?}"
    );
    // Blocks in no area are unassigned where a ground is to be covered, and then they are not
    // listed again as forgotten.
    let blackpool = ["lad-2021/E06000009".parse().unwrap()];
    let options = ScoreOptions::default().with_within(&blackpool);
    let score = proposal.score(&options, &postcodes()).unwrap();
    assert_eq!(score.assignment.unassigned.len(), left);
    assert!(score.assignment.forgotten.is_empty());
}

#[test]
fn ground_across_an_estuary_is_across_water_and_ground_across_a_district_is_not() {
    // Fylde and West Lancashire, on both sides of the Ribble; Blackpool and Preston, with Fylde
    // between them.
    let area = |one: &str, other: &str| {
        let text =
            format!("[[area]]\nname = 'Two'\nunion = ['lad-2021/{one}', 'lad-2021/{other}']\n");
        score(&toml(&text).unwrap(), None).areas.remove(0)
    };
    let ribble = area("E07000119", "E07000127");
    assert_eq!(ribble.contiguous, Some(true));
    assert!(ribble.detached.iter().any(|part| part.across_water
        && part.whole_districts
        && names(&part.districts) == ["Fylde"]));
    let fylde = area("E06000009", "E07000123");
    assert_eq!(fylde.contiguous, Some(false));
    let apart: Vec<_> = fylde
        .detached
        .iter()
        .filter(|part| !part.across_water)
        .collect();
    assert_eq!(names(&apart[0].between), ["Fylde"]);
}

#[test]
fn a_block_that_two_areas_have_is_listed_with_both() {
    let text = "[[area]]\nname = 'North'\nunion = ['lad-2021/E07000121']\n\
                [[area]]\nname = 'More'\nunion = ['lad-2021/E07000128']\n\
                blocks = ['E01025115', 'E01025115']\n";
    let proposal = toml(text).unwrap();
    let score = score(&proposal, None);
    assert!(!score.holds());
    let [doubled] = &score.assignment.doubled[..] else {
        panic!("{:?}", score.assignment)
    };
    assert_eq!(doubled.block.code, "E01025115");
    assert_eq!(names(&doubled.areas), ["More", "North"]);
    assert!(
        text::scenario::findings(&score)
            .iter()
            .any(|finding| finding.contains("more than once"))
    );
    // As a layer it is compared by geometry, because its areas may overlap.
    assert!(proposal.comparison_input().area_of_block.is_none());
    assert!(!against(&proposal, "lad-2021").verdicts_a.is_empty());
}

#[test]
fn an_area_in_two_parts_is_found_and_the_distance_between_them_is_told() {
    // Blackpool and Burnley.
    let text = "[[area]]\nname = 'Apart'\nunion = ['lad-2021/E06000009', 'lad-2021/E07000117']\n";
    let score = score(&toml(text).unwrap(), None);
    let area = &score.areas[0];
    assert_eq!(area.contiguous, Some(false));
    let detached = area.detached.iter();
    let detached: Vec<_> = detached
        .filter(|part| !part.island && !part.across_water)
        .collect();
    assert_eq!(detached.len(), 1, "{:?}", area.detached);
    // The shortest line runs over the ground of others.
    let between = names(&detached[0].between);
    assert!(
        between.contains(&"Preston") && !between.contains(&"Blackpool"),
        "{between:?}"
    );
    assert!(detached[0].whole_districts);
    // Blackpool has less ground.
    assert_eq!(detached[0].blocks.len(), 94);
    assert!(
        (40_000.0..50_000.0).contains(&detached[0].distance_m),
        "{:?}",
        detached[0]
    );
    assert!(
        text::scenario::findings(&score)
            .iter()
            .any(|finding| finding.contains("in separate pieces"))
    );
}

#[test]
fn what_does_not_exist_is_refused_with_what_does() {
    let area = |body: &str| toml(&format!("[[area]]\nname = 'North'\n{body}\n"));
    for (body, words) in [
        (
            "blocks = ['E0102511']",
            ["E0102511, which does not exist", "E01025110"],
        ),
        ("union = ['lad-2022/E07000121']", ["lad-2022", "lad-2021"]),
        ("union = ['lad-2021/E0700121']", ["E0700121", "E07000121"]),
        ("union = ['lad-2021/lancastre']", ["lancastre", "E07000121"]),
        (
            "union = ['lad-2024-buc/E07000121']",
            ["lad-2024-buc", "not in the code table"],
        ),
        ("", ["North", "union"]),
        (
            "union = ['lad-2021/E07000121']\nminus = ['lad-2021/E07000121']",
            ["North", "has no building blocks"],
        ),
    ] {
        let message = area(body).unwrap_err();
        for word in words {
            assert!(message.contains(word), "\"{word}\" is not in \"{message}\"");
        }
    }
    let twice = "[[area]]\ncode = 'A'\nname = 'One'\nblocks = ['E01025115']\n\
                 [[area]]\ncode = 'A'\nname = 'Two'\nblocks = ['E01025116']\n";
    let message = toml(twice).unwrap_err();
    assert!(
        message.contains("One") && message.contains("Two"),
        "{message}"
    );
}

/// Claims that need the shared reference data, which is not part of the repository.
mod with_shared_data {
    use coterm_core::scenario::ScoreOptions;
    use coterm_report::text;
    use coterm_tests::dataset;

    use super::{postcodes, proposed};
    use crate::weight_files::populations;

    #[test]
    #[ignore = "needs the shared reference data: populations"]
    fn with_people_as_weight_lancashire_breaks_the_rule_of_size_and_no_other() {
        let weights = coterm_io::weights(dataset(), populations().to_str().unwrap()).unwrap();
        let proposal = proposed("scenarios/four-places-2022.toml");
        let score = proposal.score(&ScoreOptions::default(), &weights).unwrap();
        assert_eq!(score.weight.total, 1_701_655.0);
        for area in &score.areas {
            let lancashire = area.area.name == "Lancashire";
            assert_eq!(
                area.size.kept,
                Some(!lancashire),
                "{}: {:?}",
                area.area.name,
                area.weight
            );
            if lancashire {
                assert_eq!(
                    (area.weight, area.size.beyond),
                    (Some(1_227_076.0), 727_076.0)
                );
            }
        }
        // Without people nothing is judged, and the score gives the reason.
        let score = proposal
            .score(&ScoreOptions::default(), &postcodes())
            .unwrap();
        assert!(score.areas.iter().all(|area| area.size.kept.is_none()));
        assert!(
            text::scenario::summary(&score)
                .iter()
                .any(|note| note.contains("this run counted postcodes"))
        );
    }
}
