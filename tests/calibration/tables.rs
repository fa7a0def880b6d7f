//! Markdown tables of the counts.

use std::collections::BTreeMap;
use std::fmt::Write;

use coterm_core::words::count;
use coterm_tests::upper_bound_95;

use crate::check::{Check, Tally};
use crate::depth::BEYOND_M;
use crate::measuring::LayerLines;
use crate::quantiles::Distances;
use crate::standing::{RULES, Standing};

/// Number of wrong answers in a hundred thousand that "certain" allows.
const ALLOWED: f64 = 1.0;
const HUNDRED_THOUSAND: f64 = 100_000.0;

/// Table with a line for each layer and method.
pub(crate) fn checks(checks: &[Check]) -> String {
    let mut table = String::from(
        "| layer, day | by | checked | certain | certain and wrong | of these moved since | of these at the coast | at most, in 100,000 | holds | not certain | of these wrong | truth among what is named |\n\
         |---|---|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|\n",
    );
    for check in checks {
        for (by, tally) in &check.tallies {
            let _ = writeln!(
                table,
                "| {}, {} | {by} | {} |",
                check.layer,
                check.on,
                cells(*tally)
            );
        }
        if check.tallies.is_empty() {
            let _ = writeln!(
                table,
                "| {}, {} | | nothing | | | | | | | | | |",
                check.layer, check.on
            );
        }
    }
    table
}

/// Table with a line for each class of evidence, summed over the checks.
pub(crate) fn standings<'a>(title: &str, checks: impl Iterator<Item = &'a Check>) -> String {
    let mut all: BTreeMap<Standing, Tally> = BTreeMap::new();
    for (standing, tally) in checks.flat_map(|check| &check.standings) {
        let sum = all.entry(*standing).or_default();
        *sum = sum.and(*tally);
    }
    let mut table = format!(
        "| {title} | checked | certain | certain and wrong | of these moved since | at most, in 100,000 | not certain | of these wrong |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|\n"
    );
    for (standing, tally) in all {
        let cells = [
            count(tally.checked),
            count(tally.certain),
            count(tally.wrong),
            count(tally.wrong_as_moved),
            at_most(tally.wrong, tally.certain),
            count(tally.unsure()),
            count(tally.unsure_wrong),
        ];
        let _ = writeln!(table, "| {standing} | {} |", cells.join(" | "));
    }
    table
}

/// Table with a line for each check: the number of answers that stay certain by each rule, the
/// number of wrong ones, and the bound.
pub(crate) fn rules(checks: &[Check]) -> String {
    let mut table = String::from("| layer, day |");
    for (name, ..) in RULES {
        let _ = write!(table, " {name} |");
    }
    table += "\n|---|";
    table += &"--:|".repeat(RULES.len());
    table.push('\n');
    for check in checks {
        let _ = write!(table, "| {}, {} |", check.layer, check.on);
        for rule in RULES {
            let stay = check
                .standings
                .iter()
                .filter(|(standing, _)| standing.stays(rule));
            let tally = stay.fold(Tally::default(), |all, (_, tally)| all.and(*tally));
            let bound = at_most(tally.wrong, tally.certain);
            let (wrong, certain) = (count(tally.wrong), count(tally.certain));
            let _ = write!(table, " {wrong} of {certain}: {bound} |");
        }
        table.push('\n');
    }
    table
}

/// Columns of a tally.
pub(crate) fn cells(tally: Tally) -> String {
    let admitted = if tally.questions == 0 {
        String::new()
    } else {
        format!("{} of {}", count(tally.admitted), count(tally.questions))
    };
    [
        count(tally.checked),
        count(tally.certain),
        count(tally.wrong),
        count(tally.wrong_as_moved),
        count(tally.wrong_at_coast),
        at_most(tally.wrong, tally.certain),
        holds(tally.wrong, tally.certain).to_owned(),
        count(tally.unsure()),
        count(tally.unsure_wrong),
        admitted,
    ]
    .join(" | ")
}

/// The 95 % bound, per hundred thousand; empty without any certain answer.
pub(crate) fn at_most(wrong: usize, certain: usize) -> String {
    if certain == 0 {
        return String::new();
    }
    let bound = upper_bound_95(wrong, certain) * HUNDRED_THOUSAND;
    if bound < 10.0 {
        format!("{bound:.2}")
    } else {
        coterm_core::words::number(bound, 0)
    }
}

/// Verdict on whether the bound is within what is allowed.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(crate) fn holds(wrong: usize, certain: usize) -> &'static str {
    let bound = upper_bound_95(wrong, certain) * HUNDRED_THOUSAND;
    let seen = wrong as f64 * HUNDRED_THOUSAND / certain.max(1) as f64;
    match (certain, bound <= ALLOWED, seen <= ALLOWED) {
        (0, _, _) => "none said certain",
        (_, true, _) => "yes",
        (_, false, true) => "too few to say",
        (_, false, false) => "no",
    }
}

/// Table with a line for each check of what was not counted.
pub(crate) fn left_aside(checks: &[Check]) -> String {
    let mut table = String::from(
        "| layer, day | too near the finer line to tell | nobody's ground | of these certain of an area | said to be outside the data | of these in an area | not asked |\n\
         |---|--:|--:|--:|--:|--:|--:|\n",
    );
    for check in checks {
        let [nobodys, certain] = check.nobodys.map(count);
        let [outside, inside] = check.outside.map(count);
        let _ = writeln!(
            table,
            "| {}, {} | {} | {nobodys} | {certain} | {outside} | {inside} | {} |",
            check.layer,
            check.on,
            count(check.too_near),
            count(check.passed_over)
        );
    }
    table
}

/// Table of the distances between lines.
pub(crate) fn line_errors(all: &mut [LayerLines]) -> String {
    let mut table = String::from(
        "| layer | from | to | where | km | half | 95 % | 99.9 % | 99.99 % | all |\n\
         |---|---|---|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for LayerLines { layer, errors, .. } in all {
        for (ground, name) in ["inland", "coast"].into_iter().enumerate() {
            let exact = errors.greatest[ground];
            let quantiles = distances(&mut errors.true_to_drawn[ground], exact);
            let _ = writeln!(table, "| {layer} | true | drawn | {name} | {quantiles} |");
            let back = distances(&mut errors.drawn_to_true[ground], None);
            let _ = writeln!(table, "| {layer} | drawn | true | {name} | {back} |");
        }
    }
    table
}

fn distances(distances: &mut Distances, exact: Option<f64>) -> String {
    let within = distances.within([0.5, 0.95, 0.999, 0.9999]);
    let km = distances.weight() / 1_000.0;
    let greatest = distances.greatest().max(exact.unwrap_or(0.0));
    let metres = |value: f64| coterm_core::words::number(value, 0);
    let mut cells = vec![metres(km)];
    cells.extend(within.map(metres));
    cells.push(metres(greatest));
    cells.join(" | ")
}

/// Table of the numbers of misplaced points by distance to the nearest drawn line.
pub(crate) fn depths(all: &[LayerLines]) -> String {
    let shown = [0.0, 100.0, 200.0, 250.0, 300.0, 400.0, 600.0, 1_000.0];
    let mut table = String::from("| layer | |");
    for beyond in shown {
        let _ = write!(table, " > {beyond:.0} m |");
    }
    table += " deepest |\n|---|---|";
    table += &"--:|".repeat(shown.len() + 1);
    table.push('\n');
    let places = || {
        BEYOND_M
            .iter()
            .enumerate()
            .filter(|(_, beyond)| shown.contains(beyond))
    };
    for lines in all {
        let beside = &lines.beside;
        let mut row = |name: &str, counts: &[usize; BEYOND_M.len()], deepest: Option<f64>| {
            let _ = write!(table, "| {} | {name} |", lines.layer);
            for (place, _) in places() {
                let _ = write!(table, " {} |", count(counts[place]));
            }
            let deepest = deepest.map(|metres| format!("{metres:.0} m"));
            let _ = writeln!(table, " {} |", deepest.unwrap_or_default());
        };
        row("tried", &beside.tried, None);
        let deepest = beside
            .deepest
            .map(|deepest| deepest.map(|(metres, _)| metres));
        row("another area's inland", &beside.misplaced[0], deepest[0]);
        row("wrong at the coast", &beside.misplaced[1], deepest[1]);
        row(
            "of these drawn as land, nobody's by the finer lines",
            &beside.at_sea,
            None,
        );
    }
    table
}
