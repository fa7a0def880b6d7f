//! Checks the decoder of the tests, and `mvt-reader` too, against the fixtures of
//! `@mapbox/mvt-fixtures`: tiles that are valid and tiles that are not.
//!
//! `fixtures FOLDER` reads `FOLDER/NNN/tile.mvt`; `tile.json`, which describes its content; and
//! `info.json`, which says whether it is valid.
#![expect(clippy::print_stdout, reason = "it tells what it refuses, and why")]

use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_tests::vector_tile::{Geometry, Point, TileLayer, TileValue, decode};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Valid fixtures that the decoder refuses, and why.
const REFUSED: [(&str, &str); 2] = [
    (
        "016",
        "has the bytes of 003, which is not valid: there is no telling them apart",
    ),
    (
        "057",
        "says that it has 536,870,911 points and has one, as 051, 052 and 058, which are not valid",
    ),
];

/// Invalid fixtures that `mvt-reader` reads. It tolerates faults that can be skipped, which is no
/// mistake of its own, but the reason why the tests have a stricter decoder.
const LENIENT: [&str; 17] = [
    "003", "004", "011", "014", "015", "023", "024", "026", "030", "045", "046", "047", "048",
    "051", "052", "058", "061",
];

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1);
    let folder = folder.ok_or("usage: fixtures FOLDER")?;
    let folder = Path::new(&folder);
    let mut names = Vec::new();
    for entry in folder.read_dir()? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let (mut valid, mut invalid, mut lenient) = (0, 0, Vec::new());
    let mut wrong = Vec::new();
    for name in &names {
        let json = |file: &str| -> Result<Value> {
            let text = fs::read(folder.join(name).join(file))?;
            Ok(serde_json::from_slice(&text)?)
        };
        let tile = fs::read(folder.join(name).join("tile.mvt"))?;
        let info = json("info.json")?;
        let refused = REFUSED.iter().find(|(refused, _)| refused == name);
        let is_valid = info["validity"]["v2"] == true;
        match (decode(&tile), is_valid, refused) {
            (Ok(layers), true, None) => {
                if let Some(difference) = difference(&layers, &json("tile.json")?) {
                    wrong.push(format!("{name}: {difference}"));
                }
            }
            (Err(refusal), false, None) => println!("{name} is refused: {refusal}"),
            (Err(refusal), true, Some((_, why))) => {
                println!("{name} is refused: {refusal}; it {why}");
            }
            (found, ..) => wrong.push(format!("{name}: {found:?}: {}", info["description"])),
        }
        *(if is_valid { &mut valid } else { &mut invalid }) += 1;
        if !is_valid && is_read(tile) {
            lenient.push(name.as_str());
        }
    }
    println!("{valid} valid fixtures, {invalid} that are not");
    println!("mvt-reader reads of the latter: {}", lenient.join(", "));
    if lenient != LENIENT {
        wrong.push(format!(
            "mvt-reader reads others than {}",
            LENIENT.join(", ")
        ));
    }
    let [one, other] = ["003", "016"].map(|name| fs::read(folder.join(name).join("tile.mvt")));
    if one? != other? {
        wrong.push("016 has other bytes than 003".to_owned());
    }
    if (valid, invalid) != (46, 28) {
        wrong.push("there were 46 valid fixtures and 28 that are not".to_owned());
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong.join("\n").into())
}

/// Whether `mvt-reader` reads all of a tile without an error.
fn is_read(tile: Vec<u8>) -> bool {
    let read = || {
        let reader = mvt_reader::Reader::new(tile).ok()?;
        let layers = reader.get_layer_metadata().ok()?;
        let mut features = layers
            .iter()
            .map(|layer| reader.get_features(layer.layer_index));
        features.all(|features| features.is_ok()).then_some(())
    };
    read().is_some()
}

/// Describes the first difference between a decoded tile and its description, if there is one.
fn difference(layers: &[TileLayer], description: &Value) -> Option<String> {
    let expected = list(&description["layers"]);
    if layers.len() != expected.len() {
        return Some(format!("{} layers", layers.len()));
    }
    for (layer, description) in layers.iter().zip(expected) {
        let extent = description["extent"].as_u64().unwrap_or(4_096);
        let features = list(&description["features"]);
        if description["name"] != layer.name.as_str()
            || description["version"] != layer.version
            || extent != layer.extent
            || features.len() != layer.features.len()
        {
            return Some(format!("layer {}", layer.name));
        }
        for (feature, described_feature) in layer.features.iter().zip(features) {
            let id = described_feature["id"].as_u64();
            let tags: Vec<usize> = numbers(&described_feature["tags"])
                .filter_map(|tag| usize::try_from(tag).ok())
                .collect();
            let same = |((key, value), pair): (&(String, TileValue), &[usize])| {
                description["keys"][pair[0]] == key.as_str()
                    && is_same(value, &description["values"][pair[1]])
            };
            let properties = feature.properties.iter().zip(tags.chunks(2));
            let (kind, commands) = commands(&feature.geometry);
            let described_kind = described_feature["type"].as_u64();
            if feature.id != id
                || feature.properties.len() * 2 != tags.len()
                || !properties.into_iter().all(same)
                || described_kind != Some(kind)
                || kind != 0 && !numbers(&described_feature["geometry"]).eq(commands)
            {
                return Some(format!("{feature:?}"));
            }
        }
    }
    None
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn numbers(value: &Value) -> impl Iterator<Item = u64> {
    list(value).iter().filter_map(Value::as_u64)
}

#[expect(clippy::cast_possible_truncation, reason = "a float is written as one")]
fn is_same(value: &TileValue, description: &Value) -> bool {
    match value {
        // One value is described as a number, and becomes a string when it is written.
        TileValue::String(text) => {
            let description = &description["string_value"];
            description == text.as_str()
                || description
                    .as_i64()
                    .is_some_and(|description| text.parse() == Ok(description))
        }
        TileValue::Float(float) => {
            description["float_value"]
                .as_f64()
                .map(|description| description as f32)
                == Some(*float)
        }
        TileValue::Double(double) => description["double_value"] == *double,
        TileValue::Int(whole) => description["int_value"] == *whole,
        TileValue::Uint(whole) => description["uint_value"] == *whole,
        TileValue::Sint(whole) => description["sint_value"] == *whole,
        TileValue::Bool(flag) => description["bool_value"] == *flag,
    }
}

/// Encodes a geometry again: its type, and the commands by which a tile represents it.
fn commands(geometry: &Geometry) -> (u64, Vec<u64>) {
    let (mut all, mut at) = (Vec::new(), [0, 0]);
    let mut go = |all: &mut Vec<u64>, command: u64, points: &[Point]| {
        all.push((points.len() as u64) << 3 | command);
        for point in points {
            for axis in [0, 1] {
                let way = point[axis] - at[axis];
                all.push(((way << 1) ^ (way >> 63)).cast_unsigned());
            }
            at = *point;
        }
    };
    let kind = match geometry {
        Geometry::Unknown => 0,
        Geometry::Points(points) => {
            go(&mut all, 1, points);
            1
        }
        Geometry::Lines(lines) => {
            for line in lines {
                go(&mut all, 1, &line[..1]);
                go(&mut all, 2, &line[1..]);
            }
            2
        }
        Geometry::Polygons(polygons) => {
            for ring in polygons.iter().flatten() {
                go(&mut all, 1, &ring[..1]);
                go(&mut all, 2, &ring[1..ring.len() - 1]);
                all.push(15);
            }
            3
        }
    };
    (kind, all)
}
