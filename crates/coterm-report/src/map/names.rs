//! The labels of a map: which there are, in which order and sizes, and which found room.

use geo::{BoundingRect, MultiPolygon};
use polygon_coverage::measure::unsigned_area;

use super::Map;
use super::bounds::MapBounds;
use super::label::{Ground, Placed, Wanted};
use super::region::Region;
use super::scene::Scene;
use super::text::Weight;

/// Font sizes of names in SVG units, the preferred one first, each row for up to so many
/// names.
const SIZES: [(usize, [f64; 3]); 3] = [
    (6, [17.0, 15.0, 13.5]),
    (12, [15.0, 13.5, 12.0]),
    (usize::MAX, [12.5, 11.5, 10.5]),
];

/// Largest number of labels at which names may stand beside their areas. More lines would be
/// a tangle.
const MAX_LEADERS: usize = 40;

/// Font sizes of the names of a second layer, in SVG units.
const OVER: [f64; 3] = [11.5, 10.5, 9.5];

/// Largest number of areas of a second layer at which their names may stand beside them.
const MAX_OVER_LEADERS: usize = 25;

/// Kind of label, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Name of an area that the map is about.
    Main,
    /// Name of an area of a second layer.
    Over,
    /// A numbered marker.
    Marker(u32),
}

/// Labels that found a place, and the texts of those that did not.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) placed: Vec<(Placed, Kind, String)>,
    pub(super) without_room: Vec<String>,
}

impl Names {
    /// Places all labels of a map in its frame, outside the rectangles that are taken.
    pub(super) fn place(map: &Map<'_>, scene: &Scene, taken: Vec<MapBounds>) -> Self {
        let mut names = Self::default();
        if map.small {
            return names;
        }
        let filled = map
            .areas
            .iter()
            .zip(&scene.areas)
            .filter(|(area, _)| area.fill.is_some());
        let mut ground = Ground {
            frame: map.frame.bounds().grown(-4.0),
            filled: filled.map(|(_, shape)| &shape.region).collect(),
            land: &scene.land.region,
            taken,
            leaders: Vec::new(),
        };
        names.add(&mut ground, piece_markers(map, scene));
        names.add(&mut ground, areas(map, scene));
        names.add(&mut ground, overs(map, scene));
        names
    }

    fn add(&mut self, ground: &mut Ground<'_>, wanted: Vec<(Wanted<'_>, Kind, String)>) {
        let (wanted, texts): (Vec<_>, Vec<_>) = wanted
            .into_iter()
            .map(|(wanted, kind, text)| (wanted, (kind, text)))
            .unzip();
        let placed = ground.place(&wanted);
        for (place, (kind, text)) in placed.into_iter().zip(texts) {
            match place {
                Some(place) => self.placed.push((place, kind, text)),
                // Names of a second layer are optional, so those without room are not
                // reported.
                None if kind == Kind::Over => {}
                None => self.without_room.push(text),
            }
        }
    }
}

fn piece_markers<'a>(map: &Map<'_>, scene: &'a Scene) -> Vec<(Wanted<'a>, Kind, String)> {
    let pieces = map.pieces.iter().zip(&scene.pieces);
    pieces
        .filter_map(|(piece, shape)| {
            let number = piece.number?;
            Some((
                Wanted::marker(number, &shape.region).within(focus(scene)),
                Kind::Marker(number),
                number.to_string(),
            ))
        })
        .collect()
}

/// Labels of the areas, the largest area first. Large areas have the most choice of places,
/// but readers look for them first.
fn areas<'a>(map: &Map<'_>, scene: &'a Scene) -> Vec<(Wanted<'a>, Kind, String)> {
    let mut labelled: Vec<_> = map
        .areas
        .iter()
        .zip(&scene.areas)
        .filter(|(area, shape)| {
            (area.number.is_some() || !area.label.trim().is_empty())
                && !shape.rings.is_empty()
                && is_in_focus(&shape.region, scene)
        })
        .collect();
    labelled.sort_by(|(a, _), (b, _)| {
        unsigned_area(b.footprint).total_cmp(&unsigned_area(a.footprint))
    });
    let count = labelled.len();
    let sizes = SIZES
        .iter()
        .find(|(limit, _)| count <= *limit)
        .map_or(SIZES[2].1, |(_, sizes)| *sizes);
    labelled
        .into_iter()
        .map(|(area, shape)| {
            if let Some(number) = area.number {
                let marker = Wanted::marker(number, &shape.region).within(focus(scene));
                return (marker, Kind::Marker(number), number.to_string());
            }
            let name =
                Wanted::name(&area.label, &shape.region, &sizes, Weight::Bold).within(focus(scene));
            let name = if count > MAX_LEADERS {
                name.only_inside()
            } else {
                name
            };
            (name, Kind::Main, area.label.clone())
        })
        .collect()
}

fn focus(scene: &Scene) -> Option<&Region> {
    scene.focus.as_ref().map(|focus| &focus.region)
}

/// Whether a region has any ground in the map's focus, or the map has none.
fn is_in_focus(region: &Region, scene: &Scene) -> bool {
    focus(scene).is_none_or(|focus| region.deepest(1.0, |at| focus.contains(at)).is_some())
}

fn overs<'a>(map: &Map<'_>, scene: &'a Scene) -> Vec<(Wanted<'a>, Kind, String)> {
    let ground = map.frame.ground();
    let outlines = map.lines.iter().map(|lines| lines.outlines.len());
    let few = outlines.sum::<usize>() <= MAX_OVER_LEADERS;
    let is_whole = |footprint: &MultiPolygon<f64>| {
        let bounds = footprint.bounding_rect();
        bounds.is_some_and(|bounds| {
            bounds.min().x >= ground.min().x
                && bounds.min().y >= ground.min().y
                && bounds.max().x <= ground.max().x
                && bounds.max().y <= ground.max().y
        })
    };
    map.lines
        .iter()
        .zip(&scene.lines)
        .flat_map(|(lines, (shapes, _))| lines.outlines.iter().zip(shapes))
        // A name that the map's own areas have is not written twice.
        .filter(|((_, label), _)| {
            !label.is_empty() && !map.areas.iter().any(|area| area.label == *label)
        })
        .map(|((footprint, label), shape)| {
            let wanted =
                Wanted::name(label, &shape.region, &OVER, Weight::Regular).within(focus(scene));
            // A line to an area that the frame cuts would point at a corner of it.
            let wanted = if few && is_whole(footprint) {
                wanted
            } else {
                wanted.only_inside()
            };
            (wanted, Kind::Over, label.clone())
        })
        .collect()
}
