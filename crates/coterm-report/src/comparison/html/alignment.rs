//! The section on what would make the layers match: the areas that would exist if the first layer
//! followed the second, and what each would lack.

use coterm_core::comparison::{Amount, Comparison};
use coterm_core::words::{ground, weight};

use crate::comparison::ComparisonReport;
use crate::document::markup::{Kind, Table, Text, paragraph};
use crate::text;

/// Largest number of areas listed; other formats have them all.
const LISTED: usize = 200;

pub(super) fn section(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    let alignment = &comparison.alignment;
    let (layer, other) = (comparison.a.name(), comparison.b.name());
    let mut html = paragraph(&format!(
        "If the {} followed the {} exactly inside the review area, these areas would exist. An \
         area matches unless it continues beyond the review area: then the rest would have to \
         join, or the part inside would have to leave.",
        text::areas_of(&layer),
        text::areas_of(&other)
    ));
    let unit = comparison.unit().to_string();
    let has_weight = !comparison.counts_ground();
    let mut columns = vec![("Area", Kind::Text), ("In place of", Kind::Text)];
    columns.push((if has_weight { &unit } else { "Ground" }, Kind::Number));
    columns.extend([
        ("Would it match?", Kind::Text),
        ("Beyond the review area", Kind::Number),
    ]);
    let caption = format!(
        "The areas that would exist, what each would have in the review area, and what its {} has beyond it.",
        text::area_of(&other)
    );
    let mut table = Table::new(&Text(caption).to_string(), &columns).class("ruled compact");
    let size = |amount: &Amount| {
        if has_weight {
            weight(amount.weight)
        } else {
            ground(amount.area_m2)
        }
    };
    for area in alignment.areas.iter().take(LISTED) {
        let beyond = match &area.beyond {
            Some(beyond) => size(beyond),
            None if area.coterminous => String::new(),
            None => "not all in the data".into(),
        };
        table.row(vec![
            Text(&area.area.name).to_string(),
            Text(area.from.as_ref().map_or("new", |from| &from.name)).to_string(),
            size(&area.inside),
            (if area.coterminous {
                "Yes"
            } else {
                "No: it continues beyond"
            })
            .to_owned(),
            beyond,
        ]);
    }
    html.push_str(&table.html());
    if let Some(none) = &alignment.in_none {
        html.push_str(&paragraph(&format!(
            "{} would be in no area, because no {} has it.",
            amount_text(none, comparison),
            text::area_of(&other)
        )));
    }
    html
}

fn amount_text(amount: &Amount, comparison: &Comparison) -> String {
    let size = ground(amount.area_m2);
    if comparison.counts_ground() {
        size
    } else {
        format!(
            "{} {} on {size}",
            weight(amount.weight),
            comparison.weight.unit
        )
    }
}
