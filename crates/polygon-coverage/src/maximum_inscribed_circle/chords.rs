//! [`centres`]: candidate positions for the centre of a circle in a face, found from the face's
//! chords. Lets most slivers be recognised without a search.

use geo::Coord;

use crate::arrangement::Face;

/// Centres of squares, half as wide as the circle, one of which contains the centre of any circle
/// of that diameter that fits into the face. Empty if none fits.
///
/// A mesh of lines half a diameter apart is laid over the plane. The centre of a circle is within
/// a quarter of its diameter, along either axis, of some node. The two lines through that node
/// therefore cut chords of at least √3/2 diameters from the circle, and the node is on both. So
/// only nodes on a row *and* a column with that much of the face in one piece need a look. Along
/// a sliver, whichever way it runs, there are none.
///
/// `None` if the circle is so small compared with the face that the mesh would cost more than it
/// saves. O(n) in the edges, and in the mesh lines that they cross.
pub(super) fn centres(face: Face<'_>, diameter: f64) -> Option<Vec<Coord<f64>>> {
    let spacing = diameter / 2.0;
    if spacing < FINEST_UNITS / face.arrangement().precision().scale()
        || face.perimeter() > MAX_LINES * spacing
    {
        return None;
    }
    let rows = Chords::of(face, spacing, |coord| [coord.x, coord.y]);
    if rows.0.is_empty() {
        return Some(Vec::new());
    }
    let columns = Chords::of(face, spacing, |coord| [coord.y, coord.x]);
    let mut centres = Vec::new();
    for chord in &rows.0 {
        let y = f64::from(chord.line) * spacing;
        let [from, to] = chord.ends.map(|end| end / spacing);
        #[expect(clippy::cast_possible_truncation, reason = "lines are numbered so")]
        for column in from.ceil() as i32..=to.floor() as i32 {
            if columns.contain(column, y) {
                let x = f64::from(column) * spacing;
                centres.push(Coord { x, y });
            }
        }
    }
    Some(centres)
}

/// Smallest spacing of lines, in grid units: wider lines can be numbered wherever coordinates are.
const FINEST_UNITS: f64 = 2.0;

/// Largest number of mesh lines that an outline may cross: 2,000 km of it for a circle of 40 m.
const MAX_LINES: f64 = 100_000.0;

/// Least length of a chord in diameters: √3/2 = 0.866…, less an allowance for rounding.
const MIN_CHORD: f64 = 0.866;

/// Part of a mesh line that lies in the face.
#[derive(Debug, Clone, Copy)]
struct Chord {
    line: i32,
    ends: [f64; 2],
}

/// Chords long enough for a circle, in order.
struct Chords(Vec<Chord>);

impl Chords {
    /// The chords on lines along the first axis, at multiples of `spacing` along the second.
    fn of(face: Face<'_>, spacing: f64, axes: impl Fn(Coord<f64>) -> [f64; 2]) -> Self {
        let mut crossed: Vec<(i32, f64)> = Vec::new();
        for (line, _) in face.neighbours() {
            let mut coords = line.vertices().map(&axes);
            let Some(mut from) = coords.next() else {
                continue;
            };
            // The first line above; a line that runs through a vertex counts as below it.
            #[expect(clippy::cast_possible_truncation, reason = "some 10⁹ mm at most")]
            let above = |at: [f64; 2]| (at[1] / spacing).floor() as i32 + 1;
            let mut of_from = above(from);
            for to in coords {
                let of_to = above(to);
                for number in of_from.min(of_to)..of_from.max(of_to) {
                    let part = (f64::from(number) * spacing - from[1]) / (to[1] - from[1]);
                    crossed.push((number, from[0] + part * (to[0] - from[0])));
                }
                (from, of_from) = (to, of_to);
            }
        }
        crossed.sort_unstable_by(|one, other| {
            (one.0.cmp(&other.0)).then_with(|| one.1.total_cmp(&other.1))
        });
        // A line enters and leaves the face alternately.
        let chords = crossed.chunks_exact(2).map(|ends| Chord {
            line: ends[0].0,
            ends: [ends[0].1, ends[1].1],
        });
        let min_length = MIN_CHORD * 2.0 * spacing;
        Self(
            chords
                .filter(|chord| chord.ends[1] - chord.ends[0] >= min_length)
                .collect(),
        )
    }

    /// Whether a position on a line is on one of the chords.
    fn contain(&self, line: i32, place: f64) -> bool {
        let before = |chord: &Chord| (chord.line, chord.ends[1]) < (line, place);
        self.0
            .get(self.0.partition_point(before))
            .is_some_and(|chord| chord.line == line && chord.ends[0] <= place)
    }
}

#[cfg(test)]
mod tests {
    use crate::Arrangement;
    use crate::maximum_inscribed_circle::{circle_fits, maximum_inscribed_circle};
    use crate::precision::millimetres;
    use geo::{BoundingRect, Coord, LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    /// Generates bands along a ragged line, and stars.
    fn footprints() -> impl Strategy<Value = MultiPolygon<f64>> {
        let band = (
            prop::collection::vec((0.0..40.0, 5.0..60.0_f64), 2..12),
            -3.0..3.0_f64,
        )
            .prop_map(|(along, turn)| {
                let at = |step: usize, y: f64| {
                    #[expect(clippy::cast_precision_loss, reason = "a few")]
                    let x = 37.0 * step as f64;
                    let (sin, cos) = turn.sin_cos();
                    let whole = |metres: f64| (1_000.0 * metres).round() / 1_000.0;
                    Coord {
                        x: whole(400_000.0 + cos * x - sin * y),
                        y: whole(400_000.0 + sin * x + cos * y),
                    }
                };
                let steps = along.iter().enumerate();
                let lower = steps.clone().map(|(step, (y, _))| at(step, *y));
                let upper = steps.map(|(step, (y, height))| at(step, y + height));
                let ring: Vec<_> = lower.chain(upper.rev()).collect();
                Polygon::new(LineString(ring), Vec::new()).into()
            });
        let star = prop::collection::vec(10.0..120.0_f64, 3..20).prop_map(|radii| {
            #[expect(clippy::cast_precision_loss, reason = "a few")]
            let angle = |step: usize| std::f64::consts::TAU * step as f64 / radii.len() as f64;
            let whole = |metres: f64| (1_000.0 * metres).round() / 1_000.0;
            let at = |(step, radius): (usize, &f64)| Coord {
                x: whole(400_000.0 + radius * angle(step).cos()),
                y: whole(400_000.0 + radius * angle(step).sin()),
            };
            let ring: Vec<_> = radii.iter().enumerate().map(at).collect();
            Polygon::new(LineString(ring), Vec::new()).into()
        });
        prop_oneof![band, star]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn a_circle_fits_if_the_largest_one_is_as_large(
            footprint in footprints(), part in prop_oneof![0.3..1.7_f64, 0.9..1.1_f64],
        ) {
            let arrangement = Arrangement::new(&[&footprint], millimetres()).unwrap();
            prop_assume!(arrangement.faces().len() == 1 && footprint.bounding_rect().is_some());
            let largest = 2.0 * maximum_inscribed_circle(&footprint, 0.05).unwrap().radius;
            let diameter = part * largest;
            let fits = circle_fits(arrangement.faces().next().unwrap(), diameter);
            // The largest circle is known to a hundredth, or a decimetre.
            let unsure = 0.012 * largest + 0.12;
            if diameter + unsure < largest {
                prop_assert!(fits, "{diameter} of {largest}");
            }
            if diameter > largest + unsure {
                prop_assert!(!fits, "{diameter} of {largest}");
            }
        }
    }
}
