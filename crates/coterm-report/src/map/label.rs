//! Where names are written.

use geo::Coord;

use super::bounds::MapBounds;
use super::marker::RADIUS;
use super::region::Region;
use super::text::{Block, Weight, broken};

/// What is to be written on an area.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// The forms that it may have, for each size, the best size first.
    pub(super) forms: Vec<Vec<Block>>,
    pub(super) region: &'a Region,
    /// Whether it may be written beside the area, with a line that leads there.
    pub(super) beside: bool,
}

impl<'a> Wanted<'a> {
    /// A name, at the first of the sizes at which it fits in the area.
    pub(super) fn name(text: &str, region: &'a Region, sizes: &[f64], weight: Weight) -> Self {
        let forms = sizes
            .iter()
            .map(|&size| broken(text, size, weight, LINES))
            .collect();
        Self {
            forms,
            region,
            beside: true,
        }
    }

    /// A numbered marker.
    pub(super) fn marker(number: u32, region: &'a Region) -> Self {
        let block = Block::square(2.0 * RADIUS + 1.0, number.to_string());
        Self {
            forms: vec![vec![block]],
            region,
            beside: true,
        }
    }

    /// The same, but left out where it does not fit in.
    pub(super) fn only_inside(mut self) -> Self {
        self.beside = false;
        self
    }
}

/// A label in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) block: Block,
    pub(super) bounds: MapBounds,
    /// From the area to the label, where it stands beside.
    pub(super) leader: Option<[Coord<f64>; 2]>,
}

/// What labels have to respect.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    /// Where labels may be at all.
    pub(super) frame: MapBounds,
    /// What the map is about: a label that stands beside its area should not hide it.
    pub(super) filled: Vec<&'a Region>,
    /// Land: the sea is the better place.
    pub(super) land: &'a Region,
    /// Where something is already.
    pub(super) taken: Vec<MapBounds>,
    /// Lines that lead to labels that are placed.
    pub(super) leaders: Vec<[Coord<f64>; 2]>,
}

/// Between two labels, in SVG units.
const GAP: f64 = 5.0;

/// Between a label and the edge of its area, in SVG units.
const INSET: f64 = 2.0;

/// Between what the map is about and a label that stands beside it, in SVG units.
const AWAY: f64 = 8.0;

/// The most lines that a name is broken into.
const LINES: usize = 4;

impl Ground<'_> {
    fn is_free(&self, bounds: &MapBounds) -> bool {
        self.frame.contains(bounds)
            && !self
                .taken
                .iter()
                .any(|taken| taken.grown(GAP).overlaps(bounds))
            && !self.leaders.iter().any(|leader| bounds.meets(*leader))
    }

    /// Places labels, each where the earlier ones leave room: `None` where there is none.
    /// Those that fit in their areas come first.
    pub(super) fn place(&mut self, wanted: &[Wanted<'_>]) -> Vec<Option<Placed>> {
        let mut placed: Vec<Option<Placed>> = vec![None; wanted.len()];
        for (wanted, place) in wanted.iter().zip(&mut placed) {
            *place = self.inside(wanted);
            self.taken.extend(place.iter().map(|placed| placed.bounds));
        }
        for (wanted, place) in wanted.iter().zip(&mut placed) {
            if place.is_none() && wanted.beside {
                *place = self.beside(wanted);
                self.taken.extend(place.iter().map(|placed| placed.bounds));
                self.leaders
                    .extend(place.iter().filter_map(|placed| placed.leader));
            }
        }
        placed
    }

    /// In the area, in the lines and the place that leave most room around.
    fn inside(&self, wanted: &Wanted<'_>) -> Option<Placed> {
        wanted.forms.iter().find_map(|blocks| {
            blocks
                .iter()
                .filter_map(|block| self.inside_as(wanted.region, block))
                .reduce(|best, other| if other.1 > best.1 * 1.15 { other } else { best })
                .map(|(placed, _)| placed)
        })
    }

    /// The room is in heights of the block: as much above as beside it.
    fn inside_as(&self, region: &Region, block: &Block) -> Option<(Placed, f64)> {
        let (width, height) = (block.width, block.height());
        let bounds = |at| MapBounds::around(at, width, height);
        let (at, room) = region.deepest(height / width.max(1.0), |at| {
            let bounds = bounds(at);
            self.is_free(&bounds) && region.holds(&bounds.grown(INSET))
        })?;
        let placed = Placed {
            block: block.clone(),
            bounds: bounds(at),
            leader: None,
        };
        Some((placed, room / height))
    }

    /// Beside the area, at the least cost.
    fn beside(&self, wanted: &Wanted<'_>) -> Option<Placed> {
        const DIRECTIONS: u32 = 32;
        const DISTANCES: [f64; 14] = [
            8.0, 14.0, 20.0, 26.0, 34.0, 44.0, 56.0, 70.0, 85.0, 105.0, 130.0, 160.0, 200.0, 250.0,
        ];
        /// What a smaller size costs, as a longer line does.
        const SMALLER: f64 = 25.0;
        let (anchor, _) = wanted
            .region
            .deepest(1.0, |at| self.is_free(&MapBounds::around(at, 1.0, 1.0)))?;
        let mut best: Option<(f64, Placed)> = None;
        let forms = wanted.forms.iter().zip(0_u8..);
        for (block, smaller) in forms.flat_map(|(blocks, step)| {
            blocks
                .iter()
                .take(2)
                .map(move |block| (block, f64::from(step)))
        }) {
            for direction in 0..DIRECTIONS {
                let angle = f64::from(direction) * std::f64::consts::TAU / f64::from(DIRECTIONS);
                let towards = Coord {
                    x: angle.cos(),
                    y: angle.sin(),
                };
                for distance in DISTANCES {
                    let Some(placed) = self.at(wanted, block, anchor, towards, distance) else {
                        continue;
                    };
                    let cost = self.cost(wanted.region, &placed) + SMALLER * smaller;
                    if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                        best = Some((cost, placed));
                    }
                }
            }
        }
        best.map(|(_, placed)| placed)
    }

    /// A label whose nearest place to the anchor is in this direction, if it may be there.
    fn at(
        &self,
        wanted: &Wanted<'_>,
        block: &Block,
        anchor: Coord<f64>,
        towards: Coord<f64>,
        distance: f64,
    ) -> Option<Placed> {
        /// Between a label and the line that leads to it.
        const STEP: f64 = 3.0;
        let (width, height) = (block.width, block.height());
        let end = anchor + towards * distance;
        // The box lies beyond the end of the line, as far to a side as the line leans.
        let centre = end
            + Coord {
                x: towards.x.signum() * (towards.x.abs() * 2.0).min(1.0) * (width / 2.0 + STEP),
                y: towards.y.signum() * (towards.y.abs() * 2.0).min(1.0) * (height / 2.0 + STEP),
            };
        let bounds = MapBounds::around(centre, width, height);
        let leader = [anchor, bounds.grown(STEP - 1.0).nearest(anchor)];
        let crosses = |taken: &MapBounds| taken.grown(1.0).meets(leader);
        let own = wanted.region.bounds()?;
        (self.is_free(&bounds)
            && !bounds.grown(1.0).meets([anchor, anchor])
            && !self.taken.iter().any(crosses)
            && !self.leaders.iter().any(|other| cross(*other, leader))
            && (!own.overlaps(&bounds)
                || bounds.samples(9, 5).all(|at| !wanted.region.contains(at))))
        .then(|| Placed {
            block: block.clone(),
            bounds,
            leader: Some(leader),
        })
    }

    fn cost(&self, own: &Region, placed: &Placed) -> f64 {
        let Some([from, to]) = placed.leader else {
            return 0.0;
        };
        let covered = |at: &Coord<f64>| self.filled.iter().any(|region| region.contains(*at));
        let (mut hidden, mut on_land) = (0.0, 0.0);
        for at in placed.bounds.grown(AWAY).samples(24, 8) {
            if covered(&at) {
                hidden += 1.0 / 192.0;
            } else if self.land.contains(at) {
                on_land += 1.0 / 192.0;
            }
        }
        // Hiding anything is bad, hiding more is worse.
        if hidden > 0.0 {
            hidden += 0.15;
        }
        let length = (to.x - from.x).hypot(to.y - from.y);
        let crossed = (0..20)
            .map(|step| from + (to - from) * ((f64::from(step) + 0.5) / 20.0))
            .filter(|at| covered(at) && !own.contains(*at))
            .count();
        #[expect(clippy::cast_precision_loss, reason = "it is at most twenty")]
        let crossed = length * crossed as f64 / 20.0;
        length
            + 1.2 * crossed
            + 480.0 * hidden
            + 30.0 * on_land
            + if placed.block.lines.len() > 1 {
                8.0
            } else {
                0.0
            }
    }
}

/// Whether two lines cross.
fn cross([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    let side = |from: Coord<f64>, to: Coord<f64>, at: Coord<f64>| {
        (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x) > 0.0
    };
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: i32, top: i32, side: i32) -> Region {
        let (left, top, side) = (left * 10, top * 10, side * 10);
        Region::new(&[vec![
            [left, top],
            [left + side, top],
            [left + side, top + side],
            [left, top + side],
        ]])
    }

    fn placed(regions: &[(&str, Region)]) -> Vec<Option<Placed>> {
        let nothing = Region::new(&[]);
        let mut ground = Ground {
            frame: MapBounds::new(0.0, 0.0, 400.0, 400.0),
            filled: regions.iter().map(|(_, region)| region).collect(),
            land: &nothing,
            taken: Vec::new(),
            leaders: Vec::new(),
        };
        let wanted: Vec<Wanted<'_>> = regions
            .iter()
            .map(|(text, region)| Wanted::name(text, region, &[16.0, 12.0], Weight::Bold))
            .collect();
        ground.place(&wanted)
    }

    #[test]
    fn a_name_stands_in_the_middle_of_an_area_that_has_room() {
        let placed = placed(&[("Lancashire", square(100, 100, 200))]);
        let label = placed[0].as_ref().unwrap();
        let centre = label.bounds.centre();
        assert!(label.leader.is_none());
        assert!(
            (centre.x - 200.0).abs() < 10.0 && (centre.y - 200.0).abs() < 10.0,
            "{centre:?}"
        );
        assert_eq!(label.block.size, 16.0);
    }

    #[test]
    fn a_long_name_is_broken_before_it_is_made_smaller() {
        let placed = placed(&[("Blackburn with Darwen", square(100, 100, 110))]);
        let label = placed[0].as_ref().unwrap();
        assert!(
            label.leader.is_none() && label.block.lines.len() > 1,
            "{label:?}"
        );
        assert_eq!(label.block.size, 16.0);
    }

    #[test]
    fn a_small_areas_name_stands_beside_it_and_a_line_leads_into_it() {
        let regions = [
            ("Blackpool", square(200, 200, 30)),
            ("Fylde", square(230, 150, 120)),
        ];
        let placed = placed(&regions);
        let label = placed[0].as_ref().unwrap();
        let [from, to] = label.leader.unwrap();
        assert!(regions[0].1.contains(from), "{label:?}");
        assert!(!label.bounds.meets([from, to]), "{label:?}");
        // Neither its own area nor the neighbour is hidden.
        for at in label.bounds.samples(9, 9) {
            assert!(
                !regions.iter().any(|(_, region)| region.contains(at)),
                "{label:?}"
            );
        }
    }

    #[test]
    fn labels_and_the_lines_to_them_keep_apart() {
        let regions: Vec<(&str, Region)> = (0..9)
            .map(|index| {
                (
                    "Small",
                    square(150 + 30 * (index % 3), 150 + 30 * (index / 3), 25),
                )
            })
            .collect();
        let placed: Vec<Placed> = placed(&regions).into_iter().flatten().collect();
        assert!(placed.len() > 5, "only {} have room", placed.len());
        for (index, one) in placed.iter().enumerate() {
            for other in &placed[..index] {
                assert!(!one.bounds.overlaps(&other.bounds), "{one:?} {other:?}");
                assert!(!cross(one.leader.unwrap(), other.leader.unwrap()));
            }
        }
    }
}
