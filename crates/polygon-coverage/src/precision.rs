//! [`PrecisionModel`]: the integer grid to which coordinates are rounded, so that geometry can be
//! decided exactly. Arrangements, coverage reports and deviations are computed with one.

use geo::{Coord, CoordsIter, MultiPolygon};

use crate::{Error, Result};

/// Grid units that a grid covers to each side of its centre: the coordinates of any two of its
/// points then differ by less than 2³¹, so that products of two differences fit in 62 bits.
pub(crate) const REACH: u32 = 1 << 30;

/// Integer grid to which the coordinates of an [`Arrangement`](crate::Arrangement) are rounded.
///
/// The name and the scale are those of JTS's `PrecisionModel`: a scale of 1,000 rounds
/// coordinates in metres to whole millimetres. The grid reaches 2³⁰ units (at that scale
/// 1,073 km) to each side of its centre along both axes; a vertex beyond is refused, never
/// clamped. Lengths, distances and areas that the crate reports are in the unit of the
/// coordinates (areas in its square), and internal tolerances are fixed fractions of a grid unit.
///
/// ```
/// use geo::coord;
/// use polygon_coverage::PrecisionModel;
///
/// // Millimetres around the middle of Great Britain, EPSG:27700.
/// let metres = PrecisionModel::new(1_000.0, coord! { x: 550_000.0, y: 550_000.0 });
/// assert_eq!(metres.resolution(), 0.001);
/// // The finest power of ten for degrees around Lancaster.
/// let square = geo::Rect::new(coord! { x: -3.0, y: 54.0 }, coord! { x: -2.0, y: 54.5 });
/// let degrees = PrecisionModel::covering([&square.to_polygon().into()]);
/// assert_eq!(degrees.resolution(), 1e-9);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrecisionModel {
    scale: f64,
    centre: Coord<f64>,
    /// The centre in whole grid units.
    origin: [i64; 2],
}

impl PrecisionModel {
    /// Creates a grid of `scale` grid units per unit of the coordinates, around a centre. The
    /// grid covers nothing if the scale is not finite and positive, or the centre is not finite:
    /// every vertex is then refused.
    pub fn new(scale: f64, centre: Coord<f64>) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates: then nothing is covered"
        )]
        let whole = |value: f64| (value * scale).round() as i64;
        let scale = if scale > 0.0 { scale } else { f64::NAN };
        Self {
            scale,
            centre,
            origin: [whole(centre.x), whole(centre.y)],
        }
    }

    /// Creates the finest grid that covers some footprints and has a power of ten as its scale.
    /// Vertices that are not finite are ignored; without any vertex the scale is 1. O(n).
    pub fn covering<'a>(footprints: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let vertices = footprints.into_iter().flat_map(CoordsIter::coords_iter);
        let finite = vertices.filter(|vertex| vertex.x.is_finite() && vertex.y.is_finite());
        let corners = finite.map(|vertex| [vertex, vertex]);
        let Some([low, high]) = corners.reduce(|[low, high], [vertex, _]| {
            let low_corner = [low.x.min(vertex.x), low.y.min(vertex.y)];
            let high_corner = [high.x.max(vertex.x), high.y.max(vertex.y)];
            [low_corner.into(), high_corner.into()]
        }) else {
            return Self::new(1.0, Coord::zero());
        };
        let reach = ((high.x - low.x).max(high.y - low.y) / 2.0).max(f64::MIN_POSITIVE);
        let centre = (low + high) / 2.0;
        // The grid coordinates of the centre, relative to the coordinates' origin, fit in 62 bits.
        let largest = centre.x.abs().max(centre.y.abs()) / f64::from(REACH) + reach;
        let power = (f64::from(REACH - 2) / largest).log10().floor();
        Self::new(10.0_f64.powf(power), centre)
    }

    /// The grid of whole numbers: one grid unit is one unit of the coordinates.
    pub(crate) const fn units() -> Self {
        Self {
            scale: 1.0,
            centre: Coord { x: 0.0, y: 0.0 },
            origin: [0, 0],
        }
    }

    /// Grid units per unit of the coordinates.
    pub const fn scale(self) -> f64 {
        self.scale
    }

    /// Length of a grid unit, in the unit of the coordinates.
    pub fn resolution(self) -> f64 {
        1.0 / self.scale
    }

    /// Centre of the square that the grid covers, in the unit of the coordinates.
    pub const fn centre(self) -> Coord<f64> {
        self.centre
    }

    /// The nearest point of the grid, in whole units relative to the centre.
    ///
    /// # Errors
    ///
    /// [`Error::BeyondPrecision`] for a coordinate that the grid does not cover.
    #[inline]
    pub(crate) fn nearest(&self, coord: Coord<f64>) -> Result<[i32; 2]> {
        let [x, y] = [(coord.x, self.origin[0]), (coord.y, self.origin[1])]
            .map(|(value, origin)| self.whole(value, origin));
        match (x, y) {
            (Some(x), Some(y)) => Ok([x, y]),
            _ => Err(Error::BeyondPrecision {
                x: coord.x,
                y: coord.y,
            }),
        }
    }

    #[inline]
    fn whole(&self, value: f64, origin: i64) -> Option<i32> {
        let units = value * self.scale;
        // Moves half a unit away from zero and truncates: `round` would be a function call.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "saturates: then it is beyond"
        )]
        let nearest = (units + 0.5_f64.copysign(units)) as i64;
        let offset = i32::try_from(nearest.checked_sub(origin)?).ok()?;
        (units.is_finite() && offset.unsigned_abs() < REACH).then_some(offset)
    }

    /// The coordinates of a position given in 2^-`bits` grid units relative to the centre.
    #[inline]
    pub(crate) fn coord(&self, [x, y]: [i64; 2], bits: u32) -> Coord<f64> {
        let axis = |value: i64, origin: i64| {
            let whole = i128::from(value) + (i128::from(origin) << bits);
            #[expect(
                clippy::cast_precision_loss,
                reason = "rounded to a double, once, for drawing and measuring"
            )]
            let units = i64::try_from(whole).map_or(whole as f64, |whole| whole as f64);
            #[expect(clippy::cast_possible_wrap, reason = "a few bits")]
            let fraction = 2.0_f64.powi(bits as i32);
            units / fraction / self.scale
        };
        Coord {
            x: axis(x, self.origin[0]),
            y: axis(y, self.origin[1]),
        }
    }
}

/// Millimetres around the middle of Great Britain, as tests in EPSG:27700 use them.
#[cfg(test)]
pub(crate) fn millimetres() -> PrecisionModel {
    let middle = Coord {
        x: 550_000.0,
        y: 550_000.0,
    };
    PrecisionModel::new(1_000.0, middle)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_is_no_further_from_its_grid_point_than_half_a_unit(
            x in -180.0..180.0_f64, y in -90.0..90.0_f64, scale in 1.0..1e6_f64,
        ) {
            let model = PrecisionModel::new(scale, Coord { x: 10.0, y: -3.0 });
            let at = Coord { x, y };
            let [column, row] = model.nearest(at).unwrap();
            let back = model.coord([i64::from(column), i64::from(row)], 0);
            let limit = model.resolution() / 2.0 * (1.0 + 1e-6) + 1e-12;
            prop_assert!((back.x - x).abs() <= limit && (back.y - y).abs() <= limit, "{back:?}");
        }

        #[test]
        fn the_grid_around_a_footprint_covers_it(
            corners in prop::collection::vec((-1e9..1e9_f64, -1e3..1e3_f64), 3..9),
        ) {
            let ring: Vec<_> = corners.iter().map(|&(x, y)| Coord { x, y }).collect();
            let footprint = MultiPolygon::from(geo::Polygon::new(ring.clone().into(), Vec::new()));
            let model = PrecisionModel::covering([&footprint]);
            prop_assert!(ring.into_iter().all(|vertex| model.nearest(vertex).is_ok()));
        }
    }

    #[test]
    fn what_is_beyond_or_not_a_number_is_refused() {
        let model = millimetres();
        for x in [2e6, -1e6, 1e300, f64::INFINITY, f64::NAN] {
            let at = Coord { x, y: 0.0 };
            assert!(
                matches!(model.nearest(at), Err(Error::BeyondPrecision { .. })),
                "{x}"
            );
        }
        for scale in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            let nothing = PrecisionModel::new(scale, Coord::zero());
            assert!(
                nothing.nearest(Coord { x: 1.0, y: 1.0 }).is_err(),
                "{scale}"
            );
        }
    }
}
