//! Placement of names and markers on a map: in their areas, or beside them with a line. No
//! two labels overlap, and no line crosses another or a label.

use geo::Coord;

use super::bounds::MapBounds;
use super::marker::RADIUS;
use super::region::Region;
use super::text::{Block, Weight, broken};

/// A label to be placed.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// The ways to break the text into lines, for each allowed size. The preferred size is
    /// first.
    pub(super) forms: Vec<Vec<Block>>,
    pub(super) region: &'a Region,
    /// Ground outside which the area is not shown, if the map has a focus.
    pub(super) within: Option<&'a Region>,
    /// Whether the label may stand beside the area, with a line that leads there.
    pub(super) may_have_leader: bool,
}

impl<'a> Wanted<'a> {
    /// A name, in the first of the sizes at which it fits in the area.
    pub(super) fn name(text: &str, region: &'a Region, sizes: &[f64], weight: Weight) -> Self {
        let forms = sizes
            .iter()
            .map(|&size| broken(text, size, weight, LINES))
            .collect();
        Self {
            forms,
            region,
            within: None,
            may_have_leader: true,
        }
    }

    /// A numbered marker, which may stand beside the area.
    pub(super) fn marker(number: u32, region: &'a Region) -> Self {
        let block = Block::square(2.0 * RADIUS + 1.0, number.to_string());
        Self {
            forms: vec![vec![block]],
            region,
            within: None,
            may_have_leader: true,
        }
    }

    /// Keeps the label, or the end of the line to it, within this ground if the area has a
    /// part there.
    pub(super) fn within(mut self, ground: Option<&'a Region>) -> Self {
        self.within = ground.filter(|ground| {
            let shared = self.region.deepest(1.0, |at| ground.contains(at));
            shared.is_some()
        });
        self
    }

    /// Forbids a place beside the area: a label that does not fit inside is left out.
    pub(super) fn only_inside(mut self) -> Self {
        self.may_have_leader = false;
        self
    }
}

/// A label that has found its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) block: Block,
    pub(super) bounds: MapBounds,
    /// The line from the area to the label, if the label stands beside the area.
    pub(super) leader: Option<[Coord<f64>; 2]>,
}

/// Constraints on the places of labels.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    /// The rectangle that labels must not leave.
    pub(super) frame: MapBounds,
    /// Areas that the map is about. A label that stands beside its own area should not hide
    /// them.
    pub(super) filled: Vec<&'a Region>,
    /// Land, on which a label beside its area costs more than on the sea.
    pub(super) land: &'a Region,
    /// Rectangles of the legend, the scale bar and the labels placed so far.
    pub(super) taken: Vec<MapBounds>,
    /// Lines that lead to the labels placed so far.
    pub(super) leaders: Vec<[Coord<f64>; 2]>,
}

/// Distance between two labels, in SVG units.
const GAP: f64 = 5.0;

/// Distance between a label and the edge of its area, in SVG units.
const INSET: f64 = 2.0;

/// Distance between the areas that the map is about and a label beside its area, in SVG
/// units.
const CLEARANCE: f64 = 8.0;

/// Largest number of lines that a name is broken into.
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

    /// Places labels in two passes: first those that fit in their areas, then the rest beside
    /// them. Each takes the room that the earlier ones left; `None` for a label without room.
    pub(super) fn place(&mut self, wanted: &[Wanted<'_>]) -> Vec<Option<Placed>> {
        let mut placed: Vec<Option<Placed>> = vec![None; wanted.len()];
        for (wanted, place) in wanted.iter().zip(&mut placed) {
            *place = self.inside(wanted);
            self.taken.extend(place.iter().map(|placed| placed.bounds));
        }
        for (wanted, place) in wanted.iter().zip(&mut placed) {
            if place.is_none() && wanted.may_have_leader {
                *place = self.place_with_leader(wanted);
                self.taken.extend(place.iter().map(|placed| placed.bounds));
                self.leaders
                    .extend(place.iter().filter_map(|placed| placed.leader));
            }
        }
        placed
    }

    /// Places a label in its area at the first size that fits, where it has most room around
    /// it. More line breaks are used if they give 15% more room.
    fn inside(&self, wanted: &Wanted<'_>) -> Option<Placed> {
        wanted.forms.iter().find_map(|blocks| {
            blocks
                .iter()
                .filter_map(|block| self.inside_as(wanted, block))
                .reduce(|best, other| if other.1 > best.1 * 1.15 { other } else { best })
                .map(|(placed, _)| placed)
        })
    }

    /// Places one form of a label in its area. The room is in heights of the label, and
    /// counts as much above as beside it.
    fn inside_as(&self, wanted: &Wanted<'_>, block: &Block) -> Option<(Placed, f64)> {
        let (width, height) = (block.width, block.height());
        let bounds = |at| MapBounds::centred(at, width, height);
        let (at, room) = wanted.region.deepest(height / width.max(1.0), |at| {
            let bounds = bounds(at);
            let grown = bounds.grown(INSET);
            self.is_free(&bounds)
                && wanted.region.holds(&grown)
                && wanted.within.is_none_or(|ground| ground.holds(&grown))
        })?;
        let placed = Placed {
            block: block.clone(),
            bounds: bounds(at),
            leader: None,
        };
        Some((placed, room / height))
    }

    /// Places a label beside its area where the cost is least, among 32 directions and 14
    /// distances.
    fn place_with_leader(&self, wanted: &Wanted<'_>) -> Option<Placed> {
        const DIRECTIONS: u32 = 32;
        const DISTANCES: [f64; 14] = [
            8.0, 14.0, 20.0, 26.0, 34.0, 44.0, 56.0, 70.0, 85.0, 105.0, 130.0, 160.0, 200.0, 250.0,
        ];
        /// Cost of each step to a smaller size, in SVG units of line length.
        const SMALLER: f64 = 25.0;
        let (anchor, _) = wanted.region.deepest(1.0, |at| {
            self.is_free(&MapBounds::centred(at, 1.0, 1.0))
                && wanted.within.is_none_or(|ground| ground.contains(at))
        })?;
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
                    if best.as_ref().is_none_or(|(lowest, _)| cost < *lowest) {
                        best = Some((cost, placed));
                    }
                }
            }
        }
        best.map(|(_, placed)| placed)
    }

    /// A label beyond a line of this length and direction from the anchor, unless something
    /// is in the way.
    fn at(
        &self,
        wanted: &Wanted<'_>,
        block: &Block,
        anchor: Coord<f64>,
        towards: Coord<f64>,
        distance: f64,
    ) -> Option<Placed> {
        /// Distance between a label and the line that leads to it, in SVG units.
        const STEP: f64 = 3.0;
        let (width, height) = (block.width, block.height());
        let end = anchor + towards * distance;
        // The label's centre is beyond the end of the line, and further aside the more the
        // line leans that way.
        let centre = end
            + Coord {
                x: towards.x.signum() * (towards.x.abs() * 2.0).min(1.0) * (width / 2.0 + STEP),
                y: towards.y.signum() * (towards.y.abs() * 2.0).min(1.0) * (height / 2.0 + STEP),
            };
        let bounds = MapBounds::centred(centre, width, height);
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
        for at in placed.bounds.grown(CLEARANCE).samples(24, 8) {
            if covered(&at) {
                hidden += 1.0 / 192.0;
            } else if self.land.contains(at) {
                on_land += 1.0 / 192.0;
            }
        }
        // A fixed cost applies to hiding anything; the rest grows with how much is hidden.
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

/// Whether two segments cross.
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
        // The label hides neither its own area nor the neighbour.
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
