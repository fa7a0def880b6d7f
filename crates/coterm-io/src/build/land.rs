//! The land to draw beneath a map: outlines of England, Scotland and Wales around the extent.

use coterm_core::layers::{Area, Layer, LayerInfo};
use geo::{
    BooleanOps, BoundingRect, Coord, MultiPolygon, Orient, Rect, orient::Direction, unary_union,
};

use crate::geojson_file::{self, PolygonFeature};
use crate::recipe::SourceLayer;
use crate::source::Wheels;
use crate::{Crs, DataReport, Error, Result};

/// Largest easting of the window, in metres. Up to it, longitude and latitude can always be
/// computed.
const GRID: f64 = 660_000.0;

/// Makes the backdrop layer: the outlines of England and its neighbours, clipped to the bounding
/// box of the blocks and a margin around it.
pub(super) fn land(
    info: LayerInfo,
    source: &SourceLayer,
    blocks: &[MultiPolygon<f64>],
    wheels: &Wheels,
    report: &mut DataReport,
) -> Result<Layer> {
    let lacks = |field: &str| Error::Recipe(format!("the recipe's {} has no \"{field}\"", info.id));
    let window = window(blocks, source.margin_m.unwrap_or_default());
    let clip = MultiPolygon::from(window.to_polygon());

    let mut england = Vec::new();
    let (path, bytes) = wheels.read(source.member.as_deref().ok_or_else(|| lacks("member"))?)?;
    geojson_file::polygons(&path, &bytes, |feature: PolygonFeature| {
        england.extend(feature.crs.footprint_to_grid(feature.footprint)?.0);
        Ok(())
    })?;

    let (mut scotland, mut wales) = (Vec::new(), Vec::new());
    let (path, bytes) = wheels.read(
        source
            .neighbours
            .as_deref()
            .ok_or_else(|| lacks("neighbours"))?,
    )?;
    let window_degrees = window_in_degrees(window);
    geojson_file::polygons(&path, &bytes, |feature: PolygonFeature| {
        let country = match feature.text("LAD24CD").and_then(|code| code.chars().next()) {
            Some('S') => &mut scotland,
            Some('W') => &mut wales,
            _ => return Ok(()),
        };
        // Districts far away may lie where OSTN15 is not defined.
        if feature
            .footprint
            .bounding_rect()
            .is_some_and(|rect| overlaps(rect, window_degrees))
        {
            country.extend(Crs::LonLat.footprint_to_grid(feature.footprint)?.0);
        }
        Ok(())
    })?;

    let countries = [
        ("E92000001", "England", england),
        ("S92000003", "Scotland", scotland),
        ("W92000004", "Wales", wales),
    ];
    let mut areas = Vec::new();
    for (code, name, parts) in countries {
        // `unary_union` relies on the winding of rings, so it is corrected first.
        let parts = MultiPolygon::new(parts).orient(Direction::Default);
        let mut clipped = unary_union(&parts).intersection(&clip);
        let small = clipped.0.len();
        clipped.0.retain(|part| part.exterior().0.len() > 3);
        if clipped.0.is_empty() {
            continue;
        }
        if clipped.0.len() < small {
            report.add(
                info.id.as_str(),
                format!("{} parts of {name} have no area", small - clipped.0.len()),
                "left out",
            );
        }
        areas.push(Area::new(
            code,
            name,
            info.period,
            Crs::BritishNationalGrid.footprint_to_grid(clipped)?,
        )?);
    }
    Ok(Layer::new(info, areas))
}

/// Returns the bounding box of the blocks with a margin in metres around it, on the National Grid.
fn window(blocks: &[MultiPolygon<f64>], margin: f64) -> Rect<f64> {
    let rects = blocks.iter().filter_map(BoundingRect::bounding_rect);
    let (mut low, mut high) = (
        Coord::<f64> {
            x: GRID,
            y: 2.0 * GRID,
        },
        Coord::<f64> { x: 0.0, y: 0.0 },
    );
    for rect in rects {
        low = Coord {
            x: low.x.min(rect.min().x),
            y: low.y.min(rect.min().y),
        };
        high = Coord {
            x: high.x.max(rect.max().x),
            y: high.y.max(rect.max().y),
        };
    }
    Rect::new(
        Coord {
            x: (low.x - margin).max(0.0),
            y: (low.y - margin).max(0.0),
        },
        Coord {
            x: (high.x + margin).min(GRID),
            y: high.y + margin,
        },
    )
}

/// Returns a rectangle in longitude and latitude that holds the window, with 0.2° to spare.
fn window_in_degrees(window: Rect<f64>) -> Rect<f64> {
    // OSTN15 is not defined far out at sea; a rough transverse Mercator is enough to choose
    // districts.
    let degree_north = 111_200.0;
    let lat = |y: f64| 49.77 + y / degree_north;
    let lon = |x: f64, at: f64| -2.0 + (x - 400_000.0) / (degree_north * at.to_radians().cos());
    let (south, north) = (lat(window.min().y), lat(window.max().y));
    let spare = 0.2;
    Rect::new(
        Coord {
            x: lon(window.min().x, north) - spare,
            y: south - spare,
        },
        Coord {
            x: lon(window.max().x, north) + spare,
            y: north + spare,
        },
    )
}

fn overlaps(a: Rect<f64>, b: Rect<f64>) -> bool {
    a.min().x <= b.max().x
        && b.min().x <= a.max().x
        && a.min().y <= b.max().y
        && b.min().y <= a.max().y
}
