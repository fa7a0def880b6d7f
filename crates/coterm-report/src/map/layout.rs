//! Layout of a map's page, in SVG units: the frame, the texts above and below it, the legend
//! and the scale bar. In a corner of the map, a legend hides nothing that the map is about.

use super::Map;
use super::bounds::MapBounds;
use super::legend::Legend;
use super::scale_bar::ScaleBar;
use super::scene::Scene;
use super::text::{Block, Weight};

/// Margin of the page.
const MARGIN: f64 = 24.0;
/// Font size of the title.
const TITLE: f64 = 27.0;
/// Font size of the subtitle.
const SUBTITLE: f64 = 15.0;
/// Font size of the attribution.
const ATTRIBUTION: f64 = 10.0;
/// Distance between the parts of a page.
const APART: f64 = 10.0;
/// Distance between the frame and the legend or scale bar in its corners.
const INSET: f64 = 12.0;
/// Largest fraction of the frame's width and height that a legend in a corner may take.
const SHARE: f64 = 0.45;
/// Largest length of the scale bar, as a fraction of the frame's width.
const BAR: f64 = 0.24;

/// The page of a map.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The map's frame.
    pub(super) frame: MapBounds,
    /// Texts above and below the frame, each with the left and top of its block.
    pub(super) texts: Vec<(Block, Role, f64, f64)>,
    /// The legend, its rectangle on the page, and whether it is on the map.
    pub(super) legend: Option<(Legend<'a>, MapBounds, bool)>,
    /// The scale bar, and its rectangle on the page.
    pub(super) scale_bar: Option<(ScaleBar, MapBounds)>,
}

/// Purpose of a text, which decides how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    Attribution,
}

impl<'a> Layout<'a> {
    pub(super) fn new(map: &'a Map<'_>, scene: &Scene) -> Self {
        let margin = if map.small { 0.0 } else { MARGIN };
        let size = map.frame.bounds();
        let mut texts = Vec::new();
        let mut top = margin;
        let mut write = |text: &str, size, weight, role, top: &mut f64| {
            if !map.small && !text.trim().is_empty() {
                let block = Block::within(text, size, weight, map.frame.width());
                let height = block.height();
                texts.push((block, role, margin, *top));
                *top += height;
                true
            } else {
                false
            }
        };
        let titled = write(&map.title, TITLE, Weight::Bold, Role::Title, &mut top)
            | write(
                &map.subtitle,
                SUBTITLE,
                Weight::Regular,
                Role::Subtitle,
                &mut top,
            );
        if titled {
            top += APART;
        }
        let frame = size.moved(margin, top);
        top = frame.bottom;

        let legend = (!map.small && !map.legend.is_empty()).then(|| {
            let legend = Legend::in_a_corner(&map.legend);
            if let Some(corner) = free_corner(&legend, &size, scene) {
                return (legend, corner.moved(frame.left, frame.top), true);
            }
            let legend = Legend::below(&map.legend, map.frame.width());
            let bounds = MapBounds::new(frame.left, top, frame.right, top + legend.height());
            top = bounds.bottom - APART;
            (legend, bounds, false)
        });
        let scale_bar = (!map.small).then(|| {
            let bar = ScaleBar::new(map.frame.metres_per_unit(), map.frame.width() * BAR);
            let on_map = legend.as_ref().filter(|(_, _, on_map)| *on_map);
            let taken = on_map.map(|(_, bounds, _)| bounds.moved(-frame.left, -frame.top));
            let bounds = for_scale_bar(&bar, &size, taken, scene);
            (bar, bounds.moved(frame.left, frame.top))
        });
        top += APART;
        write(
            &map.attribution,
            ATTRIBUTION,
            Weight::Regular,
            Role::Attribution,
            &mut top,
        );
        Self {
            width: size.width() + 2.0 * margin,
            height: if map.small {
                size.height()
            } else {
                top + margin - APART / 2.0
            },
            frame,
            texts,
            legend,
            scale_bar,
        }
    }
}

/// Fraction of a rectangle that the map's areas and pieces cover, from 256 samples.
fn covered(bounds: &MapBounds, scene: &Scene) -> f64 {
    let sampled: Vec<_> = bounds.samples(16, 16).collect();
    let hit = sampled.iter().filter(|&&at| {
        let areas = scene.areas.iter().chain(&scene.pieces);
        areas.into_iter().any(|area| area.region.contains(at))
    });
    #[expect(clippy::cast_precision_loss, reason = "there are 256")]
    let part = hit.count() as f64 / sampled.len() as f64;
    part
}

/// The first corner in which a legend hides none of the map's areas and pieces; `None` if
/// there is none, or if the legend is too large for a corner.
fn free_corner(legend: &Legend<'_>, frame: &MapBounds, scene: &Scene) -> Option<MapBounds> {
    let (width, height) = (legend.width(), legend.height());
    if width > frame.width() * SHARE || height > frame.height() * SHARE {
        return None;
    }
    let (left, right) = (INSET, frame.right - INSET - width);
    let (top, bottom) = (INSET, frame.bottom - INSET - height);
    [(left, top), (left, bottom), (right, top), (right, bottom)]
        .into_iter()
        .map(|(x, y)| MapBounds::new(x, y, x + width, y + height))
        .find(|bounds| covered(&bounds.grown(INSET), scene) == 0.0)
}

/// The lower corner in which a scale bar hides least; the right one if both are equal. A
/// corner with the legend counts as worse than one that is covered completely.
fn for_scale_bar(
    bar: &ScaleBar,
    frame: &MapBounds,
    taken: Option<MapBounds>,
    scene: &Scene,
) -> MapBounds {
    let (width, height) = (bar.width(), ScaleBar::height());
    let top = frame.bottom - INSET - height;
    let corners = [frame.right - INSET - width, INSET]
        .map(|left| MapBounds::new(left, top, left + width, top + height));
    let hides = |bounds: &MapBounds| {
        let legend = taken.is_some_and(|taken| taken.grown(INSET).overlaps(bounds));
        covered(&bounds.grown(INSET), scene) + if legend { 2.0 } else { 0.0 }
    };
    if hides(&corners[1]) < hides(&corners[0]) {
        corners[1]
    } else {
        corners[0]
    }
}
