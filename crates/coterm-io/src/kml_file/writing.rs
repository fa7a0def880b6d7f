//! Writing layers as KML 2.2.

use std::fmt::Write;

use coterm_core::layers::{Area, Layer};
use jiff::civil::Date;
use polygon_coverage::measure::oriented_rings;
use quick_xml::escape::escape;

use crate::{Crs, Error, Result};

/// Style of the areas, for programs that draw a KML file as it is: without one they cover the map.
const STYLE: &str = "<Style id=\"area\"><LineStyle><color>ff402000</color><width>1.5</width></LineStyle>\
    <PolyStyle><color>40ff8000</color></PolyStyle></Style>";

/// Writes a layer with a placemark for each area, in longitude and latitude of WGS 84. Outer rings
/// are counter-clockwise. Coordinates have all the digits that are needed to read the same numbers.
///
/// # Errors
///
/// [`Error::InvalidInput`] for any other `crs`, which KML cannot have.
pub(crate) fn write(layer: &Layer, crs: Crs) -> Result<Vec<u8>> {
    if crs != Crs::LonLat {
        return Err(Error::InvalidInput(format!(
            "KML is always in EPSG:4326, and cannot be in {crs}; leave out --crs, or write another format"
        )));
    }
    let info = layer.info();
    let mut kml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    element(&mut kml, "name", &info.title);
    element(&mut kml, "description", &info.attribution);
    kml += STYLE;
    kml += "\n";
    for area in layer.areas() {
        placemark(&mut kml, layer, area)?;
    }
    kml += "</Document>\n</kml>\n";
    Ok(kml.into_bytes())
}

fn placemark(kml: &mut String, layer: &Layer, area: &Area) -> Result<()> {
    kml.push_str("<Placemark>\n");
    element(kml, "name", area.name());
    kml.push_str("<styleUrl>#area</styleUrl>\n<ExtendedData>\n");
    let codes = area.codes().iter();
    let codes = codes.map(|(system, code)| (system.as_str(), code.clone()));
    let day = |name, day: Option<Date>| day.map(|day| (name, day.to_string()));
    let days = [
        day("valid_from", area.period().known_from()),
        day("valid_to", area.period().to()),
    ];
    let fields = [("code", area.code().to_owned())].into_iter().chain(codes);
    let fields = fields.chain([
        ("name", area.name().to_owned()),
        ("layer", layer.id().to_owned()),
        ("complete", area.complete().to_string()),
    ]);
    for (name, value) in fields.chain(days.into_iter().flatten()) {
        let (name, value) = (escape(name), escape(&value));
        let _ = writeln!(kml, "<Data name=\"{name}\"><value>{value}</value></Data>");
    }
    kml.push_str("</ExtendedData>\n<MultiGeometry>\n");
    for polygon in area.footprint() {
        kml.push_str("<Polygon>\n");
        let polygon = polygon.clone().into();
        for (number, mut ring) in oriented_rings(&polygon).enumerate() {
            let side = if number == 0 { "outer" } else { "inner" };
            Crs::LonLat.from_grid(&mut ring)?;
            let _ = write!(kml, "<{side}BoundaryIs><LinearRing><coordinates>");
            for (number, coord) in ring.iter().enumerate() {
                let space = if number == 0 { "" } else { " " };
                let _ = write!(kml, "{space}{},{}", coord.x, coord.y);
            }
            let _ = writeln!(kml, "</coordinates></LinearRing></{side}BoundaryIs>");
        }
        kml.push_str("</Polygon>\n");
    }
    kml.push_str("</MultiGeometry>\n</Placemark>\n");
    Ok(())
}

/// Writes an element with a text in it.
fn element(kml: &mut String, name: &str, text: &str) {
    let _ = writeln!(kml, "<{name}>{}</{name}>", escape(text));
}
