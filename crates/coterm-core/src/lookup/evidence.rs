//! [`Evidence`]: the facts for and against an answer, and the judgement of them.
//! [`Certainty`](crate::lookup::Certainty) states the rule; the measurements are in `docs/certainty.md`.

use jiff::civil::Date;

use crate::codes::{PositionalQuality, Release};
use crate::layers::KnownDefect;
use crate::lookup::certainty::{Certainty, Doubt, Method};
use crate::lookup::contradiction::Contradiction;
use crate::lookup::reason::{Basis, Reason};

/// The facts from which the certainty of an answer follows.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Way in which the answer was found.
    pub method: Method,
    /// The release whose codes give the answer, if it is by codes.
    pub by: Option<&'a Release>,
    /// Whether table and polygon agree; `None` unless both exist.
    pub agrees: Option<bool>,
    /// Metres from the point to the layer's nearest boundary.
    pub boundary_distance_m: Option<f64>,
    /// Metres from the point to the area that is the answer; 0 within it.
    pub answer_distance_m: f64,
    /// Metres within which 95 of 100 such positions are true.
    pub uncertainty_m: f64,
    /// Largest error in metres that the position is taken to have.
    pub position_bound_m: f64,
    /// Positional quality, for a postcode.
    pub quality: Option<PositionalQuality>,
    /// Distance in metres between the releases' positions of the postcode, if it is far.
    pub apart_m: Option<f64>,
    /// Whether the codes were made when the postcode was new, and may follow from a first position.
    pub was_new: bool,
    /// Metres by which the layer's lines are generalised.
    pub resolution_m: f64,
    /// Metres within which 999 of 1,000 points of the layer's lines are true.
    pub lines_mostly_m: f64,
    /// Largest error in metres that the layer's lines are taken to have.
    pub lines_bound_m: f64,
    /// A release that contradicts the answer.
    pub contradiction: Option<Contradiction<'a>>,
    /// Whether the postcode may have been used again by the day.
    pub reused: bool,
    /// Known defect of the layer that affects the answer.
    pub defect: Option<&'a KnownDefect>,
    /// Last day for which the layer is known, if the day asked for is later.
    pub known_only_to: Option<Date>,
}

impl<'a> Evidence<'a> {
    /// Metres by which an area may be drawn beside a postcode that codes put in it, without doubt
    /// of the codes: the larger of what the position explains and a quarter of the generalisation.
    /// Finer lines put 13 in 100 of the postcodes that were drawn 100 to 150 m off into another
    /// area, and a third of those farther off.
    pub fn explained_m(&self) -> f64 {
        let position_m = self.uncertainty_m.max(self.apart_m.unwrap_or_default());
        position_m.max(self.resolution_m / 4.0)
    }

    /// Metres from a boundary within which an answer by polygon is in doubt.
    pub fn doubt_m(&self) -> f64 {
        self.position_bound_m + self.lines_bound_m
    }

    /// Judges the evidence, and says why.
    pub fn weigh(&self) -> Certainty<'a> {
        let basis = self.basis();
        let doubt = self.doubt(&basis);
        Certainty {
            certain: doubt.is_none(),
            doubt,
            reason: Reason {
                basis,
                contradiction: self.contradiction,
                used_again: self.reused,
                known_defect: self.defect,
                known_only_to: self.known_only_to,
            },
        }
    }

    /// Judges the evidence, without saying why.
    pub fn is_certain(&self) -> bool {
        self.doubt(&self.basis()).is_none()
    }

    fn doubt(&self, basis: &Basis<'_>) -> Option<Doubt> {
        let place = basis.is_in_doubt().then_some(Doubt::Place);
        self.doubt_of_sources().or(place).or(self.doubt_of_layer())
    }

    /// The kind of doubt that does not depend on where in the area the position is.
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

    /// Whether codes can be relied on with this position, however near a boundary is.
    pub(crate) fn has_sound_position(&self) -> bool {
        self.apart_m.is_none()
            && !self.was_new
            && self.quality.is_none_or(PositionalQuality::is_measured)
    }

    /// Basis of the judgement.
    fn basis(&self) -> Basis<'a> {
        match self.method {
            Method::Table => self.basis_in_codes(),
            Method::Polygon => self.basis_in_polygon(),
        }
    }

    fn basis_in_codes(&self) -> Basis<'a> {
        let by = self.by;
        if !self.has_sound_position() && self.is_within(self.position_bound_m + self.lines_mostly_m)
        {
            return self.basis_in_position(by);
        }
        let drawn_m = self.answer_distance_m;
        match self.agrees {
            Some(false) if drawn_m > self.explained_m() => Basis::DrawnElsewhere { by, drawn_m },
            Some(false) => Basis::DrawnBeside {
                by,
                drawn_m,
                resolution_m: self.resolution_m,
            },
            Some(true) => Basis::PolygonAgrees { by },
            None => Basis::CodesAlone { by },
        }
    }

    /// Basis of codes that follow from a position that is not sound, near a boundary.
    fn basis_in_position(&self, by: Option<&'a Release>) -> Basis<'a> {
        let boundary_m = self.boundary_distance_m;
        match (self.quality, self.apart_m) {
            (Some(PositionalQuality::Unstated), _) => Basis::UnstatedPosition { by, boundary_m },
            (Some(quality), _) if !quality.is_measured() => Basis::ImputedPosition {
                by,
                boundary_m,
                uncertainty_m: self.uncertainty_m,
            },
            (_, Some(apart_m)) => Basis::PositionsApart {
                by,
                boundary_m,
                apart_m,
            },
            (_, None) => Basis::NewPostcode { by, boundary_m },
        }
    }

    fn basis_in_polygon(&self) -> Basis<'a> {
        let boundary_m = self.boundary_distance_m;
        if !self.is_within(self.doubt_m()) {
            return Basis::BoundaryFar { boundary_m };
        }
        let line_error_m = self.lines_bound_m;
        match self.apart_m {
            Some(apart_m) if apart_m > line_error_m => Basis::BoundaryWithinPositionSpread {
                boundary_m,
                apart_m,
            },
            _ if self.position_bound_m > line_error_m => Basis::BoundaryWithinPositionError {
                boundary_m,
                uncertainty_m: self.uncertainty_m,
            },
            _ => Basis::BoundaryWithinLineError {
                boundary_m,
                line_error_m,
            },
        }
    }

    /// Whether a boundary is within this distance, or its distance is unknown.
    fn is_within(&self, metres: f64) -> bool {
        self.boundary_distance_m
            .is_none_or(|distance| distance <= metres)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::release_examples::{id, usual};
    use crate::lookup::contradiction::{ContraryAllocation, NotFollowed};
    use crate::lookup::reason::Objection;

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
        by: None,
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
            preferred: &usual()[id("table")],
            against: &usual()[id("c25")],
            not_followed: NotFollowed::AfterDay,
            allocation: ContraryAllocation::Area {
                area_code: "E07000118",
                name: "Chorley",
            },
        };
        let contradicted = Evidence {
            contradiction: Some(contradiction),
            by: Some(&usual()[id("table")]),
            ..CODED
        };
        let judged = contradicted.weigh();
        assert_eq!(judged.doubt, Some(Doubt::Sources));
        assert_eq!(
            judged.reason.objections().collect::<Vec<_>>(),
            [Objection::Contradicted(contradiction)]
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
        assert_eq!(judged.reason.known_only_to, late.known_only_to);
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
        let objections: Vec<_> = judged.reason.objections().collect();
        assert!(matches!(
            objections[..],
            [
                Objection::KnownDefect { .. },
                Objection::AfterKnownTo { .. }
            ]
        ));
        let close_by = Evidence {
            boundary_distance_m: Some(5.0),
            ..wrong
        };
        assert_eq!(close_by.weigh().doubt, Some(Doubt::Place));
    }
}
