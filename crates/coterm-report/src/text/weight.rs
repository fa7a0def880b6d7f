//! Sentences on the weight of a comparison and its tolerance.

use coterm_core::comparison::{LsoaConversion, PostcodeList, ToleranceSource, WeightSource};
use coterm_core::words::{count, day, month, things};
use jiff::civil::Date;

/// Sentence on the source of a weight.
pub fn source(source: &WeightSource) -> String {
    match source {
        WeightSource::LivePostcodes { on, list } => live_postcodes(*on, list.as_ref()),
        WeightSource::Ground => "The ground itself, by geometry.".into(),
        WeightSource::Values {
            given,
            beyond,
            converted,
        } => {
            let mut sentences = vec![given.clone()];
            sentences.extend(converted.as_ref().map(conversion));
            if *beyond > 0 {
                sentences.push(format!(
                    "{} outside the data, and not counted.",
                    things(*beyond, "value is for a block", "values are for blocks")
                ));
            }
            sentences.join(" ")
        }
    }
}

/// Sentences on the source of a weight, and on how to count people if postcodes were counted.
pub fn counted(weight: &WeightSource) -> String {
    match weight {
        WeightSource::LivePostcodes { .. } => format!("{} {COUNT_PEOPLE}", source(weight)),
        _ => source(weight),
    }
}

/// Sentence on how to count people, and where their number is published.
const COUNT_PEOPLE: &str = "To count people, add population.csv to the data folder or name a file \
    with --weight: the ONS publishes \"Lower layer Super Output Area population estimates \
    (supporting information)\", whose mid-2020 edition is for 2011 LSOAs.";

/// Sentences on values that were converted from those of 2021 LSOAs.
fn conversion(conversion: &LsoaConversion) -> String {
    let LsoaConversion {
        table,
        lsoas,
        approximate,
    } = conversion;
    let exact = match approximate {
        0 => format!("All of the {} LSOAs are exact.", count(*lsoas)),
        some => format!(
            "{} of the {} LSOAs are not exact, because they were merged or redrawn: their values are \
             shared out by live postcodes.",
            count(*some),
            count(*lsoas)
        ),
    };
    format!("The values are for 2021 LSOAs, and were converted to 2011 LSOAs with {table}. {exact}")
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
                "Each postcode on the list of {title}{up_to} counts once{}{by_position}.",
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
                    ", by the code table's list, which ends with {}{}",
                    month(listed_to),
                    since(*outdated)
                )
            });
            let without = match left_out {
                0 => String::new(),
                1 => "; 1 newer postcode of the data, which is in no code table, is not counted"
                    .into(),
                newer => format!(
                    "; {} newer postcodes of the data, which are in no code table, are not counted",
                    count(*newer)
                ),
            };
            format!("Each live postcode{when} counts once{list}{without}.")
        }
        None => format!("Each live postcode{when} counts once."),
    }
}

/// Source of a tolerance, as the end of a sentence about it.
pub fn tolerance(source: &ToleranceSource) -> String {
    match source {
        ToleranceSource::Resolution { .. } => "the resolution of the coarser drawing".into(),
        ToleranceSource::Given => "as asked for".into(),
    }
}
