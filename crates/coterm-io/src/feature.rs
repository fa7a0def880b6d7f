//! [`RawFile`] and [`RawFeature`]: features as a file of any format has them.
//!
//! The readers of all formats make them. [`RawGeometry::footprint`] is the one rule that decides
//! whether a feature is an area, so that no format is stricter than another.

use std::collections::BTreeMap;

use geo::{Coord, CoordsIter, Geometry, LineString, MultiPolygon, Polygon};

use crate::declared_crs::DeclaredCrs;

/// The contents of a file of features, whatever its format.
#[derive(Debug, Default)]
pub(crate) struct RawFile {
    /// The features, in order.
    pub(crate) features: Vec<RawFeature>,
    /// The coordinate reference system that the file states, if any. It is used only if the user
    /// has not named one.
    pub(crate) declared: Option<DeclaredCrs>,
    /// Name of the table that was read, if the format has tables.
    pub(crate) layer: Option<String>,
    /// Names of tables of polygons that were not read.
    pub(crate) ignored: Vec<String>,
    /// The sign by which the file itself shows that some of its features are missing, in words.
    pub(crate) cut_off: Option<String>,
}

/// A feature of a file, with the coordinates that the file has.
#[derive(Debug, Default)]
pub(crate) struct RawFeature {
    /// The feature's fields and their values; fields without a value are left out.
    pub(crate) fields: BTreeMap<String, String>,
    /// The feature's id in the file, which is the area's code if no field gives one.
    pub(crate) id: Option<String>,
    /// The feature's geometry.
    pub(crate) geometry: RawGeometry,
    /// Number of the line, counted from 1, on which the feature begins or on which the fault in it
    /// is. `None` for formats without lines.
    pub(crate) line: Option<usize>,
}

/// The geometry of a feature as the file has it.
#[derive(Debug, Default)]
pub(crate) enum RawGeometry {
    /// The feature has no geometry.
    #[default]
    Missing,
    /// Polygons, each as its rings with the outer ring first. Rings need not be closed, and
    /// anything may be empty: an empty geometry of any kind is a list of no polygons.
    Polygons(Vec<Vec<LineString<f64>>>),
    /// A geometry of another kind, by its name: `LineString`.
    Other(String),
    /// A geometry that cannot be understood, with the reason.
    NotUnderstood(String),
    /// A geometry whose positions are not pairs of numbers, with the reason. It is then unknown
    /// which numbers of the file belong together.
    NotPositions(String),
}

/// Reason why a feature is not an area.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoArea {
    /// The feature has nothing that an area could be made of, which need not be a fault.
    LeftOut(String),
    /// The feature has something that cannot be understood.
    NotUnderstood(String),
    /// The whole file is unreliable and must be refused.
    Refused(String),
}

impl NoArea {
    /// Returns the reason, in words.
    pub(crate) fn reason(&self) -> &str {
        let (Self::LeftOut(reason) | Self::NotUnderstood(reason) | Self::Refused(reason)) = self;
        reason
    }
}

impl RawGeometry {
    /// Makes a geometry in which not even the polygons can be read. `reason` is a clause: "it is
    /// cut off".
    pub(crate) fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::NotUnderstood(format!("its geometry is damaged: {reason}"))
    }

    /// Whether the geometry cannot be understood.
    pub(crate) fn is_fault(&self) -> bool {
        matches!(self, Self::NotUnderstood(_))
    }

    /// Returns the ground that the polygons cover, and the number of rings that did not end where
    /// they begin. Those rings are closed.
    ///
    /// Parts and holes without a vertex are not ground, and a geometry of nothing else is not an
    /// area, in whatever way the file writes it.
    pub(crate) fn footprint(self) -> Result<(MultiPolygon<f64>, usize), NoArea> {
        let polygons = match self {
            Self::Polygons(polygons) => polygons,
            Self::Missing => return Err(NoArea::LeftOut("it has no geometry".into())),
            Self::Other(kind) => {
                let found = format!("it is a {kind} and not a polygon");
                return Err(NoArea::LeftOut(found));
            }
            Self::NotUnderstood(reason) => return Err(NoArea::NotUnderstood(reason)),
            Self::NotPositions(reason) => return Err(NoArea::Refused(reason)),
        };
        let mut closed = 0;
        let mut parts = Vec::with_capacity(polygons.len());
        for rings in polygons {
            let mut rings = rings.into_iter();
            let outer = rings.next().unwrap_or(LineString(Vec::new()));
            let holes: Vec<_> = rings.filter(|hole| !hole.0.is_empty()).collect();
            if outer.0.is_empty() {
                if holes.is_empty() {
                    continue;
                }
                let found = "one of its parts has holes but no outer ring";
                return Err(NoArea::NotUnderstood(found.into()));
            }
            let open = |ring: &&LineString<f64>| ring.0.first() != ring.0.last();
            closed += std::iter::once(&outer).chain(&holes).filter(open).count();
            parts.push(Polygon::new(outer, holes));
        }
        if parts.is_empty() {
            return Err(NoArea::LeftOut("it is empty".into()));
        }
        let footprint = MultiPolygon(parts);
        let finite = |coord: &Coord<f64>| coord.x.is_finite() && coord.y.is_finite();
        match footprint.coords_iter().find(|coord| !finite(coord)) {
            None => Ok((footprint, closed)),
            Some(Coord { x, y }) => {
                let found = format!("{x}, {y} is not a place on a map");
                Err(NoArea::NotUnderstood(found))
            }
        }
    }
}

/// Converts geometries from readers that close rings themselves.
impl From<Geometry<f64>> for RawGeometry {
    fn from(geometry: Geometry<f64>) -> Self {
        let rings = |polygon: Polygon<f64>| {
            let (outer, holes) = polygon.into_inner();
            std::iter::once(outer).chain(holes).collect()
        };
        match geometry {
            Geometry::Polygon(polygon) => Self::Polygons(vec![rings(polygon)]),
            Geometry::MultiPolygon(polygons) => {
                Self::Polygons(polygons.into_iter().map(rings).collect())
            }
            Geometry::GeometryCollection(parts) if parts.is_empty() => Self::Polygons(Vec::new()),
            other => Self::Other(kind(&other).into()),
        }
    }
}

/// Returns the OGC name of a geometry's kind.
fn kind(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::GeometryCollection(_) => "GeometryCollection",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(vertices: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(vertices.to_vec())
    }

    #[test]
    fn what_is_empty_is_no_area_in_every_form() {
        let nothing = || ring(&[]);
        for polygons in [
            vec![],
            vec![vec![]],
            vec![vec![nothing()]],
            vec![vec![nothing(), nothing()], vec![]],
        ] {
            let footprint = RawGeometry::Polygons(polygons).footprint();
            assert_eq!(footprint, Err(NoArea::LeftOut("it is empty".into())));
        }
        let missing = RawGeometry::Missing.footprint();
        assert_eq!(missing, Err(NoArea::LeftOut("it has no geometry".into())));
    }

    #[test]
    fn empty_parts_and_holes_are_no_ground() {
        let square = || ring(&[(0., 0.), (1., 0.), (1., 1.), (0., 0.)]);
        let mixed = vec![vec![square(), ring(&[])], vec![], vec![ring(&[])]];
        let (footprint, closed) = RawGeometry::Polygons(mixed).footprint().unwrap();
        assert_eq!(footprint, Polygon::new(square(), vec![]).into());
        assert_eq!(closed, 0);
        let hollow = RawGeometry::Polygons(vec![vec![ring(&[]), square()]]);
        assert!(matches!(hollow.footprint(), Err(NoArea::NotUnderstood(_))));
    }

    #[test]
    fn rings_that_are_not_closed_are_counted() {
        let open = || ring(&[(0., 0.), (9., 0.), (9., 9.)]);
        let hole = || ring(&[(3., 1.), (4., 1.), (4., 2.)]);
        let rings = RawGeometry::Polygons(vec![vec![open(), hole()]]);
        let (footprint, closed) = rings.footprint().unwrap();
        assert_eq!(closed, 2);
        assert_eq!(footprint.0[0].exterior().0.len(), 4);
    }
}
