//! What an answer's certainty follows from, and the words for it: [`Evidence`],
//! [`Certainty`].

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::lookup::contradiction::Contradiction;
use crate::words::day;
use crate::{KnownDefect, PositionalQuality, Release};

/// How an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// From an official code table.
    Table,
    /// From the polygon that owns the point.
    Polygon,
}

/// The facts that an answer's certainty follows from.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// How it was found.
    pub method: Method,
    /// The release whose codes it is by, if it is by codes.
    pub by: Option<Release>,
    /// Whether table and polygon agree, where both exist.
    pub agrees: Option<bool>,
    /// Metres from the point to the layer's nearest boundary.
    pub boundary_distance_m: Option<f64>,
    /// Metres from the point to the area that is the answer; 0 within it.
    pub answer_distance_m: f64,
    /// Metres within which 95 of 100 such positions are true.
    pub uncertainty_m: f64,
    /// Metres beyond which the position is not taken to be off.
    pub position_bound_m: f64,
    /// For a postcode, how well its position is known.
    pub quality: Option<PositionalQuality>,
    /// Metres that releases' positions of the postcode are apart, if that is far.
    pub apart_m: Option<f64>,
    /// Whether the codes are of when the postcode was new, and may be by a first position.
    pub was_new: bool,
    /// Metres by which the layer's lines are generalised.
    pub resolution_m: f64,
    /// Metres beyond which 1 in 1,000 points of the layer's lines are off.
    pub lines_mostly_m: f64,
    /// Metres beyond which the layer's lines are not taken to be off.
    pub lines_bound_m: f64,
    /// A release that contradicts the answer.
    pub contradiction: Option<Contradiction<'a>>,
    /// Whether the postcode may have been used again by the day.
    pub reused: bool,
    /// What is known to be wrong there in the layer.
    pub defect: Option<&'a KnownDefect>,
    /// The last day for which the layer is known, if the question is of a later one.
    pub known_only_to: Option<Date>,
}

/// The reason why an answer is not certain: the first, of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doubt {
    /// Official sources contradict one another.
    Sources,
    /// The postcode is in use again, and it is not known since which day.
    Reuse,
    /// The position, or how the line is drawn: it may be an area nearby.
    Place,
    /// A [`KnownDefect`] of the layer.
    Defect,
    /// The date, which is after the last day that the layer is
    /// [known to](crate::LayerInfo::known_to) hold on.
    Date,
}

/// Whether an answer can be relied on, and why, in a sentence. Certain is meant to be wrong no
/// more than once in 100,000 times; `docs/certainty.md` has what that comes to, measured
/// against sources that the data is not made of.
///
/// * An answer **by polygon** is certain if the nearest boundary is further away than the
///   position and the layer's lines have been found to be off, both together.
/// * An answer **by codes** is an official allocation and does not depend on the drawing, so
///   that it is certain however near the drawn line is, except where a boundary is within
///   reach of a position that is only imputed, of unknown quality, not the same in all
///   releases, or that of a new postcode; or where the area is drawn further from the point than
///   [explained](Evidence::explained_m).
/// * However it was found, it is not certain where a release contradicts it, where the
///   postcode has been used again since some unknown day, where the layer has a
///   [`KnownDefect`], nor for a day after the last that the layer is known to hold on.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// Codes, but the position that they were found from is only imputed.
    Imputed,
    /// Codes, but releases' positions are apart.
    Apart,
    /// Codes, but by the first position of a new postcode.
    New,
    /// Codes, but the polygon is further off than can be explained.
    PolygonFar,
    /// Codes; the polygon is off by what can be explained.
    PolygonMisses,
    PolygonAgrees,
    CodesAlone,
    /// The polygon, and no boundary is near.
    BoundaryFar,
    BoundaryNear,
}

impl Evidence<'_> {
    /// Metres by which an area may be drawn beside a postcode that codes put in it, without
    /// doubt of the codes: what the position explains, and a quarter of the generalisation.
    /// Of postcodes that were drawn further off, 13 in 100 were in another area by finer
    /// lines at 100 to 150 m, and a third beyond.
    pub fn explained_m(&self) -> f64 {
        let position_m = self.uncertainty_m.max(self.apart_m.unwrap_or_default());
        position_m.max(self.resolution_m / 4.0)
    }

    /// Metres within which a boundary casts doubt on the polygon.
    pub fn doubt_m(&self) -> f64 {
        self.position_bound_m + self.lines_bound_m
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
        let place = self.place_is_in_doubt().then_some(Doubt::Place);
        self.doubt_of_sources().or(place).or(self.doubt_of_layer())
    }

    /// Whether the answer may be an area nearby, for position or drawing.
    pub(crate) fn place_is_in_doubt(&self) -> bool {
        match self.ground() {
            Ground::Imputed
            | Ground::Apart
            | Ground::New
            | Ground::PolygonFar
            | Ground::BoundaryNear => true,
            Ground::PolygonMisses
            | Ground::PolygonAgrees
            | Ground::CodesAlone
            | Ground::BoundaryFar => false,
        }
    }

    /// What is in doubt wherever in the area the place is.
    pub(crate) fn doubt_anywhere(&self) -> Option<Doubt> {
        self.doubt_of_sources().or(self.doubt_of_layer())
    }

    fn doubt_of_sources(&self) -> Option<Doubt> {
        let sources = self.contradiction.map(|_| Doubt::Sources);
        sources.or(self.reused.then_some(Doubt::Reuse))
    }

    fn doubt_of_layer(&self) -> Option<Doubt> {
        let defect = self.defect.map(|_| Doubt::Defect);
        defect.or(self.known_only_to.map(|_| Doubt::Date))
    }

    /// Whether the position is one that codes can be relied on with, however near a boundary
    /// is.
    pub(crate) fn has_sound_position(&self) -> bool {
        self.apart_m.is_none()
            && !self.was_new
            && self.quality.is_none_or(PositionalQuality::is_measured)
    }

    /// What the judgement rests on.
    fn ground(&self) -> Ground {
        let within = |metres| {
            self.boundary_distance_m
                .is_none_or(|distance| distance <= metres)
        };
        match self.method {
            Method::Table => match self.agrees {
                _ if !self.has_sound_position()
                    && within(self.position_bound_m + self.lines_mostly_m) =>
                {
                    if !self.quality.is_none_or(PositionalQuality::is_measured) {
                        Ground::Imputed
                    } else if self.apart_m.is_some() {
                        Ground::Apart
                    } else {
                        Ground::New
                    }
                }
                Some(false) if self.answer_distance_m > self.explained_m() => Ground::PolygonFar,
                Some(false) => Ground::PolygonMisses,
                Some(true) => Ground::PolygonAgrees,
                None => Ground::CodesAlone,
            },
            Method::Polygon if within(self.doubt_m()) => Ground::BoundaryNear,
            Method::Polygon => Ground::BoundaryFar,
        }
    }

    fn reason(&self) -> Cow<'static, str> {
        let mut reason = self.found();
        let mut add = |sentence: String| {
            reason = format!("{reason} {sentence}").into();
        };
        if let Some(contradiction) = self.contradiction {
            add(contradiction.to_string());
        }
        if self.reused {
            add("The postcode has been used again, and it is not known from which day.".into());
        }
        if let Some(KnownDefect { note, .. }) = self.defect {
            add(format!("This layer is known to be wrong here: {note}"));
        }
        if let Some(last) = self.known_only_to {
            add(format!("Known up to {}.", day(last)));
        }
        reason
    }

    /// How it was found, as a sentence.
    fn found(&self) -> Cow<'static, str> {
        let boundary = Away(self.boundary_distance_m);
        let codes = Codes(self.by);
        match self.ground() {
            Ground::Imputed if self.quality == Some(PositionalQuality::Unstated) => format!(
                "{codes}. A boundary is {boundary} away, and no source says how accurate the \
                 postcode's position is.",
            ),
            Ground::Imputed => format!(
                "{codes}. A boundary is {boundary} away, and the postcode's position is only \
                 imputed: 95 in 100 such positions are within {}.",
                Metres(self.uncertainty_m),
            ),
            Ground::Apart => format!(
                "{codes}. A boundary is {boundary} away, and official sources place the postcode \
                 up to {} apart.",
                Metres(self.apart_m.unwrap_or_default()),
            ),
            Ground::New => format!(
                "{codes}. A boundary is {boundary} away, and the postcode was new when the table \
                 was made: its position may have been corrected since.",
            ),
            Ground::PolygonFar => format!(
                "{codes}, but the area is drawn {} away: more than simplified lines explain.",
                Metres(self.answer_distance_m)
            ),
            Ground::PolygonMisses => format!(
                "{codes}; the area is drawn {} away, and lines are simplified to about {}.",
                Metres(self.answer_distance_m),
                Metres(self.resolution_m)
            ),
            Ground::PolygonAgrees if self.by == Some(Release::CodeTable2022) => {
                return Cow::Borrowed("By the official code table; the polygon agrees.");
            }
            Ground::PolygonAgrees => format!("{codes}; the polygon agrees."),
            Ground::CodesAlone => format!("{codes}."),
            Ground::BoundaryFar => {
                format!("By polygon; the nearest boundary is {boundary} away.")
            }
            Ground::BoundaryNear if self.apart_m.is_some_and(|apart| apart > self.lines_bound_m) => {
                format!(
                    "By polygon, but a boundary is {boundary} away and official sources place the \
                     postcode up to {} apart.",
                    Metres(self.apart_m.unwrap_or_default())
                )
            }
            Ground::BoundaryNear if self.position_bound_m > self.lines_bound_m => format!(
                "By polygon, but a boundary is {boundary} away and 95 in 100 such positions are within {}.",
                Metres(self.uncertainty_m)
            ),
            Ground::BoundaryNear => format!(
                "By polygon, but a boundary is {boundary} away and lines of this layer are drawn up to {} off.",
                Metres(self.lines_bound_m)
            ),
        }
        .into()
    }
}

/// Whose codes an answer is by, as the beginning of a sentence.
struct Codes(Option<Release>);

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None | Some(Release::CodeTable2022) => f.write_str("By the official code table"),
            Some(release) => write!(f, "By the postcode's district in {}", release.title()),
        }
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
    use crate::lookup::contradiction::{Because, Says};

    const INSIDE: Evidence<'_> = Evidence {
        method: Method::Polygon,
        by: None,
        agrees: None,
        boundary_distance_m: Some(150.0),
        answer_distance_m: 0.0,
        uncertainty_m: 10.0,
        position_bound_m: 10.0,
        quality: Some(PositionalQuality::Building),
        apart_m: None,
        was_new: false,
        resolution_m: 200.0,
        lines_mostly_m: 195.0,
        lines_bound_m: 220.0,
        contradiction: None,
        reused: false,
        defect: None,
        known_only_to: None,
    };
    const CODED: Evidence<'_> = Evidence {
        method: Method::Table,
        by: Some(Release::CodeTable2022),
        agrees: Some(true),
        ..INSIDE
    };
    const IMPUTED: Evidence<'_> = Evidence {
        quality: Some(PositionalQuality::Imputed),
        uncertainty_m: 5_000.0,
        position_bound_m: 20_000.0,
        ..CODED
    };

    fn at(boundary_m: f64, evidence: Evidence<'_>) -> bool {
        let evidence = Evidence {
            boundary_distance_m: Some(boundary_m),
            ..evidence
        };
        evidence.weigh().certain
    }

    #[test]
    fn a_polygon_is_certain_only_beyond_what_lines_and_position_may_be_off_together() {
        assert!(!at(230.0, INSIDE));
        assert!(at(230.1, INSIDE));
        let finer = Evidence {
            lines_bound_m: 20.0,
            ..INSIDE
        };
        assert!(at(30.1, finer));
        let imputed = Evidence {
            position_bound_m: 20_000.0,
            ..finer
        };
        assert!(!at(20_020.0, imputed) && at(20_020.1, imputed));
    }

    #[test]
    fn codes_do_not_depend_on_the_drawing_unless_they_are_in_doubt() {
        assert!(at(0.0, CODED));
        let missed = |metres| Evidence {
            agrees: Some(false),
            answer_distance_m: metres,
            ..CODED
        };
        assert!(at(0.0, missed(50.0)) && !at(0.0, missed(50.1)));
        assert!(!at(20_195.0, IMPUTED) && at(20_195.1, IMPUTED));
        let unstated = Evidence {
            quality: Some(PositionalQuality::Unstated),
            ..IMPUTED
        };
        assert!(!at(5_000.0, unstated));
        let apart = Evidence {
            apart_m: Some(300.0),
            position_bound_m: 300.0,
            ..CODED
        };
        assert!(!at(495.0, apart) && at(495.1, apart));
        let new = Evidence {
            was_new: true,
            ..CODED
        };
        assert!(!at(205.0, new) && at(205.1, new));
    }

    #[test]
    fn nothing_is_certain_that_a_release_contradicts_or_that_may_be_of_another_use() {
        let contradiction = Contradiction {
            preferred: Release::CodeTable2022,
            against: Release::CodePoint2025,
            because: Because::Later,
            says: Says::Area("Chorley"),
        };
        let contradicted = Evidence {
            contradiction: Some(contradiction),
            ..CODED
        };
        let judged = contradicted.weigh();
        assert_eq!(judged.doubt, Some(Doubt::Sources));
        assert_eq!(
            judged.reason,
            "By the official code table; the polygon agrees. Code-Point Open of May 2025, which \
             is later than this day, says Chorley."
        );
        let reused = Evidence {
            reused: true,
            ..CODED
        };
        assert_eq!(reused.weigh().doubt, Some(Doubt::Reuse));
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
            new_code: None,
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
