//! Sentences for the notes on an answer: one arm of a `match` for each kind of note.

use std::fmt;

use coterm_core::lookup::{KnownTo, Note, UseOnDay};
use coterm_core::words::{capital, day, length, list, month};
use jiff::civil::Date;

use super::Sentence;

impl fmt::Display for Sentence<'_, Note<'_>> {
    #[expect(
        clippy::too_many_lines,
        reason = "an arm for each note, so that all sentences stand together"
    )]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Note::OnlyBuildingBlocks { on, others_from } => write!(
                f,
                "The data has only building blocks for {}: its other layers begin on {}.",
                day(*on),
                day(*others_from)
            ),
            Note::AfterKnownTo { known_to } => write!(
                f,
                "These areas are known up to {}; later changes are not in the data.",
                day(*known_to)
            ),
            Note::AfterSomeKnownTo { layers } => write!(
                f,
                "{}; later changes are not in the data.",
                capital(&known_up_to(layers))
            ),
            Note::NotYetIntroduced {
                postcode,
                on,
                introduced,
            } => write!(
                f,
                "{postcode} was introduced in {}, after {}.",
                month(*introduced),
                day(*on)
            ),
            Note::TerminatedBefore {
                postcode,
                on,
                terminated,
            } => write!(
                f,
                "{postcode} was terminated in {}, before {}. These are the areas that it was in.",
                month(*terminated),
                day(*on)
            ),
            Note::TerminatedSince {
                postcode,
                on,
                terminated,
            } => write!(
                f,
                "{postcode} was in use on {}. It was terminated in {}.",
                day(*on),
                month(*terminated)
            ),
            Note::UsedBefore { postcode, ended } => {
                write!(f, "{postcode} had an earlier use")?;
                if let Some(ended) = ended {
                    write!(f, ", which ended in {}", month(*ended))?;
                }
                f.write_str(". This answer is about its later use.")
            }
            Note::UsedAgain { postcode, from, to } => {
                write!(f, "{postcode} has been used again since ")?;
                match from.zip(*to) {
                    Some((from, to)) if from == to => f.write_str(&month(from))?,
                    Some((from, to)) => {
                        write!(f, "some time between {} and {}", month(from), month(to))?;
                    }
                    None => f.write_str("some unknown month")?,
                }
                f.write_str(". This answer is about its earlier use.")
            }
            Note::NewerThanCodeTable {
                postcode,
                on,
                code_table,
                in_use,
            } => write!(
                f,
                "{postcode} is newer than {}. Where all of its district is in one area, the \
                 district's code gives the answer; elsewhere the polygon does.{}",
                code_table.title(),
                OnTheDay(*in_use, *on)
            ),
            Note::MissingFromLaterRelease {
                postcode,
                on,
                listed_in,
                missing_from,
                in_use,
            } => write!(
                f,
                "{postcode} was in use in {} and is not in {}, so it was probably terminated \
                 between those dates.{}",
                month(listed_in.month),
                missing_from.title(),
                OnTheDay(*in_use, *on)
            ),
            Note::PositionOfLsoa { postcode } => write!(
                f,
                "No source gives the position of {postcode} at that time. The middle of its \
                 LSOA is used instead."
            ),
            Note::ImputedPosition {
                postcode,
                uncertainty_m,
            } => write!(
                f,
                "The position of {postcode} is only imputed from neighbouring postcodes: 95 in \
                 100 such positions are within {}.",
                length(*uncertainty_m)
            ),
            Note::SectorMeanPosition {
                postcode,
                uncertainty_m,
            } => write!(
                f,
                "The position of {postcode} is only the mean of its sector: 95 in 100 such \
                 positions are within {}.",
                length(*uncertainty_m)
            ),
            Note::UnstatedPosition { postcode } => write!(
                f,
                "No source says how accurate the position of {postcode} is. About 1 in 7 such \
                 positions is imputed from neighbouring postcodes."
            ),
            Note::PositionsApart { postcode, apart_m } => write!(
                f,
                "Official sources place {postcode} up to {} apart.",
                length(*apart_m)
            ),
        }
    }
}

/// List of the kinds of area by the day up to which they are known, such as `places are known
/// up to 31 March 2026 and districts up to 30 June 2026`.
fn known_up_to(groups: &[KnownTo<'_>]) -> String {
    let mut known = Vec::new();
    for KnownTo { known_to, layers } in groups {
        let kinds = list(layers.iter().map(|info| info.kinds()));
        let are_known = if known.is_empty() { " are known" } else { "" };
        known.push(format!("{kinds}{are_known} up to {}", day(*known_to)));
    }
    list(known.iter().map(String::as_str))
}

/// A further sentence for a postcode that was not in use on the day, or may not have been.
struct OnTheDay(UseOnDay, Date);

impl fmt::Display for OnTheDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(in_use, on) = self;
        match in_use {
            UseOnDay::NotYet => write!(f, " It was not in use on {}.", day(*on)),
            UseOnDay::Unknown => {
                write!(f, " It is not known whether it was in use on {}.", day(*on))
            }
            UseOnDay::Yes | UseOnDay::Ended => Ok(()),
        }
    }
}
