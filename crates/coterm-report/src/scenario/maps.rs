//! The maps of a report's scenarios, one for each, all of the same ground.

use std::fmt::Write;

use coterm_core::comparison::Named;
use coterm_core::layers::{Area, Layer};
use coterm_core::words::count;
use geo::MultiPolygon;

use super::{ScenarioReport, Scored};
use crate::document::markup::{HtmlText, paragraph};
use crate::document::picture::picture;
use crate::{
    Colour, Frame, Hatch, LayerMap, LineStyle, Map, MapArea, MapLines, MapPiece, PALETTE, Sample,
    colour_areas,
};

/// Hatching of building blocks that are in no area.
const NOWHERE: Colour = Colour(0xb4, 0x1f, 0x1f);
/// Hatching of building blocks that were probably forgotten.
const FORGOTTEN: Colour = Colour(0xb0, 0x4a, 0x00);
/// Hatching of building blocks that are in several areas.
const SEVERAL: Colour = Colour(0x5b, 0x2a, 0x86);
/// Widths of the frame of a map beside one other, and beside several, in SVG units. A narrower
/// frame has larger text for its size, so that maps side by side can be read.
const SHARED_WIDTHS: [f64; 2] = [470.0, 360.0];
/// Largest number of areas whose names are written; more would not be read.
const NAMED: usize = 40;
/// Largest number of areas that are drawn; more could not be told apart.
const DRAWN: usize = 4_000;

pub(super) fn section(report: &ScenarioReport<'_>) -> String {
    let several = report.scored.len() > 1;
    let figures = report.scored.iter().map(|&one| {
        let heading = if several {
            format!("<h3>{}</h3>\n", HtmlText(&one.score.title))
        } else {
            String::new()
        };
        format!("<div>\n{heading}{}</div>\n", figure(report, one))
    });
    let figures: String = figures.collect();
    if several {
        format!("<div class=\"columns maps\">\n{figures}</div>\n")
    } else {
        figures
    }
}

fn figure(report: &ScenarioReport<'_>, one: Scored<'_>) -> String {
    if one.layer.areas().len() > DRAWN {
        return paragraph("These are too many areas for a map on a page.");
    }
    let Some(map) = map(report, one) else {
        return paragraph("There is no ground to draw.");
    };
    let drawing = map.draw();
    let mut caption = "The proposed areas in colours".to_owned();
    if let Some(against) = report.against() {
        let _ = write!(caption, ", {against} as dashed lines");
    }
    format!(
        "<figure class=\"map\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{}</div>\n\
         <figcaption>{}.</figcaption>\n</figure>\n",
        picture(
            &drawing.svg,
            drawing.size,
            &description(one, one.layer.areas().len() <= NAMED)
        ),
        HtmlText(caption)
    )
}

fn map<'a>(report: &ScenarioReport<'a>, one: Scored<'a>) -> Option<Map<'a>> {
    let assignment = &one.score.assignment;
    let nowhere = footprints(report, assignment.unassigned.iter());
    let several = footprints(report, assignment.doubled.iter().map(|both| &both.block));
    let groups = assignment.forgotten.iter();
    let forgotten = footprints(report, groups.flat_map(|group| &group.blocks));
    let all = report.scored.iter().flat_map(|one| one.layer.areas());
    let ground = all
        .map(Area::footprint)
        .chain(nowhere.iter().chain(&forgotten).copied());
    let width = match report.scored.len() {
        1 => Map::WIDTH,
        2 => SHARED_WIDTHS[0],
        _ => SHARED_WIDTHS[1],
    };
    let own: Vec<&MultiPolygon<f64>> = one.layer.areas().iter().map(Area::footprint).collect();
    let named = own.len() <= NAMED;
    let land: Vec<_> = LayerMap::land_among(report.catalogue().layers())
        .into_iter()
        .flat_map(Layer::areas)
        .map(Area::footprint)
        .collect();
    let frame = Frame::covering(ground, width)?.kept_on(land.iter().copied());
    let mut map = Map::new(frame)
        .id_prefix(&format!("scenario{}-", one.position))
        .attribution(report.dataset.attribution())
        .description(description(one, named));
    for land in land {
        map = map.backdrop(land);
    }
    for (area, colour) in one.layer.areas().iter().zip(colour_areas(&own)) {
        let mut shape = MapArea::new(area.footprint()).fill(PALETTE[colour % PALETTE.len()]);
        if named {
            shape = shape.label(area.name());
        }
        map = map.area(shape);
    }
    if let Some(layer) = report.against_layer(one.score) {
        let mut lines = MapLines::new(LineStyle::OVER).inland();
        for area in layer.areas() {
            lines = lines.outline(area.footprint());
        }
        map = map
            .lines(lines)
            .entry(Sample::Line(LineStyle::OVER), report.layer_name(layer.id()));
    }
    for (blocks, colour, what) in [
        (nowhere, NOWHERE, "In no area"),
        (forgotten, FORGOTTEN, "Probably forgotten"),
        (several, SEVERAL, "In several areas"),
    ] {
        if !blocks.is_empty() {
            map = map.entry(Sample::Hatch(Hatch::Dense, colour), what);
        }
        for block in blocks {
            map = map.piece(MapPiece::new(block, colour));
        }
    }
    Some(map)
}

/// Text that is read out to users who cannot see the map.
fn description(one: Scored<'_>, named: bool) -> String {
    let areas = one.layer.areas();
    if !named {
        return format!("A map of {} areas.", count(areas.len()));
    }
    let names: Vec<&str> = areas.iter().map(Area::name).collect();
    format!("A map of {}.", names.join(", "))
}

/// The footprints of building blocks.
fn footprints<'a, 'b>(
    report: &ScenarioReport<'a>,
    blocks: impl Iterator<Item = &'b Named>,
) -> Vec<&'a MultiPolygon<f64>> {
    let layer = report.block_layer();
    blocks
        .filter_map(|block| layer?.area(&block.code))
        .map(Area::footprint)
        .collect()
}
