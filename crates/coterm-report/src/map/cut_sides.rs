//! The straight sides at which a backdrop was cut out of a larger land. They are no coast.

use geo::{BoundingRect, Coord, MultiPolygon};
use polygon_coverage::measure::edges;

use super::bounds::MapBounds;
use super::frame::{Frame, joined};
use super::shape::{Point, Ring, rounded};

/// Length of edges along a side of its bounding box from which a backdrop counts as cut there,
/// in metres. A coast only touches the side, at its outermost point.
const STRAIGHT: f64 = 1_000.0;

/// Distance from the side within which an edge lies along it, in metres.
const ALONG: f64 = 0.5;

/// The sides at which a backdrop was cut, as eastings and northings of the British National
/// Grid in metres (EPSG:27700). Beyond such a side there is ground that the map does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct CutSides {
    pub(super) west: Option<f64>,
    pub(super) east: Option<f64>,
    pub(super) south: Option<f64>,
    pub(super) north: Option<f64>,
}

impl CutSides {
    /// Finds the sides of a backdrop's bounding box along which it has straight edges.
    pub(super) fn of(backdrop: &[&MultiPolygon<f64>]) -> Self {
        let boxes = backdrop.iter().filter_map(|land| land.bounding_rect());
        let Some(all) = boxes.reduce(joined) else {
            return Self::default();
        };
        let cut = |side: f64, across: fn(Coord<f64>) -> f64| {
            let is_along = |at: Coord<f64>| (across(at) - side).abs() <= ALONG;
            let straight = backdrop.iter().copied().flat_map(edges);
            let length: f64 = straight
                .filter(|[from, to]| is_along(*from) && is_along(*to))
                .map(|[from, to]| (to.x - from.x).hypot(to.y - from.y))
                .sum();
            (length >= STRAIGHT).then_some(side)
        };
        Self {
            west: cut(all.min().x, |at| at.x),
            east: cut(all.max().x, |at| at.x),
            south: cut(all.min().y, |at| at.y),
            north: cut(all.max().y, |at| at.y),
        }
    }

    /// The parts of a frame that lie beyond the sides, in SVG units.
    pub(super) fn beyond(&self, frame: &Frame) -> Vec<MapBounds> {
        let bounds = frame.bounds();
        let [west, east, south, north] = self.projected(frame);
        [
            west.map(|left| MapBounds {
                right: left,
                ..bounds
            }),
            east.map(|right| MapBounds {
                left: right,
                ..bounds
            }),
            south.map(|bottom| MapBounds {
                top: bottom,
                ..bounds
            }),
            north.map(|top| MapBounds {
                bottom: top,
                ..bounds
            }),
        ]
        .into_iter()
        .flatten()
        .filter(|part| part.width() > 0.0 && part.height() > 0.0)
        .collect()
    }

    /// The coast of a backdrop's rings: their edges without those along the sides.
    pub(super) fn coast(&self, rings: &[Ring], frame: &Frame) -> Vec<Vec<Point>> {
        let sides = self.projected(frame);
        let at = |side: usize| sides[side].map(|at| rounded(Coord { x: at, y: at })[0]);
        let (upright, level) = ([at(0), at(1)], [at(2), at(3)]);
        let is_cut = |from: Point, to: Point| {
            (from[0] == to[0] && upright.contains(&Some(from[0])))
                || (from[1] == to[1] && level.contains(&Some(from[1])))
        };
        let mut coast: Vec<Vec<Point>> = Vec::new();
        for ring in rings {
            let closed = || ring.iter().copied().chain(ring.first().copied());
            let mut line: Vec<Point> = Vec::new();
            for point in closed() {
                if line.last().is_some_and(|&last| is_cut(last, point)) {
                    coast.push(std::mem::take(&mut line));
                }
                line.push(point);
            }
            coast.push(line);
        }
        coast.retain(|line| line.len() > 1);
        coast
    }

    /// West, east, south and north in SVG units.
    fn projected(&self, frame: &Frame) -> [Option<f64>; 4] {
        let x = |x: f64| frame.project(Coord { x, y: 0.0 }).x;
        let y = |y: f64| frame.project(Coord { x: 0.0, y }).y;
        [
            self.west.map(x),
            self.east.map(x),
            self.south.map(y),
            self.north.map(y),
        ]
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    /// Land that was cut in the east and has a coast with a cape in the west.
    fn land() -> MultiPolygon<f64> {
        polygon![
            (x: 10_000.0, y: 50_000.0), (x: 30_000.0, y: 20_000.0),
            (x: 90_000.0, y: 10_000.0), (x: 90_000.0, y: 80_000.0), (x: 40_000.0, y: 85_000.0),
        ]
        .into()
    }

    #[test]
    fn a_straight_side_is_a_cut_and_a_cape_is_not() {
        let sides = CutSides::of(&[&land()]);
        let east = CutSides {
            east: Some(90_000.0),
            ..CutSides::default()
        };
        assert_eq!(sides, east);
    }

    #[test]
    fn a_frame_moves_away_from_ground_that_is_not_known() {
        let land = land();
        let own: MultiPolygon<f64> = polygon![
            (x: 60_000.0, y: 40_000.0), (x: 85_000.0, y: 40_000.0), (x: 85_000.0, y: 90_000.0),
        ]
        .into();
        let frame = Frame::covering([&own], 800.0).unwrap();
        assert!(frame.ground().max().x > 90_000.0);
        let kept = frame.kept_on([&land]);
        assert_eq!(kept.ground().max().x.round(), 90_000.0);
        let width = |frame: Frame| frame.ground().width().round();
        assert_eq!(width(kept), width(frame));
        assert_eq!(CutSides::of(&[&land]).beyond(&kept), []);
    }

    #[test]
    fn the_coast_goes_round_the_land_but_for_the_cut() {
        let land = land();
        let frame = Frame::covering([&land], 800.0).unwrap();
        let rings = super::super::shape::rings(&land, &frame);
        let coast = CutSides::of(&[&land]).coast(&rings, &frame);
        let steps: usize = coast.iter().map(|line| line.len() - 1).sum();
        assert_eq!((rings.len(), rings[0].len(), steps), (1, 5, 4));
    }
}
