//! Small valid files of every format ([`seeds`]), and the layers that they are made from: nine
//! squares of 10 km in three columns.

use std::fs;
use std::io::Write;
use std::path::Path;

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, Layer, LayerInfo};
use coterm_io::export::{Format as Written, to_bytes};
use coterm_io::{ArchiveFormat, Crs, TileArchive, checksum, store};
use coterm_tests::{data_folder, workspace};
use coterm_tiles::TileSet;
use geo::{MultiPolygon, Polygon, Rect, polygon};
use serde_json::{Value, json};

use crate::Result;
use crate::format::Format;

/// Maximum size in bytes of a test case that is mutated. In a larger one most changes would only
/// hit coordinates.
const LARGEST_CASE: u64 = 150_000;

/// Returns the files of a format that are mutated, and how many of them are valid; these come
/// first, and after them the test cases.
pub(crate) fn seeds(format: Format) -> Result<(Vec<Vec<u8>>, usize)> {
    let mut seeds = match format {
        Format::GeoJson => vec![
            to_bytes(&districts()?, Written::GeoJson, Crs::LonLat)?,
            to_bytes(&districts()?, Written::GeoJson, Crs::BritishNationalGrid)?,
            GEOJSON.as_bytes().to_vec(),
        ],
        Format::FlatGeobuf => vec![
            to_bytes(&districts()?, Written::FlatGeobuf, Crs::BritishNationalGrid)?,
            to_bytes(&blocks()?, Written::FlatGeobuf, Crs::LonLat)?,
        ],
        Format::GeoPackage => vec![
            to_bytes(&districts()?, Written::GeoPackage, Crs::BritishNationalGrid)?,
            to_bytes(&blocks()?, Written::GeoPackage, Crs::LonLat)?,
        ],
        Format::Kml => vec![
            to_bytes(&districts()?, Written::Kml, Crs::LonLat)?,
            to_bytes(&blocks()?, Written::Kml, Crs::LonLat)?,
        ],
        Format::GeoParquet => vec![
            to_bytes(&districts()?, Written::GeoParquet, Crs::BritishNationalGrid)?,
            to_bytes(&blocks()?, Written::GeoParquet, Crs::LonLat)?,
        ],
        Format::Bulk => texts(&[BULK, "postcode\r\nLA1 1AA\r\nLA1 1AB\r\n"]),
        Format::Weight => texts(&[WEIGHTS]),
        Format::ScenarioCsv => texts(&[BLOCK_AREAS]),
        Format::ScenarioToml => texts(&[SCENARIO]),
        Format::ScenarioJson => texts(&[SCENARIO_JSON]),
        Format::Sources => vec![fs::read(data_folder().join("sources.toml"))?],
        Format::Definition => vec![fs::read(data_folder().join("definitions/place-2022.toml"))?],
        Format::PmTiles => {
            let archive = archive(ArchiveFormat::PmTiles)?;
            vec![unpacked(&archive)?, archive]
        }
        Format::MbTiles => vec![archive(ArchiveFormat::MbTiles)?],
        Format::Catalogue => vec![folder_file("catalogue.json")?],
        Format::Layer => vec![folder_file("lad-2023.fgb")?],
        Format::CodeTable => vec![folder_file("code-table.csv")?],
        Format::Postcodes => texts(&[POSTCODES]),
        Format::Lookup => texts(&[QUESTIONS, CSV_QUESTIONS]),
    };
    let right = seeds.len();
    // Each test case is used for every format with its extension, except for the files of a data
    // folder, which only coterm itself writes.
    if !matches!(
        format,
        Format::Catalogue | Format::CodeTable | Format::Postcodes | Format::Layer
    ) {
        seeds.extend(cases(format.ending())?);
    }
    Ok((seeds, right))
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Reads the test cases of the claims with this extension, in the order of their names.
fn cases(ending: &str) -> Result<Vec<Vec<u8>>> {
    let folder = workspace().join("tests/cases");
    let mut paths = Vec::new();
    for entry in folder.read_dir().into_iter().flatten() {
        let path = entry?.path();
        let fits = path.extension().is_some_and(|found| found == ending);
        if fits && path.metadata()?.len() <= LARGEST_CASE {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths.iter().map(fs::read).collect::<std::io::Result<_>>()?)
}

fn info(id: &str, role: &str) -> Result<LayerInfo> {
    Ok(serde_json::from_value(about(id, role))?)
}

fn about(id: &str, role: &str) -> Value {
    let (family, vintage) = id.split_once('-').unwrap_or((id, ""));
    json!({
        "id": id, "family": family, "family_title": family, "vintage": vintage, "title": id,
        "role": role, "valid_from": "2011-03-27", "valid_to": null, "resolution_m": 20.0,
        "coast": "", "source": "", "licence": "", "attribution": "",
    })
}

const SIDE: f64 = 10_000.0;

fn square(column: u32, row: u32, rows: u32) -> Rect<f64> {
    let from = (
        330_000.0 + f64::from(column) * SIDE,
        440_000.0 + f64::from(row) * SIDE,
    );
    Rect::new(from, (from.0 + SIDE, from.1 + f64::from(rows) * SIDE))
}

/// Makes a layer of nine building blocks.
fn blocks() -> Result<Layer> {
    let info = info("lsoa-2011", "block")?;
    let areas = (0..9).map(|at| {
        let footprint = MultiPolygon::from(square(at / 3, at % 3, 1).to_polygon());
        Area::new(
            format!("E0100000{}", at + 1),
            format!("Block {at}"),
            info.period,
            footprint,
        )
    });
    let areas = areas.collect::<coterm_core::Result<_>>()?;
    Ok(Layer::new(info, areas))
}

/// Makes a layer of three districts, one per column. The first has a hole, which is a part of the
/// second.
fn districts() -> Result<Layer> {
    let info = info("lad-2023", "primary")?;
    let hole: Polygon<f64> = polygon![
        (x: 333_000.0, y: 443_000.0), (x: 336_000.0, y: 444_500.0), (x: 334_000.25, y: 447_000.125),
        (x: 333_000.0, y: 443_000.0),
    ];
    let areas = (0..3).map(|column| {
        let mut parts = vec![square(column, 0, 3).to_polygon()];
        match column {
            0 => parts[0].interiors_push(hole.exterior().clone()),
            1 => parts.push(hole.clone()),
            _ => {}
        }
        Area::new(
            format!("E0700000{}", column + 1),
            format!("District {column}"),
            info.period,
            MultiPolygon(parts),
        )
    });
    let areas = areas.collect::<coterm_core::Result<_>>()?;
    Ok(Layer::new(info, areas))
}

/// Writes a data folder with these layers, a code table and postcodes.
pub(crate) fn write_folder(folder: &Path) -> Result<()> {
    let fgb = |layer: &Layer| to_bytes(layer, Written::FlatGeobuf, Crs::BritishNationalGrid);
    let files = [
        ("lsoa-2011.fgb", 9, fgb(&blocks()?)?),
        ("lad-2023.fgb", 3, fgb(&districts()?)?),
        ("code-table.csv", 9, CODE_TABLE.as_bytes().to_vec()),
        ("postcodes.csv.gz", 4, gzipped(POSTCODES.as_bytes())?),
    ];
    let mut entries = Vec::new();
    for (file, rows, bytes) in &files {
        fs::write(folder.join(file), bytes)?;
        entries.push(json!({"file": file, "rows": rows, "sha256": checksum(bytes)}));
    }
    let layer = |id: &str, role: &str, entry: &Value| {
        let mut layer = about(id, role);
        for (key, value) in entry.as_object().into_iter().flatten() {
            layer[key] = value.clone();
        }
        layer
    };
    // The releases of the data, with the one layer of districts that there is here.
    let mut releases = json!(store::manifest(&data_folder())?.releases);
    for release in releases.as_array_mut().into_iter().flatten() {
        if release["districts"].is_object() {
            release["districts"]["layer"] = "lad-2023".into();
        }
    }
    let catalogue = json!({
        "format": store::FORMAT, "extent": "nine-squares", "extent_title": "Nine squares",
        "attribution": "Nobody", "releases": releases,
        "layers": [
            layer("lsoa-2011", "block", &entries[0]),
            layer("lad-2023", "primary", &entries[1]),
        ],
        "code_table": entries[2], "postcodes": entries[3],
    });
    fs::write(
        folder.join(coterm_io::MANIFEST),
        serde_json::to_vec_pretty(&catalogue)?,
    )?;
    Ok(())
}

pub(crate) fn gzipped(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Writes the data folder and opens it.
pub(crate) fn dataset() -> Result<Dataset> {
    let folder = tempfile::tempdir()?;
    write_folder(folder.path())?;
    Ok(store::open(folder.path(), Indexing::Layers)?)
}

fn folder_file(name: &str) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    write_folder(folder.path())?;
    Ok(fs::read(folder.path().join(name))?)
}

fn archive(format: ArchiveFormat) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let name = match format {
        ArchiveFormat::PmTiles => "a.pmtiles",
        ArchiveFormat::MbTiles => "a.mbtiles",
    };
    let path = folder.path().join(name);
    let dataset = dataset()?;
    let catalogue = dataset.catalogue();
    let archive = TileArchive::begin(&path, catalogue, &["lad-2023"], 0..=8)?;
    archive.of(&TileSet::new(catalogue.layers())?)?.finish()?;
    Ok(fs::read(&path)?)
}

/// Rewrites `PMTiles` without compression of its root directory and metadata, so that changes in
/// them are read and not refused as damaged gzip.
fn unpacked(archive: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 127;
    let number = |at: usize| -> Result<usize> {
        let bytes = archive.get(at..).and_then(|bytes| bytes.first_chunk());
        Ok(usize::try_from(u64::from_le_bytes(
            *bytes.ok_or("it is short")?,
        ))?)
    };
    // Root directory, metadata, leaf directories and tiles have an offset and a length each.
    let mut whole = archive[..HEADER].to_vec();
    for section in 0..4 {
        let (offset, length) = (number(8 + section * 16)?, number(16 + section * 16)?);
        let bytes = &archive[offset..offset + length];
        let bytes = match section {
            0 | 1 => {
                let mut plain = Vec::new();
                let mut decoder = flate2::read::GzDecoder::new(bytes);
                std::io::Read::read_to_end(&mut decoder, &mut plain)?;
                plain
            }
            _ => bytes.to_vec(),
        };
        let place = [whole.len() as u64, bytes.len() as u64].map(u64::to_le_bytes);
        whole[8 + section * 16..24 + section * 16].copy_from_slice(place.as_flattened());
        whole.extend(bytes);
    }
    // Sets the compression of directories and metadata to none.
    whole[97] = 1;
    Ok(whole)
}

const GEOJSON: &str = r#"{"type": "FeatureCollection", "name": "a",
"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
"bbox": [330000, 440000, 350000, 450000],
"features": [
{"type": "Feature", "id": 1, "bbox": [330000, 440000, 340000, 450000], "properties": {"LAD23CD": "E07000001", "LAD23NM": "A \"b\" \u00e9", "n": 1.5e3, "x": null},
 "geometry": {"type": "Polygon", "coordinates": [[[330000, 440000], [340000, 440000.5, 12], [340000, 450000], [330000, 450000], [330000, 440000]]]}},
{"type": "Feature", "properties": {"LAD23CD": "E07000002", "LAD23NM": "B"},
 "geometry": {"type": "MultiPolygon", "coordinates": [[[[340000, 440000], [350000, 440000], [350000, 450000], [340000, 450000], [340000, 440000]], [[341000, 441000], [341000, 442000], [342000, 442000], [341000, 441000]]]]}},
{"type": "Feature", "properties": null, "geometry": null}
]}"#;

const BULK: &str = "id,postcode,note\n1,LA1 1AA,\"a, \"\"b\"\"\"\n2,la11ab,\n3,,\n4,ZZ9 9ZZ,x\n\n5,LA1 1AD,\"two\nlines\"\n";

const WEIGHTS: &str = "lsoa11cd,name,people\nE01000001,A,10\nE01000002,B,20\nE01000003,C,30\nE01000004,D,40\nE01000005,E,50\nE01000006,F,60\nE01000007,G,70\nE01000008,H,80\nE01000009,\"I\",\"1,090.5\"\n";

const BLOCK_AREAS: &str = "block,area,name\nE01000001,N,North\nE01000002,N,North\nE01000004,S,\"South, \"\"and\"\" more\"\n";

const SCENARIO: &str = "title = \"Two\"\nkind = \"neighbourhood\"\nsource = \"nobody\"\nwithin = [\"lad-2023/E07000001\", \"lad-2023/E07000002\"]\n\n[[area]]\ncode = \"N\"\nname = \"North\"\nunion = [\"lad-2023/E07000001\"]\nminus = [\"lsoa-2011/E01000001\"]\n\n[[area]]\nname = \"South\"\nblocks = [\"E01000004\", \"E01000005\"]\n";

const SCENARIO_JSON: &str = r#"{"title": "Two", "rule": {"least": 5, "most": 40}, "within": ["lad-2023/E07000001"],
"area": [{"code": "N", "name": "North", "union": ["lad-2023/E07000001"], "intersect": ["lad-2023/E07000001"]},
{"name": "South", "blocks": ["E01000004", "E01000005"]}]}"#;

const CODE_TABLE: &str = "block,lad-2023\nE01000001,E07000001\nE01000002,E07000001\nE01000003,E07000001\nE01000004,E07000002\nE01000005,E07000002\nE01000006,E07000002\nE01000007,E07000003\nE01000008,E07000003\nE01000009,\n";

const POSTCODES: &str = "postcode,easting,northing,quality,position_from,apart_m,introduced,terminated,user_type,oa_2011,lsoa_2011,msoa_2011,lad_2021,lad_2021_code_point,lad_2023_code_point,lad_2025_directory\nLA1 1AA,331000,441000,10,c25,,1980-01,,s,E00000001,E01000001,E02000001,E07000001,E07000001,E07000001,E07000001\nLA1 1AB,341000,441000,10,c21,,1980-01,2020-04,l,E00000002,E01000004,E02000001,E07000002,,E07000002,\nLA1 1AD,351000,461000,60,c25,,2023-01,,s,,,,,,E07000003,\nLA2 1AA,339999,441000,,o25,,,,,,E01000001,,E07000001,,,\n";

const QUESTIONS: &str = r#"[{"postcode": "LA1 1AA"}, {"id": 7, "lon": -2.80, "lat": 54.05}, {"id": "a", "easting": 331000, "northing": 441000}, {"postcode": "nothing"}, {"id": {"b": [1, 2]}, "postcode": "LA1 1AB"}]"#;

const CSV_QUESTIONS: &str = "postcode,id\nLA1 1AA,1\n\"LA1 1AB\",2\n";
