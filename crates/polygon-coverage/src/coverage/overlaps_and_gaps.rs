//! Overlaps of areas, and gaps that areas enclose, with their sizes from an arrangement.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use geo::{Coord, InteriorPoint, MultiPolygon};

use super::matching::Matching;
use super::report::{CoverageGap, CoverageOverlap};
use crate::arrangement::{Arrangement, Face};
use crate::dissolve::even_odd;
use crate::measure::unsigned_area;
use crate::{AreaId, BoundaryIndex, PrecisionModel, Result};

/// Gap, with its ground if it is narrow.
pub(super) type Enclosed = (CoverageGap, MultiPolygon<f64>);

/// Finds overlaps and gaps. Only areas in a pair of suspects can overlap; of all other areas only
/// the outline of their union is put into the arrangement.
pub(super) fn overlaps_and_gaps(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    suspects: &BTreeSet<[AreaId; 2]>,
    (gap_width, model): (f64, PrecisionModel),
) -> Result<(Vec<CoverageOverlap>, Vec<Enclosed>)> {
    let pairs = suspects.iter().flatten().copied();
    let suspected: Vec<AreaId> = pairs.collect::<BTreeSet<_>>().into_iter().collect();
    let is_clean = |area: AreaId| suspected.binary_search(&area).is_err();
    let outline = matching
        .edges
        .iter()
        .enumerate()
        .filter(|(position, edge)| {
            is_clean(edge.area) && !matching.across(*position).is_some_and(is_clean)
        });
    let clean = even_odd(outline.map(|(_, edge)| edge.ends));
    let areas: Vec<&MultiPolygon<f64>> = suspected
        .iter()
        .map(|&area| footprints[area.index()])
        .chain([&clean])
        .collect();
    let arrangement = Arrangement::new(&areas, model)?;
    let named = Named {
        footprints,
        matching,
        suspected: &suspected,
        nearest: OnceCell::new(),
    };
    let (mut overlaps, mut gaps) = (Vec::new(), Vec::new());
    for face in arrangement.faces() {
        let length = face.perimeter() / 2.0;
        let width = face.area() / length;
        match face.areas() {
            [] => {
                let narrow = width < gap_width;
                let gap = CoverageGap {
                    neighbours: named.neighbours(face)?,
                    at: inside(face),
                    area: face.area(),
                    width,
                    length,
                    narrow,
                    open: false,
                };
                let ground = if narrow {
                    face.footprint()
                } else {
                    MultiPolygon::new(Vec::new())
                };
                gaps.push((gap, ground));
            }
            [_] => {}
            several => overlaps.push(CoverageOverlap {
                areas: several
                    .iter()
                    .filter_map(|area| suspected.get(area.index()).copied())
                    .collect(),
                at: inside(face),
                area: face.area(),
                width,
            }),
        }
    }
    Ok((overlaps, gaps))
}

/// A point in the largest part of a face.
fn inside(face: Face<'_>) -> Coord<f64> {
    let footprint = face.footprint();
    let size = |polygon: &geo::Polygon<f64>| unsigned_area(&polygon.clone().into());
    let largest = footprint
        .iter()
        .max_by(|one, other| size(one).total_cmp(&size(other)));
    let place = largest.and_then(InteriorPoint::interior_point);
    let any = face.neighbours().next();
    place.map_or_else(
        || any.map_or(Coord::default(), |(arc, _)| arc.coords()[0]),
        |place| place.0,
    )
}

/// Converts the areas of an arrangement to those of the report. The last area of the arrangement
/// is the union of all areas that are not suspected.
struct Named<'a> {
    footprints: &'a [&'a MultiPolygon<f64>],
    matching: &'a Matching,
    suspected: &'a [AreaId],
    nearest: OnceCell<BoundaryIndex>,
}

impl Named<'_> {
    /// The areas whose edges are around a face.
    fn neighbours(&self, face: Face<'_>) -> Result<Vec<AreaId>> {
        let mut neighbours = BTreeSet::new();
        for (arc, beyond) in face.neighbours() {
            for area in beyond.areas() {
                if let Some(&area) = self.suspected.get(area.index()) {
                    neighbours.insert(area);
                } else {
                    for edge in arc.coords().windows(2) {
                        neighbours.extend(self.with_edge([edge[0], edge[1]])?);
                    }
                }
            }
        }
        Ok(neighbours.into_iter().collect())
    }

    /// The area that has an edge or, if the edge was rounded, the area with the nearest edge.
    fn with_edge(&self, [from, to]: [Coord<f64>; 2]) -> Result<Option<AreaId>> {
        let exactly = self.matching.area_with([from, to]);
        let exactly = exactly.or_else(|| self.matching.area_with([to, from]));
        if exactly.is_some() {
            return Ok(exactly);
        }
        let nearest = if let Some(nearest) = self.nearest.get() {
            nearest
        } else {
            let made = BoundaryIndex::build(self.footprints.iter().copied())?;
            self.nearest.get_or_init(|| made)
        };
        let found = nearest.nearest((from + to) / 2.0);
        Ok(found.map(|(area, _)| area))
    }
}
