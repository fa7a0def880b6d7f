use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::words::day;
use crate::{KnownDefect, PositionalQuality};

/// How an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// From an official code table.
    Table,
    /// From the polygon that owns the point.
    Polygon,
}

/// What is known about one answer, from which its certainty follows.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// How it was found.
    pub method: Method,
    /// Whether table and polygon agree, where both exist.
    pub agrees: Option<bool>,
    /// Metres from the point to the layer's nearest boundary.
    pub boundary_distance_m: Option<f64>,
    /// Metres from the point to the area that is the answer; 0 within it.
    pub answer_distance_m: f64,
    /// Metres within which the true position may lie.
    pub uncertainty_m: f64,
    /// For a postcode, how well its position is known.
    pub quality: Option<PositionalQuality>,
    /// Metres within which the layer's lines may be off.
    pub resolution_m: f64,
    /// What is known to be wrong there in the layer.
    pub defect: Option<&'a KnownDefect>,
    /// The last day for which the layer is known, if the question is of a later one.
    pub known_only_to: Option<Date>,
}

/// What an answer that is not certain is in doubt for; of several, the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doubt {
    /// The position, or how the line is drawn: it may be an area nearby.
    Place,
    /// A [`KnownDefect`] of the layer.
    Defect,
    /// The date, which is after the last day that the layer is
    /// [known to](crate::LayerInfo::known_to) hold on.
    Date,
}

/// Whether an answer can be relied on, and why, in a sentence.
///
/// * An answer **by polygon** is certain if the nearest boundary is further away
///   than both the positional uncertainty and the layer's resolution.
/// * An answer **by code table** is the official allocation and does not depend on
///   the drawing, so that it is certain however near the drawn line is, except
///   where the table itself is in doubt: the postcode's position was only
///   imputed and the boundary is within that uncertainty; or the polygon is
///   further from the point than position and resolution can explain.
/// * However it was found, it is not certain where the layer has a [`KnownDefect`], nor for
///   a day after the last that the layer is known to hold on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certainty {
    /// Whether the answer can be relied on.
    pub certain: bool,
    /// What is in doubt, if it cannot.
    pub doubt: Option<Doubt>,
    /// Why, as a sentence.
    pub reason: Cow<'static, str>,
}

/// What a judgement rests on.
enum Ground {
    /// The table, but the position that it was made from is only imputed.
    Imputed,
    /// The table, but the polygon is further off than can be explained.
    PolygonFar,
    /// The table; the polygon is off by what can be explained.
    PolygonMisses,
    PolygonAgrees,
    TableAlone,
    /// The polygon, and no boundary is near.
    BoundaryFar,
    BoundaryNear,
}

impl Evidence<'_> {
    /// Metres within which a boundary casts doubt on the polygon: the larger of
    /// positional uncertainty and resolution.
    pub fn doubt_m(&self) -> f64 {
        self.uncertainty_m.max(self.resolution_m)
    }

    /// The judgement, with its reason.
    pub fn weigh(&self) -> Certainty {
        let doubt = self.doubt();
        Certainty {
            certain: doubt.is_none(),
            doubt,
            reason: self.reason(),
        }
    }

    /// The judgement alone.
    pub fn is_certain(&self) -> bool {
        self.doubt().is_none()
    }

    fn doubt(&self) -> Option<Doubt> {
        match self.ground() {
            Ground::Imputed | Ground::PolygonFar | Ground::BoundaryNear => Some(Doubt::Place),
            Ground::PolygonMisses
            | Ground::PolygonAgrees
            | Ground::TableAlone
            | Ground::BoundaryFar => self.doubt_of_layer(),
        }
    }

    /// What is in doubt wherever in the area the place is.
    pub(crate) fn doubt_of_layer(&self) -> Option<Doubt> {
        let defect = self.defect.map(|_| Doubt::Defect);
        defect.or(self.known_only_to.map(|_| Doubt::Date))
    }

    /// What the judgement rests on.
    fn ground(&self) -> Ground {
        match self.method {
            Method::Table => {
                let imputed = self.quality.is_some_and(PositionalQuality::is_imputed);
                let near = self
                    .boundary_distance_m
                    .is_none_or(|distance| distance <= self.uncertainty_m);
                match self.agrees {
                    _ if imputed && near => Ground::Imputed,
                    Some(false) if self.answer_distance_m > self.doubt_m() => Ground::PolygonFar,
                    Some(false) => Ground::PolygonMisses,
                    Some(true) => Ground::PolygonAgrees,
                    None => Ground::TableAlone,
                }
            }
            Method::Polygon => {
                let far = self
                    .boundary_distance_m
                    .is_some_and(|distance| distance > self.doubt_m());
                if far {
                    Ground::BoundaryFar
                } else {
                    Ground::BoundaryNear
                }
            }
        }
    }

    fn reason(&self) -> Cow<'static, str> {
        let mut reason = self.found();
        if let Some(KnownDefect { note, .. }) = self.defect {
            reason = format!("{reason} Known to be wrong here: {note}").into();
        }
        if let Some(last) = self.known_only_to {
            reason = format!("{reason} Known up to {}.", day(last)).into();
        }
        reason
    }

    /// How it was found, as a sentence.
    fn found(&self) -> Cow<'static, str> {
        let boundary = Away(self.boundary_distance_m);
        match self.ground() {
            Ground::Imputed => format!(
                "By the official code table, but the postcode's position is only imputed, to about {}, \
                 and a boundary is {boundary} away.",
                Metres(self.uncertainty_m),
            ),
            Ground::PolygonFar => format!(
                "By the official code table, but the area's polygon is {} away, more than the drawing explains.",
                Metres(self.answer_distance_m)
            ),
            Ground::PolygonMisses => format!(
                "By the official code table; the polygon, drawn to about {}, misses the point by {}.",
                Metres(self.resolution_m),
                Metres(self.answer_distance_m)
            ),
            Ground::PolygonAgrees => {
                return Cow::Borrowed("By the official code table; the polygon agrees.");
            }
            Ground::TableAlone => return Cow::Borrowed("By the official code table."),
            Ground::BoundaryFar => {
                format!("By polygon; the nearest boundary is {boundary} away.")
            }
            Ground::BoundaryNear if self.uncertainty_m > self.resolution_m => format!(
                "By polygon, but a boundary is {boundary} away and the position is known to about {}.",
                Metres(self.uncertainty_m)
            ),
            Ground::BoundaryNear => format!(
                "By polygon, but a boundary is {boundary} away and the line is drawn to about {}.",
                Metres(self.resolution_m)
            ),
        }
        .into()
    }
}

/// A distance as people say it.
pub(crate) struct Metres(pub(crate) f64);

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(distance) = self;
        if *distance < 10.0 {
            write!(f, "{distance:.1} m")
        } else if *distance < 1_000.0 {
            write!(f, "{distance:.0} m")
        } else {
            write!(f, "{:.1} km", distance / 1_000.0)
        }
    }
}

/// The same, if it is known.
struct Away(Option<f64>);

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(distance) => Metres(distance).fmt(f),
            None => f.write_str("an unknown distance"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSIDE: Evidence<'_> = Evidence {
        method: Method::Polygon,
        agrees: None,
        boundary_distance_m: Some(150.0),
        answer_distance_m: 0.0,
        uncertainty_m: 10.0,
        quality: Some(PositionalQuality::Building),
        resolution_m: 200.0,
        defect: None,
        known_only_to: None,
    };

    #[test]
    fn a_polygon_is_certain_only_beyond_both_resolution_and_uncertainty() {
        assert!(!INSIDE.weigh().certain);
        assert!(
            Evidence {
                boundary_distance_m: Some(200.1),
                ..INSIDE
            }
            .weigh()
            .certain
        );
        assert!(
            Evidence {
                resolution_m: 20.0,
                ..INSIDE
            }
            .weigh()
            .certain
        );
        assert!(
            !Evidence {
                resolution_m: 20.0,
                uncertainty_m: 2_500.0,
                ..INSIDE
            }
            .weigh()
            .certain
        );
    }

    #[test]
    fn a_table_does_not_depend_on_the_drawing_unless_the_table_is_in_doubt() {
        let table = Evidence {
            method: Method::Table,
            agrees: Some(true),
            ..INSIDE
        };
        assert!(table.weigh().certain);
        assert!(
            Evidence {
                agrees: Some(false),
                answer_distance_m: 35.0,
                ..table
            }
            .weigh()
            .certain
        );
        assert!(
            !Evidence {
                agrees: Some(false),
                answer_distance_m: 3_000.0,
                ..table
            }
            .weigh()
            .certain
        );
        let imputed = Evidence {
            quality: Some(PositionalQuality::Imputed),
            uncertainty_m: 2_500.0,
            ..table
        };
        assert!(!imputed.weigh().certain);
        assert!(
            Evidence {
                boundary_distance_m: Some(2_600.0),
                ..imputed
            }
            .weigh()
            .certain
        );
    }

    #[test]
    fn nothing_is_certain_after_the_last_known_day_or_where_a_defect_is_known() {
        let far = Evidence {
            boundary_distance_m: Some(5_000.0),
            ..INSIDE
        };
        assert_eq!(far.weigh().doubt, None);
        let late = Evidence {
            known_only_to: Some(jiff::civil::date(2025, 11, 30)),
            ..far
        };
        let judged = late.weigh();
        assert_eq!((judged.certain, judged.doubt), (false, Some(Doubt::Date)));
        assert!(judged.reason.ends_with("Known up to 30 November 2025."));
        let defect = KnownDefect {
            note: "Glossop was in Tameside.".into(),
            source: "ONS".into(),
            from: None,
            areas: Vec::new(),
            blocks: vec!["E01000001".into()],
        };
        let wrong = Evidence {
            defect: Some(&defect),
            ..late
        };
        let judged = wrong.weigh();
        assert_eq!((judged.certain, judged.doubt), (false, Some(Doubt::Defect)));
        assert!(judged.reason.contains("Glossop was in Tameside."));
        let near = Evidence {
            boundary_distance_m: Some(5.0),
            ..wrong
        };
        assert_eq!(near.weigh().doubt, Some(Doubt::Place));
    }
}
