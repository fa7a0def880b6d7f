//! Overlays two coverages and shows what each pair of areas has in common:
//! `cargo run --example overlay`
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::collections::BTreeMap;

use geo::{MultiPolygon, Rect, coord};
use polygon_coverage::arrangement::ExactArea;
use polygon_coverage::{Arrangement, Error, PrecisionModel};

fn main() -> Result<(), Error> {
    // Four columns against three rows of a square of 12 by 12.
    let columns: Vec<_> = (0..4)
        .map(|at| band(f64::from(at) * 3.0, 3.0, false))
        .collect();
    let rows: Vec<_> = (0..3)
        .map(|at| band(f64::from(at) * 4.0, 4.0, true))
        .collect();
    let all: Vec<&MultiPolygon<f64>> = columns.iter().chain(&rows).collect();
    let arrangement = Arrangement::new(&all, PrecisionModel::covering(all.iter().copied()))?;
    // Summed exactly, pair by pair.
    let mut common: BTreeMap<[usize; 2], ExactArea> = BTreeMap::new();
    for face in arrangement.faces() {
        if let [column, row] = face.areas() {
            *common
                .entry([column.index(), row.index() - columns.len()])
                .or_default() += face.exact_area();
        }
    }
    for ([column, row], sum) in common {
        let area = arrangement.area_of(sum);
        println!("column {column} and row {row} have {area} in common");
    }
    Ok(())
}

/// A band of the square that begins at `start` and is `width` wide.
fn band(start: f64, width: f64, is_row: bool) -> MultiPolygon<f64> {
    let (low, high) = if is_row {
        (
            coord! { x: 0.0, y: start },
            coord! { x: 12.0, y: start + width },
        )
    } else {
        (
            coord! { x: start, y: 0.0 },
            coord! { x: start + width, y: 12.0 },
        )
    };
    Rect::new(low, high).to_polygon().into()
}
