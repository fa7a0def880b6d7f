//! Features as a file has them, and the rule by which one is an area.

use std::collections::BTreeMap;

use geo::{Coord, CoordsIter, Geometry, LineString, MultiPolygon, Polygon};

use crate::declared_crs::DeclaredCrs;

/// What a file of features says, of any format.
#[derive(Debug, Default)]
pub(crate) struct RawFile {
    /// The features, in order.
    pub(crate) features: Vec<RawFeature>,
    /// What the file says of the coordinates' system, if anything. It is looked at only if
    /// the user has not named another.
    pub(crate) declared: Option<DeclaredCrs>,
    /// The table that was read, of a format with tables.
    pub(crate) layer: Option<String>,
    /// Names of tables of polygons that were not read.
    pub(crate) ignored: Vec<String>,
    /// How the file says itself that it does not have all features.
    pub(crate) cut_off: Option<String>,
}

/// A feature of a file, coordinates as they are there.
#[derive(Debug, Default)]
pub(crate) struct RawFeature {
    /// What is known about it; fields without a value are left out.
    pub(crate) fields: BTreeMap<String, String>,
    /// What it is called if no field says so.
    pub(crate) id: Option<String>,
    /// Where it is.
    pub(crate) geometry: RawGeometry,
    /// The line of the file that it begins in, or in which it is not understood; from 1,
    /// in a format that has lines.
    pub(crate) line: Option<usize>,
}

/// The geometry of a feature as the file has it.
#[derive(Debug, Default)]
pub(crate) enum RawGeometry {
    /// The feature has none.
    #[default]
    Missing,
    /// Polygons, each as its rings, the outer first. Rings need not be closed, and
    /// anything may be empty: an empty geometry of any kind has no polygons.
    Polygons(Vec<Vec<LineString<f64>>>),
    /// Another kind, by its name: `LineString`.
    Other(String),
    /// It cannot be understood, for this reason.
    NotUnderstood(String),
    /// Its positions are not pairs of numbers, for this reason: then it is anyone's guess
    /// which numbers of the file belong together.
    NotPositions(String),
}

/// Why a feature is no area.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoArea {
    /// The file has nothing there that an area could be made of, and says so.
    LeftOut(String),
    /// The file has something there that cannot be understood.
    NotUnderstood(String),
    /// The file cannot be relied on at all.
    Refused(String),
}

impl NoArea {
    /// What was found.
    pub(crate) fn reason(&self) -> &str {
        let (Self::LeftOut(reason) | Self::NotUnderstood(reason) | Self::Refused(reason)) = self;
        reason
    }
}

impl RawGeometry {
    /// One of which not even the polygons can be read, and why: "it is cut off".
    pub(crate) fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::NotUnderstood(format!("its geometry is damaged: {reason}"))
    }

    /// Whether it cannot be understood.
    pub(crate) fn is_fault(&self) -> bool {
        matches!(self, Self::NotUnderstood(_))
    }

    /// The ground that polygons cover, and how many rings did not end where they begin:
    /// those are closed.
    ///
    /// The one rule for what is empty: parts and holes without a vertex are no ground,
    /// and a geometry of nothing else is no area, whichever way the file writes it.
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
                let found = "it has holes in a part without an outline";
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

/// From a reader that closes rings itself.
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
