//! Writes the layer that tiles are made of, for software that makes or serves tiles.
//!
//! `export-tiles FOLDER` makes `LAYER.geojson` and `LAYER.fgb`, the areas in longitude and latitude
//! with their codes and names; `compared`, a line `z/x/y` for each tile on which all contenders are
//! measured; and `data`, a data folder of coterm with that one layer.

use std::fs::{create_dir_all, write};
use std::io::Write;
use std::path::Path;

use coterm_benches::Result;
use coterm_benches::parameters::{Parameters, wants};
use coterm_benches::tiles::{ZOOMS, compared, filled, layer};
use coterm_core::layers::Layer;
use coterm_io::export::{Format, to_bytes};
use coterm_io::{Crs, FileEntry, LayerEntry, MANIFEST, Manifest, checksum, store};
use coterm_tiles::TileSet;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

/// Header of an empty file of postcodes, which a data folder must have.
const NO_POSTCODES: &str = "postcode,easting,northing,quality,position_from,apart_m,introduced,terminated,user_type,oa_2011,lsoa_2011,msoa_2011,lad_2021\n";

fn main() -> Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .ok_or("usage: export-tiles FOLDER")?;
    let folder = Path::new(&folder);
    let layer = layer(Parameters::from_env())?;
    if !wants(layer.id()) {
        return Ok(());
    }
    create_dir_all(folder)?;
    let named = folder.join(layer.id());
    write(named.with_extension("geojson"), geojson(&layer)?)?;
    let flatgeobuf = to_bytes(&layer, Format::FlatGeobuf, Crs::LonLat)?;
    write(named.with_extension("fgb"), flatgeobuf)?;
    data(&layer, &folder.join("data"))?;
    let tiles = TileSet::new(std::slice::from_ref(&layer))?;
    let mut lines = Vec::new();
    for zoom in ZOOMS {
        let filled = filled(&tiles, layer.id(), zoom)?;
        lines.extend(compared(&filled).map(|coord| format!("{coord}")));
    }
    Ok(write(folder.join("compared"), lines.join("\n"))?)
}

/// Makes the `GeoJSON` with a code and a name for each area and nothing else, since anything more
/// would go into the tiles.
fn geojson(layer: &Layer) -> Result<Vec<u8>> {
    let mut collection: Value =
        serde_json::from_slice(&to_bytes(layer, Format::GeoJson, Crs::LonLat)?)?;
    let Some(collection) = collection.as_object_mut() else {
        return Err("not a feature collection".into());
    };
    collection.retain(|key, _| key == "type" || key == "features");
    let features = collection.get_mut("features").and_then(Value::as_array_mut);
    for feature in features
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        feature.remove("id");
        if let Some(properties) = feature.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|key, _| key == "code" || key == "name");
        }
    }
    Ok(serde_json::to_vec(collection)?)
}

fn data(layer: &Layer, folder: &Path) -> Result<()> {
    create_dir_all(folder)?;
    let mut postcodes = GzEncoder::new(Vec::new(), Compression::default());
    postcodes.write_all(NO_POSTCODES.as_bytes())?;
    let file = |name: &str, rows: usize, bytes: Vec<u8>| -> Result<FileEntry> {
        write(folder.join(name), &bytes)?;
        Ok(FileEntry {
            file: name.into(),
            rows: rows as u64,
            sha256: checksum(&bytes),
        })
    };
    let areas = to_bytes(layer, Format::FlatGeobuf, Crs::BritishNationalGrid)?;
    let manifest = Manifest {
        format: store::FORMAT,
        extent: layer.id().into(),
        extent_title: layer.info().title.clone(),
        attribution: String::new(),
        layers: vec![LayerEntry {
            info: layer.info().clone(),
            file: file("areas.fgb", layer.areas().len(), areas)?,
        }],
        releases: Vec::new(),
        code_table: file("code-table.csv", 0, b"block\n".into())?,
        postcodes: file("postcodes.csv.gz", 0, postcodes.finish()?)?,
        postcodes_known_to: None,
    };
    Ok(write(
        folder.join(MANIFEST),
        serde_json::to_vec(&manifest)?,
    )?)
}
