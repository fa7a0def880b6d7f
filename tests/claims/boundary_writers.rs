//! Writers of boundary files as other programs make them, for claims about reading: newline-delimited
//! `GeoJSON`, `TopoJSON`, shapefiles, archives, and CSV with well-known text.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

/// Rings of a polygon, the outer one first.
pub(crate) type Rings = Vec<Vec<[f64; 2]>>;

/// An area as a file has it.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) polygons: Vec<Rings>,
}

/// The areas of a `GeoJSON` file that coterm wrote.
pub(crate) fn areas_of(geojson: &Value) -> Vec<Area> {
    let features = geojson["features"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    features
        .map(|feature| {
            let geometry = &feature["geometry"];
            let coordinates = geometry["coordinates"].clone();
            let polygons = if geometry["type"] == "Polygon" {
                json!([coordinates])
            } else {
                coordinates
            };
            Area {
                code: text(&feature["properties"]["code"]),
                name: text(&feature["properties"]["name"]),
                polygons: serde_json::from_value(polygons).unwrap(),
            }
        })
        .collect()
}

/// `GeoJSON` with a feature in each line, each after a record separator if that is wanted.
pub(crate) fn geojson_lines(geojson: &Value, separator: &str) -> Vec<u8> {
    let features = geojson["features"].as_array().unwrap().iter();
    let line = |feature: &Value| {
        let mut feature = feature.clone();
        if let Some(crs) = geojson.get("crs") {
            feature["crs"] = crs.clone();
        }
        format!("{separator}{feature}\n")
    };
    features.map(line).collect::<String>().into_bytes()
}

/// `TopoJSON` in which each ring is an arc, every other one from its end to its beginning.
pub(crate) fn topojson(areas: &[Area], object: &str, crs: Option<&Value>) -> Vec<u8> {
    let mut arcs: Vec<Vec<[f64; 2]>> = Vec::new();
    let mut ring = |ring: &Vec<[f64; 2]>| {
        let number = i64::try_from(arcs.len()).unwrap();
        let mut arc = ring.clone();
        let number = if number % 2 == 0 { number } else { !number };
        if number < 0 {
            arc.reverse();
        }
        arcs.push(arc);
        json!([number])
    };
    let geometries: Vec<Value> = areas
        .iter()
        .map(|area| {
            let polygon = |rings: &Rings| rings.iter().map(&mut ring).collect::<Vec<_>>();
            let polygons: Vec<Vec<Value>> = area.polygons.iter().map(polygon).collect();
            json!({
                "type": "MultiPolygon",
                "properties": { "code": area.code, "name": area.name },
                "arcs": polygons,
            })
        })
        .collect();
    let object = json!({ object: { "type": "GeometryCollection", "geometries": geometries } });
    let mut file = json!({ "type": "Topology", "objects": object, "arcs": arcs });
    if let Some(crs) = crs {
        file["crs"] = crs.clone();
    }
    file.to_string().into_bytes()
}

/// CSV with a column of well-known text, with the system's number before it if that is given.
pub(crate) fn wkt_table(areas: &[Area], srid: Option<u16>) -> Vec<u8> {
    let mut text = "code,name,geometry\r\n".to_owned();
    for area in areas {
        let ring = |ring: &Vec<[f64; 2]>| {
            let coords = ring.iter().map(|[x, y]| format!("{x} {y}"));
            format!("({})", coords.collect::<Vec<_>>().join(","))
        };
        let polygon = |rings: &Rings| {
            let rings: Vec<String> = rings.iter().map(ring).collect();
            format!("({})", rings.join(","))
        };
        let polygons: Vec<String> = area.polygons.iter().map(polygon).collect();
        let srid = srid.map(|srid| format!("SRID={srid};")).unwrap_or_default();
        let wkt = format!("{srid}MULTIPOLYGON({})", polygons.join(","));
        let row = [&*area.code, ",\"", &area.name, "\",\"", &wkt, "\"\r\n"];
        text.extend(row);
    }
    text.into_bytes()
}

/// The files of a shapefile, each with its extension: shapes, attributes, encoding, and the
/// coordinate system if it is given.
pub(crate) fn shapefile(areas: &[Area], prj: Option<&str>) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![
        ("shp", shp(areas)),
        ("dbf", dbf(areas)),
        ("cpg", b"UTF-8".to_vec()),
    ];
    files.extend(prj.map(|prj| ("prj", prj.as_bytes().to_vec())));
    files
}

fn shp(areas: &[Area]) -> Vec<u8> {
    let count = |count: usize| i32::try_from(count).unwrap();
    let mut bytes = vec![0; 100];
    for (number, area) in (1..).zip(areas) {
        let mut record = 5_i32.to_le_bytes().to_vec();
        record.extend([0; 32]);
        let rings: Vec<Vec<[f64; 2]>> = area.polygons.iter().flat_map(turned).collect();
        let points: Vec<[f64; 2]> = rings.iter().flatten().copied().collect();
        record.extend(count(rings.len()).to_le_bytes());
        record.extend(count(points.len()).to_le_bytes());
        let mut start = 0;
        for ring in &rings {
            record.extend(count(start).to_le_bytes());
            start += ring.len();
        }
        record.extend(
            points
                .iter()
                .flatten()
                .flat_map(|number| number.to_le_bytes()),
        );
        bytes.extend(count(number).to_be_bytes());
        bytes.extend(count(record.len() / 2).to_be_bytes());
        bytes.extend(record);
    }
    bytes[..4].copy_from_slice(&9994_i32.to_be_bytes());
    let length = count(bytes.len() / 2).to_be_bytes();
    bytes[24..28].copy_from_slice(&length);
    bytes[28..32].copy_from_slice(&1_000_i32.to_le_bytes());
    bytes[32..36].copy_from_slice(&5_i32.to_le_bytes());
    bytes
}

/// Rings as a shapefile has them: the outer one clockwise, and holes the other way.
fn turned(rings: &Rings) -> Rings {
    let turned = |(position, ring): (usize, &Vec<[f64; 2]>)| {
        let [from_x, from_y] = ring[0];
        let pairs = ring.windows(2);
        let cross = |pair: &[[f64; 2]]| {
            let [[x, y], [next_x, next_y]] = [pair[0], pair[1]];
            (x - from_x) * (next_y - from_y) - (next_x - from_x) * (y - from_y)
        };
        let is_clockwise = pairs.map(cross).sum::<f64>() < 0.0;
        let mut ring = ring.clone();
        if is_clockwise != (position == 0) {
            ring.reverse();
        }
        ring
    };
    rings.iter().enumerate().map(turned).collect()
}

fn dbf(areas: &[Area]) -> Vec<u8> {
    const LENGTHS: [(&str, u8); 2] = [("LAD23CD", 40), ("LAD23NM", 60)];
    let mut bytes = vec![3, 126, 11, 30];
    bytes.extend(u32::try_from(areas.len()).unwrap().to_le_bytes());
    bytes.extend([97, 0, 101, 0]);
    bytes.resize(32, 0);
    for (name, length) in LENGTHS {
        let start = bytes.len();
        bytes.extend(name.bytes());
        bytes.resize(start + 32, 0);
        bytes[start + 11] = b'C';
        bytes[start + 16] = length;
    }
    bytes.push(0x0D);
    for area in areas {
        bytes.push(b' ');
        for (value, (_, length)) in [&area.code, &area.name].into_iter().zip(LENGTHS) {
            let start = bytes.len();
            bytes.extend(value.bytes());
            bytes.resize(start + usize::from(length), b' ');
        }
    }
    bytes.push(0x1A);
    bytes
}

/// A ZIP archive of these files.
pub(crate) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in files {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
