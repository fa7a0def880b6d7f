//! Conversion of a file's coordinates to EPSG:27700, and checks of whether they can be in the
//! system that the file declares.

use coterm_core::space::GridPoint;
use geo::{Coord, CoordsIter, MultiPolygon};

use super::FileArea;
use crate::feature::{NoArea, RawFeature, RawGeometry};
use crate::{Crs, Error};

/// Converts a footprint to metres of EPSG:27700. Coordinates that are in it already stay as they
/// are.
pub(super) fn to_grid(
    footprint: MultiPolygon<f64>,
    crs: Crs,
) -> std::result::Result<MultiPolygon<f64>, NoArea> {
    let outside = |error: Error| {
        NoArea::LeftOut(format!(
            "{error} (its coordinates were read as {crs}; name another system with --crs)"
        ))
    };
    if crs != Crs::BritishNationalGrid {
        return crs.footprint_to_grid(footprint).map_err(outside);
    }
    if footprint.coords_iter().all(is_in_degrees) {
        let found = "its coordinates are degrees, but were read as metres of EPSG:27700";
        return Err(NoArea::LeftOut(found.into()));
    }
    // The same bounds as for a point that is looked up.
    let points = footprint.coords_iter();
    let mut points = points.map(|coord| GridPoint::new(coord.x, coord.y));
    match points.find_map(std::result::Result::err) {
        Some(error) => Err(outside(error.into())),
        None => Ok(footprint),
    }
}

/// Whether coordinates can be degrees. As metres of EPSG:27700 they would be at most 180 m from its
/// origin in easting and 90 m in northing, in the Atlantic, where no area is.
fn is_in_degrees(coord: Coord<f64>) -> bool {
    coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
}

/// A system that coordinates look like, wherever in the British Isles they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LikelySystem {
    Degrees,
    /// Degrees with the latitude first.
    SwappedDegrees,
    BritishNationalGrid,
    WebMercator,
    /// UTM zone 30 north, of WGS 84 or ETRS89.
    Utm,
}

impl LikelySystem {
    /// Returns the system that all coordinates look like; `None` if there are none, or they look
    /// like no system that boundaries in Britain are in. The Irish Grid cannot be told from the
    /// British one by numbers alone.
    pub(super) fn of(features: &[RawFeature]) -> Option<Self> {
        coords(features).next()?;
        let all = |fits: fn(Coord<f64>) -> bool| coords(features).all(fits);
        Some(if all(is_swapped) {
            Self::SwappedDegrees
        } else if all(is_in_degrees) {
            Self::Degrees
        } else if all(|coord| GridPoint::new(coord.x, coord.y).is_ok()) {
            Self::BritishNationalGrid
        } else if all(|coord| {
            is_within(coord, [-1_400_000.0, 450_000.0], [6_100_000.0, 9_200_000.0])
        }) {
            Self::WebMercator
        } else if all(|coord| is_within(coord, [0.0, 1_000_000.0], [5_300_000.0, 7_000_000.0])) {
            Self::Utm
        } else {
            return None;
        })
    }

    /// Whether coordinates that look like this can be in a system. Only the systems that are built
    /// in are known.
    fn can_be(self, crs: Crs) -> bool {
        match self {
            Self::Degrees => crs.is_lonlat(),
            Self::SwappedDegrees => false,
            Self::BritishNationalGrid => crs == Crs::BritishNationalGrid,
            Self::WebMercator => crs == Crs::WebMercator,
            Self::Utm => matches!(crs, Crs::Epsg(_)),
        }
    }

    /// Returns what the coordinates look like and what to do, as a clause.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::Degrees => "its coordinates look like degrees; read them with --crs EPSG:4326",
            Self::SwappedDegrees => {
                "its coordinates look like degrees with the latitude first; save it again with the \
                 longitude first, for example by swapping x and y in QGIS"
            }
            Self::BritishNationalGrid => {
                "its coordinates look like metres of the British National Grid; read them with \
                 --crs EPSG:27700"
            }
            Self::WebMercator => {
                "its coordinates look like metres of Web Mercator; read them with --crs EPSG:3857"
            }
            Self::Utm => {
                "its coordinates look like metres of UTM zone 30; read them with --crs EPSG:32630"
            }
        }
    }
}

/// Returns the system that all coordinates look like, if it is another than the one that they were
/// taken as.
pub(super) fn other_system(features: &[RawFeature], crs: Crs) -> Option<LikelySystem> {
    LikelySystem::of(features).filter(|likely| !likely.can_be(crs))
}

/// Returns the first area that cannot be where it is: its code is of Northern Ireland, and as
/// metres of EPSG:27700 it is in Great Britain. Its coordinates are then of the Irish Grid, whose
/// numbers are as large.
pub(super) fn in_irish_grid(areas: &[FileArea], crs: Crs) -> Option<&FileArea> {
    /// Easting of the British National Grid to the east of all of Northern Ireland, in metres.
    const EAST_OF_IT: f64 = 200_000.0;
    if crs != Crs::BritishNationalGrid {
        return None;
    }
    areas.iter().find(|area| {
        let digits = area.code.strip_prefix('N');
        let is_code = digits.is_some_and(|digits| {
            digits.len() == 8 && digits.bytes().all(|digit| digit.is_ascii_digit())
        });
        is_code
            && area
                .footprint
                .coords_iter()
                .all(|coord| coord.x > EAST_OF_IT)
    })
}

/// Whether coordinates are of the British Isles if the latitude is first.
fn is_swapped(coord: Coord<f64>) -> bool {
    is_within(coord, [48.0, 63.0], [-12.0, 4.0])
}

fn is_within(coord: Coord<f64>, x: [f64; 2], y: [f64; 2]) -> bool {
    (x[0]..=x[1]).contains(&coord.x) && (y[0]..=y[1]).contains(&coord.y)
}

/// Iterates over the coordinates of all polygons.
pub(super) fn coords(features: &[RawFeature]) -> impl Iterator<Item = Coord<f64>> {
    let geometries = features.iter().map(|feature| &feature.geometry);
    let polygons = geometries.filter_map(|geometry| match geometry {
        RawGeometry::Polygons(polygons) => Some(polygons),
        _ => None,
    });
    let rings = polygons.flatten().flatten();
    rings.flat_map(|ring| ring.0.iter().copied())
}

#[cfg(test)]
mod tests {
    use geo::LineString;

    use super::*;

    fn at(x: f64, y: f64) -> Vec<RawFeature> {
        let ring = LineString::from(vec![(x, y), (x + 0.5, y), (x, y + 0.5)]);
        vec![RawFeature {
            geometry: RawGeometry::Polygons(vec![vec![ring]]),
            ..RawFeature::default()
        }]
    }

    #[test]
    fn a_place_in_lancaster_is_told_in_every_system() {
        use LikelySystem::{BritishNationalGrid, Degrees, SwappedDegrees, Utm, WebMercator};
        for (x, y, likely, crs) in [
            (-2.8, 54.05, Degrees, Some(Crs::LonLat)),
            (54.05, -2.8, SwappedDegrees, None),
            (
                347_600.0,
                461_700.0,
                BritishNationalGrid,
                Some(Crs::BritishNationalGrid),
            ),
            (-311_695.0, 7_181_900.0, WebMercator, Some(Crs::WebMercator)),
            (513_094.0, 5_989_103.0, Utm, Some(Crs::Epsg(32630))),
        ] {
            let features = at(x, y);
            assert_eq!(LikelySystem::of(&features), Some(likely));
            for other in [
                Crs::BritishNationalGrid,
                Crs::LonLat,
                Crs::WebMercator,
                Crs::Epsg(32630),
            ] {
                let expected = (Some(other) != crs).then_some(likely);
                assert_eq!(other_system(&features, other), expected, "{other}");
            }
        }
        assert_eq!(LikelySystem::of(&at(9e9, 0.0)), None);
        assert_eq!(LikelySystem::of(&[]), None);
    }
}
