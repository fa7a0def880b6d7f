//! Writes coterm's findings on the validity of small random footprints, to be compared with the
//! findings of software that shares no code with it.
//!
//! `validity FOLDER` writes `validity.wkb`, each footprint as well-known binary after its length
//! (u32, little-endian), and `validity.json`, the faults of each footprint. Corners are on a small
//! integer grid, so that rings touch often: in corners, in the middle of edges, several at a point,
//! all around. The last fifth are rotated by some angle and scaled to fractions of a degree, where
//! next to nothing is exactly on a line any more.

use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_tests::Random;
use geo::{Geometry, LineString, MapCoords, MultiPolygon, Polygon, coord};
use geozero::{CoordDimensions, ToWkb};
use polygon_coverage::{dissolve, validity::validity};

const FOOTPRINTS: usize = 20_000;
const SEED: u64 = 6_103;

type Ring = Vec<[i32; 2]>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: validity FOLDER")?;
    let folder = Path::new(&folder);
    let mut random = Random(SEED);
    let (mut bytes, mut verdicts) = (Vec::new(), Vec::new());
    for number in 0..FOOTPRINTS {
        let mut footprint = match number % 8 {
            0 => anything(&mut random),
            1 => parts(&mut random),
            2 | 3 => holes(&mut random),
            4 => diamonds(&mut random),
            5 => cells(&mut random),
            6 => inscribed(&mut random),
            _ => small_holes(&mut random),
        };
        if random.below(6) == 0 {
            damage(&mut footprint, &mut random);
        }
        if number >= FOOTPRINTS / 5 * 4 {
            let (sin, cos) = (0.01 * f64::from(int(random.below(20)))).sin_cos();
            footprint = footprint.map_coords(|at| {
                let (x, y) = (at.x / 700.0, at.y / 300.0);
                coord! { x: x * cos - y * sin - 2.7, y: x * sin + y * cos + 53.9 }
            });
        }
        let wkb = Geometry::from(footprint.clone()).to_wkb(CoordDimensions::xy())?;
        bytes.extend(u32::try_from(wkb.len())?.to_le_bytes());
        bytes.extend(wkb);
        let faults = validity(&footprint).into_iter();
        verdicts.push(faults.map(|reason| reason.fault.to_string()).collect());
    }
    fs::write(folder.join("validity.wkb"), bytes)?;
    let verdicts: Vec<Vec<String>> = verdicts;
    let text = serde_json::to_string(&verdicts)?;
    Ok(fs::write(folder.join("validity.json"), text)?)
}

fn int(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

fn between(random: &mut Random, low: i32, high: i32) -> i32 {
    low + int(random.below(usize::try_from(high - low + 1).unwrap_or(1)))
}

fn closed(ring: &Ring) -> LineString<f64> {
    let corners = ring.iter().chain(ring.first());
    corners
        .map(|&[x, y]| (f64::from(x), f64::from(y)))
        .collect()
}

fn part(shell: &Ring, holes: &[Ring]) -> Polygon<f64> {
    Polygon::new(closed(shell), holes.iter().map(closed).collect())
}

/// A ring of three or four corners within a square of `size` steps, seldom all on one line.
fn small(random: &mut Random, [x, y]: [i32; 2], size: i32) -> Ring {
    let corners = 3 + usize::from(random.below(4) == 0);
    let mut ring = Ring::new();
    for _ in 0..4 {
        ring.clear();
        for _ in 0..corners {
            ring.push([between(random, x, x + size), between(random, y, y + size)]);
        }
        let [[ax, ay], [bx, by], [cx, cy]] = [ring[0], ring[1], ring[2]];
        if (bx - ax) * (cy - ay) != (cx - ax) * (by - ay) {
            break;
        }
    }
    ring
}

/// A square, some of whose sides have further corners on them.
fn square(random: &mut Random, side: i32) -> Ring {
    let mut ring = Ring::new();
    let corners = [[0, 0], [side, 0], [side, side], [0, side]];
    for (number, &[x, y]) in corners.iter().enumerate() {
        ring.push([x, y]);
        let [next_x, next_y] = corners[(number + 1) % 4];
        for step in 1..side {
            if random.below(4) == 0 {
                ring.push([
                    x + (next_x - x).signum() * step,
                    y + (next_y - y).signum() * step,
                ]);
            }
        }
    }
    ring
}

/// A footprint of random corners in random order.
fn anything(random: &mut Random) -> MultiPolygon<f64> {
    let ring = |random: &mut Random| -> Ring {
        (0..3 + random.below(3))
            .map(|_| [between(random, 0, 6), between(random, 0, 6)])
            .collect()
    };
    let shell = ring(random);
    let holes: Vec<Ring> = (0..random.below(2)).map(|_| ring(random)).collect();
    part(&shell, &holes).into()
}

/// A footprint of several parts without holes, at random places.
fn parts(random: &mut Random) -> MultiPolygon<f64> {
    (0..2 + random.below(4))
        .map(|_| {
            let place = [between(random, 0, 6), between(random, 0, 6)];
            let size = between(random, 1, 4);
            part(&small(random, place, size), &[])
        })
        .collect()
}

/// A footprint with holes at random places in and around a square.
fn holes(random: &mut Random) -> MultiPolygon<f64> {
    let shell = square(random, 7);
    let holes: Vec<Ring> = (0..=random.below(4))
        .map(|_| {
            let place = [between(random, -1, 6), between(random, -1, 6)];
            let size = between(random, 1, 4);
            small(random, place, size)
        })
        .collect();
    part(&shell, &holes).into()
}

/// A footprint with many holes that are small, so that they touch rather than cross.
fn small_holes(random: &mut Random) -> MultiPolygon<f64> {
    let shell = square(random, 8);
    let mut squares: Vec<[i32; 2]> = (0..64).map(|cell| [cell % 8, cell / 8]).collect();
    let holes: Vec<Ring> = (0..3 + random.below(20))
        .map(|_| {
            let [x, y] = squares.swap_remove(random.below(squares.len()));
            let mut ring = vec![[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]];
            ring.remove(random.below(4));
            ring
        })
        .collect();
    part(&shell, &holes).into()
}

/// A footprint with diamond-shaped holes that touch in their corners: chains of holes, and rings of
/// them.
fn diamonds(random: &mut Random) -> MultiPolygon<f64> {
    let shell = square(random, 8);
    let share = between(random, 1, 7);
    let mut holes = Vec::new();
    for cell in 0..32 {
        let (row, column) = (cell / 4, cell % 4);
        let [x, y] = [2 * column + row % 2 + 1, row + 1];
        if y < 8 && x < 8 && between(random, 0, 9) < share {
            holes.push(vec![[x - 1, y], [x, y - 1], [x + 1, y], [x, y + 1]]);
        }
    }
    part(&shell, &holes).into()
}

/// A footprint of joined cells of a board. Its rings are valid, but not always when they are taken
/// for the rings of one part, or for parts of their own.
fn cells(random: &mut Random) -> MultiPolygon<f64> {
    let share = between(random, 3, 7);
    let mut board = Vec::new();
    for cell in 0..36 {
        let [x, y] = [cell % 6, cell / 6];
        if between(random, 0, 9) < share {
            let ring = vec![[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]];
            board.push(MultiPolygon::from(part(&ring, &[])));
        }
    }
    let mut joined = dissolve(&board).unwrap_or(MultiPolygon::new(Vec::new()));
    match random.below(4) {
        // The other parts become holes of the first, or all holes become parts.
        0 if joined.0.len() > 1 => {
            let rings = joined.0.split_off(1).into_iter();
            let mut first = joined.0.remove(0);
            rings.for_each(|other| first.interiors_push(other.into_inner().0));
            first.into()
        }
        1 => {
            let parts = joined.into_iter().flat_map(|part| {
                let (shell, holes) = part.into_inner();
                std::iter::once(shell).chain(holes)
            });
            parts.map(|ring| Polygon::new(ring, Vec::new())).collect()
        }
        _ => joined,
    }
}

/// A footprint with a ring whose corners all lie on another ring, inside or around it, as a part or
/// as a hole.
fn inscribed(random: &mut Random) -> MultiPolygon<f64> {
    let shell = square(random, 6);
    let hole = vec![[1, 1], [5, 1], [5, 5], [1, 5]];
    let is_in_hole = random.flip();
    let outer = if is_in_hole { &hole } else { &shell };
    let (low, high) = (outer[0][0], 6 - outer[0][0]);
    let mut ring = Ring::new();
    for side in 0..4 {
        let along = between(random, low, high);
        if random.below(4) > 0 {
            ring.push([[along, low], [high, along], [along, high], [low, along]][side]);
        }
    }
    if random.below(3) == 0 {
        ring.push([between(random, 0, 6), between(random, 0, 6)]);
    }
    if ring.len() < 3 || random.flip() {
        ring = small(random, [low + 1, low + 1], high - low - 2);
    }
    let holes = if random.flip() {
        vec![hole]
    } else {
        Vec::new()
    };
    if random.flip() {
        let mut parts = vec![part(&shell, &holes), part(&ring, &[])];
        if random.flip() {
            parts.swap(0, 1);
        }
        MultiPolygon::new(parts)
    } else {
        part(&shell, &[holes, vec![ring]].concat()).into()
    }
}

/// Damages a ring in a way in which drawing programs do.
fn damage(footprint: &mut MultiPolygon<f64>, random: &mut Random) {
    let how = random.below(6);
    let parts = footprint.0.len();
    if parts == 0 {
        return;
    }
    let at = random.below(parts);
    let part = &mut footprint.0[at];
    if how == 0 {
        let copy = part.interiors().first().unwrap_or(part.exterior()).clone();
        return part.interiors_push(copy);
    }
    if how == 1 {
        let copy = part.clone();
        return footprint.0.push(copy);
    }
    part.exterior_mut(|ring| {
        let corners = &mut ring.0;
        let place = random.below(corners.len());
        let corner = corners[place];
        match how {
            // A corner twice, a spike, and a ring that is only a line there and back.
            2 => corners.insert(place, corner),
            3 => {
                let tip = coord! { x: f64::from(between(random, 0, 6)), y: corner.y };
                corners.splice(place..place, [corner, tip]);
            }
            4 => {
                let (one, other) = (corners[0], corners[corners.len() / 2]);
                *corners = vec![one, other, other, one];
            }
            // The ring in reverse, beginning with another corner.
            _ => {
                corners.pop();
                corners.reverse();
                let by = place % corners.len().max(1);
                corners.rotate_left(by);
                let first = corners[0];
                corners.push(first);
            }
        }
    });
}
