//! What a map shows, as it is drawn: on the page's grid, simplified together.

use super::Map;
use super::arcs::{Arcs, simplified_line};
use super::region::Region;
use super::shape::{Point, Ring, line, rings};

/// The rings of a footprint, and the ground that they enclose.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) rings: Vec<Ring>,
    pub(super) region: Region,
}

/// Everything on the ground of a map.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) land: Shape,
    /// As [`Map`] has them.
    pub(super) areas: Vec<Shape>,
    /// For each of the map's [`super::Lines`], the outlines and the paths.
    pub(super) lines: Vec<(Vec<Shape>, Vec<Vec<Point>>)>,
    pub(super) pieces: Vec<Shape>,
    /// The lines of areas that the map is about, where they have neighbours of their kind.
    pub(super) borders: Vec<Vec<Point>>,
    /// The same, where they have none.
    pub(super) outside: Vec<Vec<Point>>,
    /// The lines of the other areas.
    pub(super) context: Vec<Vec<Point>>,
    /// For each of the map's [`super::Lines`], what outlines there are once, without those
    /// that are borders already.
    pub(super) overs: Vec<Vec<Vec<Point>>>,
}

impl Scene {
    pub(super) fn new(map: &Map<'_>) -> Self {
        let frame = &map.frame;
        let land: Vec<Ring> = map
            .backdrop
            .iter()
            .flat_map(|footprint| rings(footprint, frame))
            .collect();
        let areas: Vec<_> = map
            .areas
            .iter()
            .map(|area| rings(area.footprint, frame))
            .collect();
        let outlines: Vec<Vec<_>> = map
            .lines
            .iter()
            .map(|lines| {
                lines
                    .outlines
                    .iter()
                    .map(|(of, _)| rings(of, frame))
                    .collect()
            })
            .collect();
        let pieces: Vec<_> = map
            .pieces
            .iter()
            .map(|piece| rings(piece.footprint, frame))
            .collect();

        let mut arcs = Arcs::default();
        for known in areas.iter().chain(outlines.iter().flatten()).chain(&pieces) {
            arcs.learn(known);
        }
        let mut coast = Arcs::default();
        coast.learn(&land);

        let of_kind = |filled: bool| {
            let areas = map.areas.iter().zip(&areas);
            let kind = areas.filter(move |(area, _)| area.fill.is_some() == filled);
            arcs.distinct(kind.flat_map(|(_, rings)| rings))
        };
        let (main, other) = (of_kind(true), of_kind(false));
        let overs = outlines
            .iter()
            .map(|shapes| {
                let distinct = arcs.distinct(shapes.iter().flatten());
                distinct
                    .into_keys()
                    .filter(|arc| !main.contains_key(arc))
                    .collect()
            })
            .collect();
        let context = other
            .into_keys()
            .filter(|arc| !main.contains_key(arc))
            .collect();
        let shape = |arcs: &Arcs, rings: &Vec<Ring>| {
            let rings: Vec<Ring> = rings
                .iter()
                .filter_map(|ring| arcs.simplify(ring))
                .collect();
            Shape {
                region: Region::new(&rings),
                rings,
            }
        };
        let paths = map.lines.iter().map(|lines| {
            let inside = lines.paths.iter().filter_map(|path| line(path, frame));
            inside.map(simplified_line).collect()
        });
        Self {
            land: shape(&coast, &land),
            lines: outlines
                .iter()
                .map(|shapes| shapes.iter().map(|rings| shape(&arcs, rings)).collect())
                .zip(paths)
                .collect(),
            areas: areas.iter().map(|rings| shape(&arcs, rings)).collect(),
            pieces: pieces.iter().map(|rings| shape(&arcs, rings)).collect(),
            borders: main
                .iter()
                .filter(|(_, of)| **of > 1)
                .map(|(arc, _)| arc.clone())
                .collect(),
            outside: main
                .iter()
                .filter(|(_, of)| **of == 1)
                .map(|(arc, _)| arc.clone())
                .collect(),
            context,
            overs,
        }
    }
}
