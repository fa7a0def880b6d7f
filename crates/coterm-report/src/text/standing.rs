//! The sentence on how far the areas of a scenario have got.

use coterm_core::scenario::{ScenarioScore, Standing, Status};
use coterm_core::words::day;
use jiff::civil::Date;

/// Sentence on the status of a scenario's areas, with its days.
///
/// ```
/// use coterm_core::scenario::{Standing, Status};
/// use coterm_report::text::standing;
/// use jiff::civil::date;
///
/// let proposed = Standing {
///     status: Status::Proposed,
///     decided: Some(date(2025, 11, 28)),
///     valid_from: Some(date(2028, 4, 1)),
///     valid_to: None,
/// };
/// assert_eq!(standing::sentence(&proposed), "Proposed on 28 November 2025, to begin on 1 April 2028.");
/// ```
pub fn sentence(standing: &Standing) -> String {
    let on = |before: &str, date: Option<Date>| {
        date.map_or_else(String::new, |date| format!("{before}{}", day(date)))
    };
    let Standing {
        status,
        decided,
        valid_from,
        valid_to,
    } = *standing;
    match status {
        Status::Proposed => format!(
            "Proposed{}{}.",
            on(" on ", decided),
            on(", to begin on ", valid_from)
        ),
        Status::Legislated => format!(
            "Made law{}{}.",
            on(" on ", decided),
            on(", to begin on ", valid_from)
        ),
        Status::InForce => format!(
            "In force{}{}.",
            on(" since ", valid_from),
            on(", decided on ", decided)
        ),
        Status::Abolished => format!(
            "Abolished{}{}.",
            on(", in force from ", valid_from),
            on(" to ", valid_to)
        ),
    }
}

/// The source of a scenario and how far its areas have got, as sentences.
pub fn source(score: &ScenarioScore) -> String {
    match &score.standing {
        None => format!("{}.", score.source),
        Some(standing) => format!("{}. {}", score.source, sentence(standing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_status_says_the_days_that_are_known() {
        let known = |status| Standing {
            status,
            decided: Some(date(2022, 3, 17)),
            valid_from: Some(date(2023, 4, 1)),
            valid_to: Some(date(2028, 3, 31)),
        };
        let unknown = |status| Standing {
            status,
            decided: None,
            valid_from: None,
            valid_to: None,
        };
        for (status, with_days, without) in [
            (
                Status::Proposed,
                "Proposed on 17 March 2022, to begin on 1 April 2023.",
                "Proposed.",
            ),
            (
                Status::Legislated,
                "Made law on 17 March 2022, to begin on 1 April 2023.",
                "Made law.",
            ),
            (
                Status::InForce,
                "In force since 1 April 2023, decided on 17 March 2022.",
                "In force.",
            ),
            (
                Status::Abolished,
                "Abolished, in force from 1 April 2023 to 31 March 2028.",
                "Abolished.",
            ),
        ] {
            assert_eq!(sentence(&known(status)), with_days);
            assert_eq!(sentence(&unknown(status)), without);
        }
    }
}
