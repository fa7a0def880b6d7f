//! Ground that areas of a layer claim together, or enclose and leave out.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use geo::{Coord, InteriorPoint, MultiPolygon};

use super::matching::Matching;
use super::report::{CoverageGap, CoverageOverlap};
use crate::topology::arrangement::{Arrangement, Face};
use crate::topology::dissolve::even_odd;
use crate::{BoundaryIndex, Result, area_m2};

/// A gap, and its ground if it is a narrow one.
pub(super) type Enclosed = (CoverageGap, MultiPolygon<f64>);

/// Overlaps and gaps. Only areas that are in a pair of suspects can overlap; of all
/// others no more than the outline of their common ground is put into the arrangement.
pub(super) fn faces(
    footprints: &[&MultiPolygon<f64>],
    matching: &Matching,
    suspects: &BTreeSet<[usize; 2]>,
    gap_width_m: f64,
) -> Result<(Vec<CoverageOverlap>, Vec<Enclosed>)> {
    let pairs = suspects.iter().flatten().copied();
    let suspected: Vec<usize> = pairs.collect::<BTreeSet<_>>().into_iter().collect();
    let is_clean = |area: usize| suspected.binary_search(&area).is_err();
    let outline = matching
        .edges
        .iter()
        .filter(|edge| is_clean(edge.area) && !matching.across(edge).is_some_and(is_clean));
    let clean = even_odd(outline.map(|edge| edge.ends));
    let owners: Vec<&MultiPolygon<f64>> = suspected
        .iter()
        .map(|&area| footprints[area])
        .chain([&clean])
        .collect();
    let arrangement = Arrangement::new(&owners)?;
    let named = Named {
        footprints,
        matching,
        suspected: &suspected,
        nearest: OnceCell::new(),
    };
    let (mut overlaps, mut gaps) = (Vec::new(), Vec::new());
    for face in arrangement.faces() {
        let length_m = face.perimeter_m() / 2.0;
        let width_m = face.area_m2() / length_m;
        match face.owners() {
            [] => {
                let narrow = width_m < gap_width_m;
                let gap = CoverageGap {
                    around: named.around(face),
                    at: inside(face),
                    area_m2: face.area_m2(),
                    width_m,
                    length_m,
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
                    .filter_map(|&owner| suspected.get(owner as usize).copied())
                    .collect(),
                at: inside(face),
                area_m2: face.area_m2(),
                width_m,
            }),
        }
    }
    Ok((overlaps, gaps))
}

/// A place in the largest part of a face.
fn inside(face: Face<'_>) -> Coord<f64> {
    let footprint = face.footprint();
    let size = |polygon: &geo::Polygon<f64>| area_m2(&polygon.clone().into());
    let largest = footprint
        .iter()
        .max_by(|one, other| size(one).total_cmp(&size(other)));
    let place = largest.and_then(InteriorPoint::interior_point);
    let any = face.neighbours().next();
    place.map_or_else(
        || any.map_or(Coord::default(), |(line, _)| line.coords()[0]),
        |place| place.0,
    )
}

/// Tells the areas behind the owners of an arrangement, of which the last one is
/// everybody who is not suspected.
struct Named<'a> {
    footprints: &'a [&'a MultiPolygon<f64>],
    matching: &'a Matching,
    suspected: &'a [usize],
    nearest: OnceCell<BoundaryIndex>,
}

impl Named<'_> {
    /// The areas whose edges are around a face.
    fn around(&self, face: Face<'_>) -> Vec<usize> {
        let mut around = BTreeSet::new();
        for (line, beyond) in face.neighbours() {
            for &owner in beyond.owners() {
                if let Some(&area) = self.suspected.get(owner as usize) {
                    around.insert(area);
                } else {
                    let coords = line.coords();
                    around.extend(
                        coords
                            .windows(2)
                            .filter_map(|edge| self.with_edge([edge[0], edge[1]])),
                    );
                }
            }
        }
        around.into_iter().collect()
    }

    /// The area that has an edge, or, if the edge was rounded, the nearest.
    fn with_edge(&self, [from, to]: [Coord<f64>; 2]) -> Option<usize> {
        let exactly = self.matching.area_with([from, to]);
        exactly
            .or_else(|| self.matching.area_with([to, from]))
            .or_else(|| {
                let nearest = self
                    .nearest
                    .get_or_init(|| BoundaryIndex::new(self.footprints.iter().copied()));
                Some(nearest.nearest_to((from + to) / 2.0)?.0)
            })
    }
}
