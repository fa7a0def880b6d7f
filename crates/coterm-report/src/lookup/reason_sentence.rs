//! Sentences for the basis of an answer and the objections to it, which say why it is certain
//! or not.

use std::fmt;

use coterm_core::codes::Release;
use coterm_core::lookup::{
    AnsweredArea, Basis, Contradiction, ContraryAllocation, NoArea, NotFollowed, Objection, Reason,
};
use coterm_core::words::{capital, day, length};

use super::Sentence;

/// Writes why the area is the answer, and why that is certain or not.
impl fmt::Display for Sentence<'_, AnsweredArea<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Sentence(&self.0.reason).fmt(f)
    }
}

/// Writes that there is no area, and why that is certain or not.
impl fmt::Display for Sentence<'_, NoArea<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Not in any area of this layer. ")?;
        Sentence(&self.0.reason).fmt(f)
    }
}

impl fmt::Display for Sentence<'_, Reason<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Sentence(&self.0.basis).fmt(f)?;
        for objection in self.0.objections() {
            write!(f, " {}", Sentence(&objection))?;
        }
        Ok(())
    }
}

impl fmt::Display for Sentence<'_, Basis<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self.0 {
            Basis::PolygonAgrees { by } => write!(f, "{}; the polygon agrees.", Codes(by)),
            Basis::DrawnBeside {
                by,
                drawn_m,
                resolution_m,
            } => write!(
                f,
                "{}; the area is drawn {} away, and lines are simplified to about {}.",
                Codes(by),
                length(drawn_m),
                length(resolution_m)
            ),
            Basis::DrawnElsewhere { by, drawn_m } => write!(
                f,
                "{}, but the area is drawn {} away: more than simplified lines explain.",
                Codes(by),
                length(drawn_m)
            ),
            Basis::CodesAlone { by } => write!(f, "{}.", Codes(by)),
            Basis::ImputedPosition {
                by,
                boundary_m,
                uncertainty_m,
            } => write!(
                f,
                "{}. A boundary is {} away, and the postcode's position is only imputed: 95 in \
                 100 such positions are within {}.",
                Codes(by),
                Distance(boundary_m),
                length(uncertainty_m)
            ),
            Basis::UnstatedPosition { by, boundary_m } => write!(
                f,
                "{}. A boundary is {} away, and no source says how accurate the postcode's \
                 position is.",
                Codes(by),
                Distance(boundary_m)
            ),
            Basis::PositionsApart {
                by,
                boundary_m,
                apart_m,
            } => write!(
                f,
                "{}. A boundary is {} away, and official sources place the postcode up to {} \
                 apart.",
                Codes(by),
                Distance(boundary_m),
                length(apart_m)
            ),
            Basis::NewPostcode { by, boundary_m } => write!(
                f,
                "{}. A boundary is {} away, and the postcode was new when the table was made: \
                 its position may have been corrected since.",
                Codes(by),
                Distance(boundary_m)
            ),
            Basis::BoundaryFar { boundary_m } => write!(
                f,
                "By polygon; the nearest boundary is {} away.",
                Distance(boundary_m)
            ),
            Basis::BoundaryWithinLineError {
                boundary_m,
                line_error_m,
            } => write!(
                f,
                "By polygon, but a boundary is {} away and lines of this layer are drawn up to \
                 {} off.",
                Distance(boundary_m),
                length(line_error_m)
            ),
            Basis::BoundaryWithinPositionError {
                boundary_m,
                uncertainty_m,
            } => write!(
                f,
                "By polygon, but a boundary is {} away and 95 in 100 such positions are within \
                 {}.",
                Distance(boundary_m),
                length(uncertainty_m)
            ),
            Basis::BoundaryWithinPositionSpread {
                boundary_m,
                apart_m,
            } => write!(
                f,
                "By polygon, but a boundary is {} away and official sources place the postcode \
                 up to {} apart.",
                Distance(boundary_m),
                length(apart_m)
            ),
        }
    }
}

impl fmt::Display for Sentence<'_, Objection<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self.0 {
            Objection::Contradicted(contradiction) => Sentence(&contradiction).fmt(f),
            Objection::UsedAgain => {
                f.write_str("The postcode has been used again, and it is not known from which day.")
            }
            Objection::KnownDefect { note, .. } => {
                write!(f, "This layer is known to be wrong here: {note}")
            }
            Objection::AfterKnownTo { known_to } => write!(f, "Known up to {}.", day(known_to)),
        }
    }
}

impl fmt::Display for Sentence<'_, Contradiction<'_>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Contradiction {
            preferred,
            against,
            not_followed,
            allocation,
        } = *self.0;
        let because = match not_followed {
            NotFollowed::Older => "which is older",
            NotFollowed::AfterDay => "which is later than this day",
            NotFollowed::AfterTermination => "which is later than the termination",
        };
        write!(f, "{}, {because}, ", capital(&against.title()))?;
        match allocation {
            ContraryAllocation::Area { name, .. } => write!(f, "says {name}."),
            ContraryAllocation::NoArea => f.write_str("says that the postcode is in no area."),
            ContraryAllocation::AnotherDistrict => write!(
                f,
                "puts the postcode in another district than {}.",
                preferred.title()
            ),
        }
    }
}

/// The release whose codes give the answer, as the beginning of a sentence.
struct Codes<'a>(Option<&'a Release>);

impl fmt::Display for Codes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(release) if !release.is_code_table() => {
                write!(f, "By the postcode's district in {}", release.title())
            }
            _ => f.write_str("By the official code table"),
        }
    }
}

/// Distance to the nearest boundary in metres; unknown for a layer without a boundary.
struct Distance(Option<f64>);

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(metres) => f.write_str(&length(metres)),
            None => f.write_str("an unknown distance"),
        }
    }
}

#[cfg(test)]
mod tests {
    use coterm_core::codes::ReleaseKind;
    use coterm_core::layers::KnownDefect;
    use jiff::civil::date;

    use super::*;

    fn release(kind: ReleaseKind, product: &str, month: &str) -> Release {
        Release {
            id: "id".into(),
            code: "code".into(),
            product: product.into(),
            month: month.parse().unwrap(),
            kind,
            districts: None,
        }
    }

    #[test]
    fn a_reason_says_what_it_rests_on_and_then_every_objection() {
        let defect = KnownDefect {
            note: "Glossop was in Tameside.".into(),
            source: "ONS".into(),
            from: None,
            new_code: None,
            areas: Vec::new(),
            blocks: vec!["E01000001".into()],
        };
        let table = release(ReleaseKind::CodeTable, "the official code table", "2022-05");
        let list = release(ReleaseKind::Positions, "Code-Point Open", "2025-05");
        let reason = Reason {
            basis: Basis::PolygonAgrees { by: Some(&table) },
            contradiction: Some(Contradiction {
                preferred: &table,
                against: &list,
                not_followed: NotFollowed::AfterDay,
                allocation: ContraryAllocation::Area {
                    area_code: "E07000118",
                    name: "Chorley",
                },
            }),
            used_again: true,
            known_defect: Some(&defect),
            known_only_to: Some(date(2025, 11, 30)),
        };
        assert_eq!(
            Sentence(&reason).to_string(),
            "By the official code table; the polygon agrees. Code-Point Open of May 2025, which \
             is later than this day, says Chorley. The postcode has been used again, and it is \
             not known from which day. This layer is known to be wrong here: Glossop was in \
             Tameside. Known up to 30 November 2025."
        );
    }

    #[test]
    fn a_release_that_is_no_code_table_is_named() {
        let directory = release(
            ReleaseKind::Directory,
            "the ONS Postcode Directory",
            "2025-11",
        );
        let basis = Basis::CodesAlone {
            by: Some(&directory),
        };
        assert_eq!(
            Sentence(&basis).to_string(),
            "By the postcode's district in the ONS Postcode Directory of November 2025."
        );
    }

    #[test]
    fn where_a_layer_has_no_boundary_the_distance_is_unknown() {
        let basis = Basis::BoundaryFar { boundary_m: None };
        assert_eq!(
            Sentence(&basis).to_string(),
            "By polygon; the nearest boundary is an unknown distance away."
        );
    }
}
