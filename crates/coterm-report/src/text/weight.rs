//! Sentences on the weight of a comparison and its tolerance.

use coterm_core::comparison::{PostcodeList, ToleranceSource, WeightSource};
use coterm_core::words::{count, day, month, things};
use jiff::civil::Date;

/// Sentence on the source of a weight.
pub fn source(source: &WeightSource) -> String {
    match source {
        WeightSource::LivePostcodes { on, list } => live_postcodes(*on, list.as_ref()),
        WeightSource::Ground => "The ground itself, by geometry.".into(),
        WeightSource::Values { given, beyond: 0 } => given.clone(),
        WeightSource::Values { given, beyond } => format!(
            "{given} {} outside the data, and not counted.",
            things(*beyond, "value is for a block", "values are for blocks")
        ),
    }
}

fn live_postcodes(on: Option<Date>, list: Option<&PostcodeList>) -> String {
    const SINCE: &str = "; later new or ended postcodes are not known";
    let when = on.map_or_else(String::new, |on| format!(" on {}", day(on)));
    let since = |outdated: bool| if outdated { SINCE } else { "" };
    match list {
        Some(PostcodeList::Release {
            title,
            outdated,
            by_position,
        }) => {
            let by_position = match by_position {
                0 => String::new(),
                1 => "; 1, newer than the code table, is counted where its position is".into(),
                newer => format!(
                    "; {}, newer than the code table, are counted where their positions are",
                    count(*newer)
                ),
            };
            let up_to = on.map_or_else(String::new, |on| format!(", the latest up to {}", day(on)));
            format!(
                "One for each postcode on the list of {title}{up_to}{}{by_position}.",
                since(*outdated)
            )
        }
        Some(PostcodeList::CodeTable {
            listed_to,
            outdated,
            left_out,
        }) => {
            let list = listed_to.map_or_else(String::new, |listed_to| {
                format!(
                    " by the code table's list, which ends with {}{}",
                    month(listed_to),
                    since(*outdated)
                )
            });
            let without = match left_out {
                0 => String::new(),
                1 => "; 1 newer postcode that is in no code table is not counted".into(),
                newer => format!(
                    "; {} newer postcodes that are in no code table are not counted",
                    count(*newer)
                ),
            };
            format!("One for each live postcode{when}{list}{without}.")
        }
        None => format!("One for each live postcode{when}."),
    }
}

/// Source of a tolerance, as the end of a sentence about it.
pub fn tolerance(source: &ToleranceSource) -> String {
    match source {
        ToleranceSource::Resolution { layer } => {
            format!("the resolution to which {layer} is drawn")
        }
        ToleranceSource::Given => "as asked for".into(),
    }
}
