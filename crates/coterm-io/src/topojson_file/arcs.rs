//! The arcs of a `TopoJSON` file, and rings that are made of them ([`Arcs`]).

use std::cell::Cell;

use geo::{Coord, LineString};
use serde::Deserialize;

use crate::geojson_file::geometry::Ring;
use crate::geojson_file::place::reason;

/// All arcs, with real coordinates, and the number of vertices that may still be made of them.
pub(super) struct Arcs {
    arcs: Vec<LineString<f64>>,
    left: Cell<Option<usize>>,
}

/// The grid of a quantised file. Positions are whole steps from the one before.
#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

impl Arcs {
    /// Reads the arcs, and the transform if the file has one. Rings may have `limit` vertices
    /// together.
    ///
    /// # Errors
    ///
    /// A clause about the fault.
    pub(super) fn read(arcs: &str, transform: Option<&str>, limit: usize) -> Result<Self, String> {
        let fault = |what: &'static str| {
            move |error: serde_json::Error| format!("its {what}: {}", reason(&error))
        };
        let arcs: Vec<Ring> = serde_json::from_str(arcs).map_err(fault("arcs"))?;
        let mut arcs: Vec<LineString<f64>> = arcs.into_iter().map(|Ring(arc)| arc).collect();
        if let Some(transform) = transform {
            let transform: Transform =
                serde_json::from_str(transform).map_err(fault("transform"))?;
            for arc in &mut arcs {
                transform.apply(arc);
            }
        }
        Ok(Self {
            arcs,
            left: Cell::new(Some(limit)),
        })
    }

    /// Whether more vertices were asked for than the limit allows.
    pub(super) fn is_overused(&self) -> bool {
        self.left.get().is_none()
    }

    /// Joins arcs to a ring. A negative number is an arc from its end to its beginning: -1 is the
    /// first.
    ///
    /// # Errors
    ///
    /// A clause, for an arc that does not exist or does not begin where the one before ends, and
    /// beyond the limit of vertices.
    pub(super) fn ring(&self, numbers: &[i64]) -> Result<LineString<f64>, String> {
        let mut ring: Vec<Coord<f64>> = Vec::new();
        for number in numbers {
            let position = if *number < 0 { !*number } else { *number };
            let arc = usize::try_from(position).ok();
            let arc = arc.and_then(|position| self.arcs.get(position));
            let arc = arc.ok_or_else(|| format!("{number} is not the number of an arc"))?;
            self.left.set(
                self.left
                    .get()
                    .and_then(|left| left.checked_sub(arc.0.len())),
            );
            if self.is_overused() {
                return Err("its arcs are used too often".to_owned());
            }
            let joined = ring.len();
            if *number < 0 {
                ring.extend(arc.0.iter().rev());
            } else {
                ring.extend(&arc.0);
            }
            // Each arc begins with the vertex that the one before ends with.
            if let (Some(end), Some(start)) = (joined.checked_sub(1), ring.get(joined)) {
                if ring[end] != *start {
                    return Err(format!("its arcs do not meet, at {}, {}", start.x, start.y));
                }
                ring.remove(joined);
            }
        }
        Ok(LineString::new(ring))
    }
}

impl Transform {
    fn apply(&self, arc: &mut LineString<f64>) {
        let mut at = Coord { x: 0.0, y: 0.0 };
        for step in &mut arc.0 {
            at = at + *step;
            *step = Coord {
                x: at.x * self.scale[0] + self.translate[0],
                y: at.y * self.scale[1] + self.translate[1],
            };
        }
    }
}
