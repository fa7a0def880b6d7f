//! The result of a check as it is written: defects with names, places and sizes.
//!
//! [`Checked`] is serialized as JSON; `shown` makes the table and the map from it.

use coterm_core::space::GridPoint;
use coterm_io::{Conversion, Crs, DataFinding, FileArea};
use geo::Coord;
use polygon_coverage::{AreaId, CoverageReport};
use serde::Serialize;

use super::invalid::invalid;
use super::verdict::{Reason, reasons, verdict};

/// The subject of a check and how it was read.
pub(super) struct Measure<'a> {
    pub(super) subject: &'a str,
    /// Whether the subject is a file, and not a layer of the data.
    pub(super) is_file: bool,
    pub(super) table: Option<&'a str>,
    pub(super) crs: Crs,
    pub(super) conversion: Conversion,
    pub(super) features: usize,
    pub(super) vertices: usize,
    pub(super) gap_width_m: f64,
}

/// The result of a check, as it is written in JSON.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Checked {
    pub(crate) subject: String,
    /// Whether the subject is a file, and not a layer of the data.
    #[serde(skip)]
    pub(super) is_file: bool,
    /// The table that was read, for a `GeoPackage`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) table: Option<String>,
    /// The coordinate reference system of the file's coordinates.
    pub(super) crs: String,
    /// The operation that converted the coordinates to EPSG:27700.
    pub(super) conversion: Conversion,
    /// Number of features in the file, areas or not.
    pub(super) features: usize,
    /// Number of features that were read as areas.
    pub(super) areas: usize,
    pub(super) vertices: usize,
    /// Whether there are no `reasons` against the file or layer.
    pub(crate) holds: bool,
    /// Whether the areas that were read fit together.
    pub(super) fit_together: bool,
    pub(super) reasons: Vec<Reason>,
    pub(super) gap_width_m: f64,
    pub(super) overlaps: Vec<Defect>,
    pub(super) unmatched: Vec<Defect>,
    pub(super) invalid: Vec<Defect>,
    pub(super) narrow_gaps: Vec<Defect>,
    /// Gaps that are wide enough to be allowed in a coverage.
    pub(super) gaps: Vec<Defect>,
    /// The findings of reading the file: what an import would mend, or could not use.
    pub(super) findings: Vec<DataFinding>,
}

/// A defect of any kind; members that do not apply to the kind are left out.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Defect {
    pub(super) areas: Vec<Named>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) area_m2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) width_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edges: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) length_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) apart_m: Option<f64>,
    /// `true` for a gap that is open at an end; `None` for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) open: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) reasons: Vec<String>,
    pub(super) at: Place,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Named {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) easting: f64,
    pub(super) northing: f64,
    /// Longitude in degrees (WGS 84); `None` outside the area that OSTN15 covers, as for `lat`.
    pub(super) lon: Option<f64>,
    pub(super) lat: Option<f64>,
}

impl Checked {
    pub(super) fn new(
        measure: &Measure<'_>,
        areas: &[FileArea],
        report: &CoverageReport,
        mut findings: Vec<DataFinding>,
    ) -> Self {
        // The table shows only the first ones, so those that matter most come first.
        findings.sort_by_key(|finding| finding.in_file.map(|at| at.kind));
        let named = |ids: &[AreaId]| {
            let areas = ids.iter().map(|area| &areas[area.index()]);
            areas
                .map(|area| Named {
                    code: area.code.clone(),
                    name: area.name.clone(),
                })
                .collect()
        };
        let gaps = |narrow: bool| {
            let gaps = report.gaps.iter().filter(move |gap| gap.narrow == narrow);
            gaps.map(|gap| Defect {
                areas: named(&gap.neighbours),
                area_m2: Some(rounded(gap.area)),
                width_m: Some(rounded(gap.width)),
                length_m: Some(rounded(gap.length)),
                open: gap.open.then_some(true),
                at: gap.at.into(),
                ..Defect::default()
            })
            .collect()
        };
        let invalid: Vec<Defect> = invalid(areas, report, measure.crs)
            .into_iter()
            .map(|invalid| Defect {
                areas: named(&[invalid.area]),
                reasons: invalid.reasons,
                at: invalid.at.into(),
                ..Defect::default()
            })
            .collect();
        let mut checked = Self {
            subject: measure.subject.to_owned(),
            is_file: measure.is_file,
            table: measure.table.map(str::to_owned),
            crs: measure.crs.to_string(),
            conversion: measure.conversion.clone(),
            features: measure.features,
            areas: areas.len(),
            vertices: measure.vertices,
            holds: false,
            fit_together: report.holds() && invalid.is_empty(),
            reasons: Vec::new(),
            gap_width_m: measure.gap_width_m,
            overlaps: (report.overlaps.iter())
                .map(|overlap| Defect {
                    areas: named(&overlap.areas),
                    area_m2: Some(rounded(overlap.area)),
                    width_m: Some(rounded(overlap.width)),
                    at: overlap.at.into(),
                    ..Defect::default()
                })
                .collect(),
            unmatched: (report.unmatched.iter())
                .map(|edges| Defect {
                    areas: named(&edges.areas),
                    edges: Some(edges.edges),
                    length_m: Some(rounded(edges.length)),
                    apart_m: Some(rounded(edges.apart)),
                    at: edges.at.into(),
                    ..Defect::default()
                })
                .collect(),
            invalid,
            narrow_gaps: gaps(true),
            gaps: gaps(false),
            findings,
        };
        checked.reasons = reasons(checked.kinds(), &checked.findings);
        checked.holds = checked.reasons.is_empty();
        checked
    }

    /// Returns the result without findings that do no harm.
    pub(super) fn without_harmless(&self) -> Self {
        let mut spoiling = self.clone();
        let spoils = |finding: &DataFinding| finding.in_file.is_none_or(|at| at.kind.spoils());
        spoiling.findings.retain(spoils);
        spoiling
    }

    /// Returns the verdict in a sentence.
    pub(crate) fn summary(&self) -> String {
        format!("{}: {}", self.subject, verdict(self))
    }

    /// Returns the kinds of defect with their defects, in the order in which they are shown.
    pub(super) fn kinds(&self) -> [(&'static str, &[Defect]); 4] {
        [
            ("overlap", &self.overlaps),
            ("unmatched_edges", &self.unmatched),
            ("invalid_footprint", &self.invalid),
            ("narrow_gap", &self.narrow_gaps),
        ]
    }

    /// Returns the kinds of defect, and the gaps, which are not defects.
    pub(super) fn kinds_and_gaps(&self) -> impl Iterator<Item = (&'static str, &[Defect])> {
        let gaps = ("gap", self.gaps.as_slice());
        self.kinds().into_iter().chain([gaps])
    }
}

impl From<Coord<f64>> for Place {
    fn from(at: Coord<f64>) -> Self {
        let grid = GridPoint::new(at.x, at.y).ok();
        let degrees = grid.and_then(|point| point.to_lonlat().ok());
        Self {
            easting: rounded(at.x),
            northing: rounded(at.y),
            lon: degrees.map(|degrees| (degrees.lon() * 1e7).round() / 1e7),
            lat: degrees.map(|degrees| (degrees.lat() * 1e7).round() / 1e7),
        }
    }
}

/// Rounds to a thousandth.
fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}
