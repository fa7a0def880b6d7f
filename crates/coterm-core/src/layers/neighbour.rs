//! [`Neighbour`]: the areas of a layer that share a line with an area.

use std::collections::HashSet;

use geo::{BoundingRect, Coord, Intersects};
use polygon_coverage::measure::edges;
use polygon_coverage::{AreaId, Vertex};

use crate::layers::{Area, Layer};

/// An area that shares a line with another of its layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour<'a> {
    /// The neighbour.
    pub area: &'a Area,
    /// Length of the line that both share, in metres on the plane of the British National Grid.
    pub shared_m: f64,
}

impl Layer {
    /// Length of an area's outline in metres, on the plane of the British National Grid. O(n) in its
    /// vertices.
    ///
    /// # Panics
    ///
    /// An id of a larger layer panics.
    pub fn outline_m(&self, area: AreaId) -> f64 {
        edges(self[area].footprint()).map(length).sum()
    }

    /// The neighbours of an area: those that share a line with it, longest line first.
    ///
    /// A line is shared where both areas have the same edge, as they do in a
    /// [coverage](polygon_coverage::coverage). Areas that meet at single points only are no
    /// neighbours, as with the rook's moves of spatial statistics, and neither are areas on two
    /// sides of water. O(n) in the vertices of the areas whose boxes meet.
    ///
    /// # Panics
    ///
    /// An id of a larger layer panics.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let districts = dataset.catalogue().layer("lad-2023")?;
    /// let lancaster = districts.position("E07000121").expect("it is one of them");
    /// let neighbours = districts.neighbours(lancaster);
    /// assert_eq!(neighbours[0].area.name(), "Preston");
    /// # Ok::<(), coterm_core::Error>(())
    /// ```
    pub fn neighbours(&self, area: AreaId) -> Vec<Neighbour<'_>> {
        let own = &self[area];
        let Some(extent) = own.footprint().bounding_rect() else {
            return Vec::new();
        };
        let own_edges: HashSet<[Vertex; 2]> = edges(own.footprint()).map(key).collect();
        let others = self.iter().filter(|(other, _)| *other != area);
        let mut found: Vec<Neighbour<'_>> = others
            .filter(|(_, other)| {
                let box_of_other = other.footprint().bounding_rect();
                box_of_other.is_some_and(|other| other.intersects(&extent))
            })
            .filter_map(|(_, other)| {
                let shared =
                    edges(other.footprint()).filter(|edge| own_edges.contains(&key(*edge)));
                let shared_m: f64 = shared.map(length).sum();
                let area = other;
                (shared_m > 0.0).then_some(Neighbour { area, shared_m })
            })
            .collect();
        found.sort_by(|one, other| {
            (other.shared_m.total_cmp(&one.shared_m)).then(one.area.code().cmp(other.area.code()))
        });
        found
    }
}

/// An edge's two ends, in the same order for both of its directions.
fn key([from, to]: [Coord<f64>; 2]) -> [Vertex; 2] {
    let mut ends: [Vertex; 2] = [from.into(), to.into()];
    ends.sort_unstable();
    ends
}

fn length([from, to]: [Coord<f64>; 2]) -> f64 {
    (to - from).x.hypot((to - from).y)
}
