//! The summary of the document: the answer in plain words, and the main figures.

use std::fmt::Write;

use coterm_core::comparison::{PieceClass, Relation};
use coterm_core::words::{count, ground, length, weight};

use crate::comparison::ComparisonReport;
use crate::comparison::names::{matching, with_verdict};
use crate::document::markup::{self, Text, list, paragraph};
use crate::text;

/// The answer, then the figures, then what coterminous means.
pub(super) fn summary(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let mut html = String::new();
    if let Some((first, rest)) = text::comparison::summary(&comparison.summary).split_first() {
        let _ = writeln!(html, "<p class=\"lede\">{}</p>", Text(first));
        html.push_str(&figures(report));
        if !rest.is_empty() {
            html.push_str(&list(rest));
        }
    } else {
        html.push_str(&figures(report));
    }
    html.push_str("<div class=\"note\">\n<h3>What coterminous means</h3>\n");
    html.push_str(&paragraph(&format!(
        "Two areas are coterminous when they have the same footprint: every home that is in \
         one is in the other. Published boundaries are drawn more or less finely, so here lines \
         that are no more than {} apart are taken as the same line. What is left is a real \
         difference: ground, and people, that one area has and the other has not.",
        length(comparison.tolerance_m)
    )));
    html.push_str("</div>\n");
    html
}

fn figures(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let verdicts = &comparison.verdicts_a;
    let alike = |relation: Relation| {
        let related = verdicts
            .iter()
            .filter(|verdict| verdict.relation == relation);
        related.count()
    };
    let mut figures = vec![(
        format!(
            "{} of {}",
            count(alike(Relation::Coterminous)),
            count(with_verdict(verdicts))
        ),
        "areas of the first layer are coterminous with one of the second".to_owned(),
    )];
    let unions = matching(verdicts) - alike(Relation::Coterminous);
    if unions > 0 {
        let more = if unions == 1 {
            "more has the same footprint as several of the second together"
        } else {
            "more have the same footprints as several of the second together"
        };
        figures.push((count(unions), more.to_owned()));
    }
    let without_verdict = verdicts.len() - with_verdict(verdicts);
    if without_verdict > 0 {
        figures.push((
            count(without_verdict),
            text::beyond_data(without_verdict).to_owned(),
        ));
    }
    let differences = &comparison.differences;
    let number = differences.len();
    let plural = if number == 1 {
        "real difference"
    } else {
        "real differences"
    };
    figures.push((count(number), plural.to_owned()));
    if number > 0 {
        let sum: f64 = differences.iter().map(|difference| difference.weight).sum();
        let area: f64 = differences
            .iter()
            .map(|difference| difference.area_m2)
            .sum();
        if !comparison.counts_ground() {
            let unit = format!("{} in them", comparison.unit());
            figures.push((weight(sum), unit));
        }
        figures.push((ground(area), "of ground in them".to_owned()));
    }
    let open = comparison
        .pieces
        .iter()
        .filter(|piece| piece.class == PieceClass::Populated && piece.settled == Some(false));
    let open = open.count();
    if open > 0 {
        let judge = if open == 1 {
            "sliver with something in it, to check by hand"
        } else {
            "slivers with something in them, to check by hand"
        };
        figures.push((count(open), judge.to_owned()));
    }
    markup::figures(&figures)
}
