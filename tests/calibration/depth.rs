//! [`Depths`]: how deep in the wrong area's drawing points lie that the drawing and the finer lines
//! put in different areas.

use coterm_core::dataset::Dataset;
use coterm_core::layers::{AreaId, LayerId, Role};
use coterm_core::space::GridPoint;

use crate::line::Ground;
use crate::truth::{TrueArea, Truth};

/// Distances in metres from the nearest drawn boundary beyond which points are counted.
pub(crate) const BEYOND_M: [f64; 14] = [
    0.0, 50.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 500.0, 600.0, 800.0, 1_000.0,
    1_500.0,
];

/// Counts of points whose nearest drawn boundary is further than each of [`BEYOND_M`].
#[derive(Debug, Default, Clone)]
pub(crate) struct Depths {
    pub(crate) tried: [usize; BEYOND_M.len()],
    /// Points drawn in another area than the true one, inland and along the coast.
    pub(crate) misplaced: [[usize; BEYOND_M.len()]; 2],
    /// Points that are drawn as land and are in no area by the finer lines.
    pub(crate) at_sea: [usize; BEYOND_M.len()],
    /// Greatest distance of a misplaced point, with the point, inland and along the coast.
    pub(crate) deepest: [Option<(f64, GridPoint)>; 2],
}

impl Depths {
    fn add(&mut self, point: GridPoint, distance: f64, misplaced: Option<Ground>, at_sea: bool) {
        for (place, _) in BEYOND_M
            .iter()
            .enumerate()
            .filter(|(_, beyond)| distance >= **beyond)
        {
            self.tried[place] += 1;
            self.at_sea[place] += usize::from(at_sea);
            if let Some(ground) = misplaced {
                self.misplaced[ground as usize][place] += 1;
            }
        }
        if let Some(ground) = misplaced {
            let deepest = &mut self.deepest[ground as usize];
            if deepest.is_none_or(|(greatest, _)| distance > greatest) {
                *deepest = Some((distance, point));
            }
        }
    }
}

/// Kind of fault of an area that a point is put in; `None` if the area is the true one, or cannot
/// be compared. If no area is answered although the point is in one, the fault is at the coast only
/// if no building block of the data contains the point either.
pub(crate) fn misplaced(
    dataset: &Dataset,
    point: GridPoint,
    area: Option<AreaId>,
    containing: TrueArea,
) -> Option<Ground> {
    match (area, containing) {
        (_, TrueArea::NotCompared) | (None, TrueArea::Nobody | TrueArea::Beyond) => None,
        (Some(area), TrueArea::Area(truth)) if area == truth => None,
        (None, TrueArea::Area(_)) if !is_drawn(dataset, point) => Some(Ground::Coast),
        (Some(_), TrueArea::Nobody) => Some(Ground::Coast),
        _ => Some(Ground::Inland),
    }
}

/// Whether any building block contains the point.
pub(crate) fn is_drawn(dataset: &Dataset, point: GridPoint) -> bool {
    let mut layers = dataset.catalogue().iter();
    layers.any(|(id, layer)| {
        layer.info().role == Role::Block && drawn_area(dataset, id, point).is_some()
    })
}

/// The area of the layer whose polygon contains the point.
fn drawn_area(dataset: &Dataset, layer: LayerId, point: GridPoint) -> Option<AreaId> {
    let indexes = dataset.point_index()?;
    indexes.coverage(layer.index()).locate(point.coord())
}

/// Counts points by their depth. The drawn area is that of the layer's index.
pub(crate) fn of_points(
    dataset: &Dataset,
    layer: LayerId,
    truth: &Truth<'_>,
    points: &[GridPoint],
) -> Depths {
    let mut depths = Depths::default();
    let areas = &dataset.catalogue()[layer];
    let boundary = dataset.boundaries(layer);
    for &point in points {
        let (drawn, containing) = (drawn_area(dataset, layer, point), truth.containing(point));
        let left_out = drawn.is_some_and(|area| truth.is_left_out(areas[area].code()));
        if containing == TrueArea::NotCompared || left_out {
            continue;
        }
        if let Some((_, distance)) = boundary.nearest(point) {
            depths.add(
                point,
                distance,
                misplaced(dataset, point, drawn, containing),
                drawn.is_some() && containing == TrueArea::Nobody,
            );
        }
    }
    depths
}
