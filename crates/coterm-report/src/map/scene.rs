//! The geometry of a map as it is drawn: on the page's grid, and simplified so that shared
//! lines stay shared.

use geo::{Coord, MultiPolygon};

use super::Map;
use super::arcs::{Arcs, simplified};
use super::bounds::MapBounds;
use super::cut_sides::CutSides;
use super::frame::Frame;
use super::region::Region;
use super::shape::{Point, Ring, line, rings, units};

/// The rings of a footprint, and the ground that they enclose.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) rings: Vec<Ring>,
    pub(super) region: Region,
}

/// All the geometry of a map.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) land: Shape,
    /// The land's coast, without the sides at which the backdrop was cut.
    pub(super) coast: Vec<Vec<Point>>,
    /// The parts of the frame beyond those sides.
    pub(super) unknown: Vec<MapBounds>,
    /// The ground that the map is focused on.
    pub(super) focus: Option<Shape>,
    /// The map's areas, in its order.
    pub(super) areas: Vec<Shape>,
    /// The outlines and the paths of each of the map's [`super::MapLines`].
    pub(super) lines: Vec<(Vec<Shape>, Vec<Vec<Point>>)>,
    pub(super) pieces: Vec<Shape>,
    /// Arcs between two areas that the map is about.
    pub(super) borders: Vec<Vec<Point>>,
    /// Arcs of areas that the map is about, with no such area on the other side.
    pub(super) outside: Vec<Vec<Point>>,
    /// Arcs of the other areas, without those above.
    pub(super) context: Vec<Vec<Point>>,
    /// The arcs of each of the map's [`super::MapLines`], each once, without those of areas
    /// that the map is about.
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
        let areas = each(map.areas.iter().map(|area| area.footprint), frame);
        let outlines: Vec<Vec<_>> = map
            .lines
            .iter()
            .map(|lines| each(lines.outlines.iter().map(|(outline, _)| *outline), frame))
            .collect();
        let pieces = each(map.pieces.iter().map(|piece| piece.footprint), frame);

        let focus = map.focus.as_ref().map(|focus| rings(focus, frame));
        let mut arcs = Arcs::default();
        let drawn = areas.iter().chain(outlines.iter().flatten());
        for known in drawn.chain(&pieces).chain(&focus) {
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
        let land = shape(&coast, &land);
        let sides = CutSides::of(&map.backdrop);
        let overs = map
            .lines
            .iter()
            .zip(&outlines)
            .map(|(lines, shapes)| {
                let distinct = arcs.distinct(shapes.iter().flatten()).into_iter();
                distinct
                    .filter(|(arc, _)| !main.contains_key(arc))
                    .flat_map(|(arc, uses)| {
                        if uses == 1 && lines.inland && !land.rings.is_empty() {
                            inland(&arc, &land.region)
                        } else {
                            vec![arc]
                        }
                    })
                    .collect()
            })
            .collect();
        let context = other
            .into_keys()
            .filter(|arc| !main.contains_key(arc))
            .collect();
        let paths = map.lines.iter().map(|lines| {
            let inside = lines.paths.iter().filter_map(|path| line(path, frame));
            inside.map(simplified).collect()
        });
        Self {
            coast: sides.coast(&land.rings, frame),
            unknown: sides.beyond(frame),
            focus: focus.map(|rings| shape(&arcs, &rings)),
            land,
            lines: outlines
                .iter()
                .map(|shapes| shapes.iter().map(|rings| shape(&arcs, rings)).collect())
                .zip(paths)
                .collect(),
            areas: areas.iter().map(|rings| shape(&arcs, rings)).collect(),
            pieces: pieces.iter().map(|rings| shape(&arcs, rings)).collect(),
            borders: main
                .iter()
                .filter(|(_, uses)| **uses > 1)
                .map(|(arc, _)| arc.clone())
                .collect(),
            outside: main
                .iter()
                .filter(|(_, uses)| **uses == 1)
                .map(|(arc, _)| arc.clone())
                .collect(),
            context,
            overs,
        }
    }
}

/// The rings of each footprint.
fn each<'a>(
    footprints: impl Iterator<Item = &'a MultiPolygon<f64>>,
    frame: &Frame,
) -> Vec<Vec<Ring>> {
    let rings = footprints.map(|footprint| rings(footprint, frame));
    rings.collect()
}

/// The parts of an arc that have land on both sides, further away than two generalisations of
/// one coast are apart.
fn inland(arc: &[Point], land: &Region) -> Vec<Vec<Point>> {
    /// Distance at which there must be land, in SVG units: half a kilometre where a county
    /// fills the page.
    const ASIDE: f64 = 4.0;
    /// Shortest part that is kept, in SVG units. Shorter ones are only the banks of an
    /// estuary.
    const MIN_LENGTH: f64 = 40.0;
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut going = false;
    for pair in arc.windows(2) {
        let (from, to) = (units(pair[0]), units(pair[1]));
        let (along, middle) = (to - from, (from + to) / 2.0);
        let aside = Coord {
            x: -along.y,
            y: along.x,
        } * (ASIDE / along.x.hypot(along.y));
        let on_land = land.contains(middle + aside) && land.contains(middle - aside);
        match parts.last_mut().filter(|_| going && on_land) {
            Some(part) => part.push(pair[1]),
            None if on_land => parts.push(pair.to_vec()),
            None => {}
        }
        going = on_land;
    }
    let length = |part: &Vec<Point>| {
        let steps = part.windows(2).map(|pair| units(pair[1]) - units(pair[0]));
        steps.map(|step| step.x.hypot(step.y)).sum::<f64>()
    };
    parts.retain(|part| length(part) >= MIN_LENGTH);
    parts
}
