//! Projection of layers from EPSG:27700 to the world's grid, adding vertices where straight
//! edges bend.
//!
//! Both the tiles of layers and those of comparisons start here. Footprints that match vertex
//! for vertex still do afterwards.

use coterm_core::layers::Layer;
use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;

use crate::mercator;
use crate::planar_graph::Rings;
use crate::point::Point;
use crate::{Error, Result};

/// Projects the layer's areas to the world's grid, through OSTN15.
///
/// # Errors
///
/// [`Error::Unplaceable`] where OSTN15 has no shifts.
pub(crate) fn placed(layer: &Layer) -> Result<Vec<Rings>> {
    layer
        .areas()
        .par_iter()
        .map(|area| {
            rings(area.footprint()).map_err(|cause| Error::Unplaceable {
                layer: layer.id().to_owned(),
                code: area.code().to_owned(),
                cause: Box::new(cause),
            })
        })
        .collect()
}

/// Projects a footprint's rings to the world's grid. The same edge gets the same points in
/// every footprint, so that footprints which match vertex for vertex still do.
pub(crate) fn rings(footprint: &MultiPolygon<f64>) -> coterm_core::Result<Rings> {
    footprint
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(ring)
        .collect()
}

fn ring(ring: &LineString<f64>) -> coterm_core::Result<Vec<Point>> {
    let place = |at: Coord<f64>| mercator::of_grid(at.x, at.y);
    let mut placed: Vec<Point> = Vec::with_capacity(ring.0.len());
    for ends in ring.0.windows(2) {
        let last = match placed.last() {
            Some(&last) => last,
            None => place(ends[0])?,
        };
        if placed.is_empty() {
            placed.push(last);
        }
        let next = place(ends[1])?;
        bent(ends, [last, next], &mut placed)?;
        placed.push(next);
    }
    Ok(placed)
}

/// Adds the vertices that an edge needs between its ends to be where it is on the ground: the
/// map's straight line from each vertex to the next is within [`BEND`] of it. Both directions
/// of the edge get the same vertices.
fn bent(
    ends: &[Coord<f64>],
    placed: [Point; 2],
    vertices: &mut Vec<Point>,
) -> coterm_core::Result<()> {
    let way = ends[1] - ends[0];
    if way.x.abs().max(way.y.abs()) < STRAIGHT_M {
        return Ok(());
    }
    let middle = (ends[0] + ends[1]) / 2.0;
    let at = mercator::of_grid(middle.x, middle.y)?;
    if at.distance_to(placed[0], placed[1]) < BEND {
        return Ok(());
    }
    bent(&[ends[0], middle], [placed[0], at], vertices)?;
    vertices.push(at);
    bent(&[middle, ends[1]], [at, placed[1]], vertices)
}

/// Length in metres up to which an edge gets no extra vertices: it bends by at most 3 cm.
const STRAIGHT_M: f64 = 1_000.0;

/// Units of the world's grid by which a straight line may be off the true edge: a decimetre.
const BEND: f64 = 70.0;
