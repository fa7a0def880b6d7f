//! The map of the two layers, and the small map of each area.

use std::collections::HashMap;
use std::fmt::Write;

use coterm_core::comparison::{Named, PairRelation, Piece, PieceClass, Relation, Verdict};
use coterm_core::layers::Layer;
use coterm_core::words::things;
use geo::MultiPolygon;
use polygon_coverage::measure::unsigned_area;

use crate::comparison::ComparisonReport;
use crate::comparison::moves::Side;
use crate::comparison::names::layer_names;
use crate::document::markup::{HtmlText, paragraph};
use crate::document::picture::picture;
use crate::{
    Colour, Frame, Hatch, LineStyle, Map, MapArea, MapLines, MapPiece, PALETTE, Sample,
    colour_areas,
};

/// Hatching of smaller parts.
const REAL: Colour = Colour(0xb4, 0x1f, 0x1f);
/// Fill of an area on its own small map.
const OWN: Colour = Colour(0xbf, 0xd9, 0xe8);
/// Lines of the second layer on the map of both.
const OVER: LineStyle = LineStyle {
    colour: Colour(0x1b, 0x3a, 0x8c),
    width: 1.5,
    dash: Some((5.0, 2.5)),
};
/// Lines of the other layer on a small map.
const OTHER_AREAS: LineStyle = LineStyle {
    colour: Colour(0x1b, 0x3a, 0x8c),
    width: 1.1,
    dash: Some((3.0, 1.8)),
};
/// Largest number of areas whose names are written; more would not be read.
const NAMED: usize = 40;
/// Largest number of areas that are drawn; more could not be told apart.
const DRAWN: usize = 4_000;
/// Largest number of markers; more would hide the map.
const MARKED: usize = 60;
/// Neighbours more than so many times as large as the area need not fit on its small map.
const LARGER: f64 = 6.0;

/// The map of both layers: the first in colours, the second as lines, smaller parts
/// hatched.
pub(super) fn overview(report: &ComparisonReport<'_>) -> String {
    let comparison = report.comparison;
    if report.a.areas().len() + report.b.areas().len() > DRAWN {
        return paragraph("These are too many areas for a map on a page; export them instead.");
    }
    let Some(map) = overview_map(report) else {
        return paragraph("There is no ground to draw.");
    };
    let [a, b] = layer_names(comparison);
    let number = comparison.differences.len();
    let description = format!(
        "Map of {a} with the lines of {b}. {} hatched.",
        things(number, "smaller part is", "smaller parts are")
    );
    let drawing = map.draw();
    let mut html = format!(
        "<figure class=\"map\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Map\">{}</div>\n",
        picture(&drawing.svg, drawing.size, &description)
    );
    let mut caption = format!("{a} in colours, {b} as dashed blue lines.");
    if number > 0 {
        caption.push_str(
            " Hatched and numbered, as in the list below: each smaller part of a split area of either \
             layer.",
        );
    }
    if number > MARKED {
        let _ = write!(caption, " Only the first {MARKED} have their numbers.");
    }
    let _ = writeln!(
        html,
        "<figcaption>{}</figcaption>\n</figure>",
        HtmlText(caption)
    );
    html
}

fn overview_map<'a>(report: &ComparisonReport<'a>) -> Option<Map<'a>> {
    let comparison = report.comparison;
    let [a, b] = layer_names(comparison);
    let own: Vec<&MultiPolygon<f64>> = footprints(report.a).collect();
    let land = || report.land.into_iter().flat_map(footprints);
    let review = review_area(report);
    let frame = match &review {
        Some(review) => Frame::covering([review], Map::WIDTH),
        None => Frame::covering(own.iter().copied().chain(footprints(report.b)), Map::WIDTH),
    };
    let frame = frame?.kept_on(land());
    let number = comparison.differences.len();
    let mut map = Map::new(frame)
        .id_prefix("overview-")
        .title(format!("{a} and {b}"))
        .attribution(&comparison.attribution);
    for land in land() {
        map = map.backdrop(land);
    }
    if let Some(review) = &review {
        map = map.focused_on(review);
    }
    let colours = colour_areas(&own);
    let named = report.a.areas().len() <= NAMED;
    for (area, colour) in report.a.areas().iter().zip(colours) {
        let mut shape = MapArea::new(area.footprint()).fill(PALETTE[colour % PALETTE.len()]);
        if named {
            shape = shape.label(area.name());
        }
        map = map.area(shape);
    }
    let named = report.b.areas().len() <= NAMED;
    let mut lines = MapLines::new(OVER);
    for area in report.b.areas() {
        lines = if named {
            lines.labelled(area.footprint(), area.name())
        } else {
            lines.outline(area.footprint())
        };
    }
    map = map.lines(lines);
    let markers = markers(report);
    for piece in real(report) {
        let mut hatched = MapPiece::new(&piece.footprint, REAL).hatch(hatch(piece));
        if let Some(&number) = markers.get(&piece.id) {
            hatched = hatched.number(number);
        }
        map = map.piece(hatched);
    }
    map = map
        .entry(Sample::Fill(PALETTE[0]), format!("{a}, each in a colour"))
        .entry(Sample::Line(OVER), b);
    if number > 0 {
        let texts = [
            (Hatch::Dense, "Smaller part of a split area"),
            (Hatch::Open, "Smaller part that is all of another area"),
        ];
        for (kind, text) in texts {
            if real(report).any(|piece| hatch(piece) == kind) {
                map = map.entry(Sample::Hatch(kind, REAL), text);
            }
        }
    }
    if review.is_some() {
        map = map.entry(Sample::Line(LineStyle::FOCUS), "Area under review");
    }
    Some(map)
}

/// The ground that the comparison is about, if it is less than all of both layers.
fn review_area(report: &ComparisonReport<'_>) -> Option<MultiPolygon<f64>> {
    let footprint = &report.comparison.review_area.footprint;
    (!footprint.0.is_empty()).then(|| footprint.clone())
}

/// The hatching of a piece: open where one area contains the other, dense where they overlap.
fn hatch(piece: &Piece) -> Hatch {
    match piece.pair_relation {
        Some(PairRelation::Within | PairRelation::Contains) => Hatch::Open,
        _ => Hatch::Dense,
    }
}

/// The numbers on pieces: each difference has its number on its largest piece.
fn markers(report: &ComparisonReport<'_>) -> HashMap<usize, u32> {
    let area: HashMap<usize, f64> = real(report)
        .map(|piece| (piece.id, piece.area_m2))
        .collect();
    let size = |id: &usize| area.get(id).copied().unwrap_or_default();
    let differences = report.comparison.differences.iter().take(MARKED);
    differences
        .filter_map(|difference| {
            let ids = difference.pieces.iter().copied();
            let largest = ids.min_by(|x, y| size(y).total_cmp(&size(x)).then(x.cmp(y)))?;
            Some((largest, u32::try_from(difference.number).ok()?))
        })
        .collect()
}

fn real<'a>(report: &ComparisonReport<'a>) -> impl Iterator<Item = &'a Piece> + use<'a> {
    let pieces = report.comparison.pieces.iter();
    pieces.filter(|piece| piece.class == PieceClass::Real)
}

fn footprints(layer: &Layer) -> impl Iterator<Item = &MultiPolygon<f64>> {
    layer
        .areas()
        .iter()
        .map(coterm_core::layers::Area::footprint)
}

/// The small map of an area, with the areas of the other layer that share ground with it.
pub(super) fn small(
    report: &ComparisonReport<'_>,
    side: Side,
    verdict: &Verdict,
) -> Option<String> {
    let (layer, other_layer, letter) = match side {
        Side::A => (report.a, report.b, 'a'),
        Side::B => (report.b, report.a, 'b'),
    };
    let code = &verdict.area.code;
    let position = layer.position(code)?;
    let own = layer[position].footprint();
    let with: Vec<&MultiPolygon<f64>> = verdict
        .with
        .iter()
        .filter_map(|part| Some(other_layer.area(&part.area.as_ref()?.code)?.footprint()))
        .collect();
    let size = unsigned_area(own);
    let shown = with.iter().copied().filter(|other| {
        verdict.relation != Relation::PartOf && unsigned_area(other) <= size * LARGER
    });
    let land = || report.land.into_iter().flat_map(footprints);
    let frame = Frame::square(std::iter::once(own).chain(shown), Map::SMALL_WIDTH)?.kept_on(land());
    let mut map = Map::small(frame)
        .id_prefix(&format!("{letter}{}-", position.index()))
        .title(verdict.area.name.as_str())
        .description(format!(
            "{} in blue, the other layer's lines dashed, smaller parts of split areas hatched.",
            verdict.area.name
        ));
    for land in land() {
        map = map.backdrop(land);
    }
    map = map.area(MapArea::new(own).fill(OWN));
    let mut lines = MapLines::new(OTHER_AREAS);
    for other in with {
        lines = lines.outline(other);
    }
    map = map.lines(lines);
    let is_own = |area: &Option<Named>| area.as_ref().is_some_and(|area| area.code == *code);
    let met = |area: &Option<Named>| {
        let code = area.as_ref().map(|area| &area.code);
        let parts = verdict.with.iter().filter_map(|part| part.area.as_ref());
        parts.into_iter().any(|area| Some(&area.code) == code)
    };
    for piece in real(report) {
        let (own, other) = match side {
            Side::A => (&piece.a, &piece.b),
            Side::B => (&piece.b, &piece.a),
        };
        if is_own(own) || met(other) {
            map = map.piece(MapPiece::new(&piece.footprint, REAL).hatch(hatch(piece)));
        }
    }
    Some(map.to_svg())
}
