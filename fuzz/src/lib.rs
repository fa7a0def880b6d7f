//! Reading any bytes with each reader of other people's files: [`READERS`]. The fuzz targets give
//! them bytes that libFuzzer makes; a claim gives them the files in `corpus/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use coterm_core::codes::CodeTable;
use coterm_core::dataset::Dataset;
use coterm_core::layers::LayerInfo;
use coterm_core::period::Period;
use coterm_io::{
    AreaFile, Crs, DataLocation, Error, Fields, LayerStore, Result, ScenarioFormat, WeightFile,
    parse_scenario, read_practices,
};

/// Reads bytes; an error is an answer, a panic is none.
pub type Reader = fn(&[u8]) -> Result<()>;

/// The readers, by the names of the targets and of their folders in `corpus/`.
pub const READERS: [(&str, Reader); 13] = [
    ("csv", |bytes| areas("areas.csv", bytes)),
    ("flatgeobuf", |bytes| areas("areas.fgb", bytes)),
    ("generation", generation),
    ("geojson", |bytes| areas("areas.geojson", bytes)),
    ("geopackage", |bytes| areas("areas.gpkg", bytes)),
    ("geoparquet", |bytes| areas("areas.parquet", bytes)),
    ("kml", |bytes| areas("areas.kml", bytes)),
    ("practices", practices),
    ("scenario", scenario),
    ("shapefile", shapefile),
    ("topojson", |bytes| areas("areas.topojson", bytes)),
    ("weights", weights),
    ("zip", |bytes| areas("areas.zip", bytes)),
];

/// Reads bytes with the reader of that name.
///
/// # Panics
///
/// If there is none, and wherever the reader panics.
pub fn read(name: &str, bytes: &[u8]) -> Result<()> {
    let found = READERS.into_iter().find(|(reader, _)| *reader == name);
    let (_, reader) = found.expect("the name is in READERS");
    reader(bytes)
}

/// Reads a boundary file, and makes a layer of it, with its polygons repaired.
fn areas(name: &str, bytes: &[u8]) -> Result<()> {
    in_folder(&[(name, bytes)], |folder| layer(&folder.join(name)))
}

/// Reads a shapefile, whose parts follow each other with [`NEXT_PART`] between them.
fn shapefile(bytes: &[u8]) -> Result<()> {
    let names = ["areas.shp", "areas.dbf", "areas.prj", "areas.cpg"];
    let parts: Vec<_> = names.into_iter().zip(split(bytes)).collect();
    in_folder(&parts, |folder| layer(&folder.join(names[0])))
}

/// Separates the parts of a shapefile in one input.
pub const NEXT_PART: &[u8] = b"|next part|";

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    let next = |bytes: &[u8]| {
        let mut windows = bytes.windows(NEXT_PART.len());
        windows.position(|window| window == NEXT_PART)
    };
    while let Some(end) = next(rest) {
        parts.push(&rest[..end]);
        rest = &rest[end + NEXT_PART.len()..];
    }
    parts.push(rest);
    parts
}

fn layer(path: &Path) -> Result<()> {
    static DATASET: LazyLock<Dataset> = LazyLock::new(made_up::dataset);
    let file = match AreaFile::read(path, &Fields::default()) {
        // Tables do not say in which coordinate system they are.
        Err(Error::Crs(_)) => AreaFile::read(
            path,
            &Fields {
                crs: Some(Crs::BritishNationalGrid),
                ..Fields::default()
            },
        )?,
        read => read?,
    };
    let info = LayerInfo::new("fuzz-2026", "fuzz", "2026", Period::OPEN);
    file.into_imported(info, &DATASET, true)?;
    Ok(())
}

fn scenario(bytes: &[u8]) -> Result<()> {
    let formats = [
        ScenarioFormat::Toml,
        ScenarioFormat::Json,
        ScenarioFormat::Csv,
    ];
    let mut reasons = Vec::new();
    for format in formats {
        match parse_scenario(bytes, format, "fuzz") {
            Ok(_) => return Ok(()),
            Err(reason) => reasons.push(reason),
        }
    }
    Err(Error::InvalidInput(reasons.join("; ")))
}

fn weights(bytes: &[u8]) -> Result<()> {
    let name = "weights.csv";
    let blocks = ["E01000001", "E01000002"].map(str::to_owned);
    let codes = CodeTable::new(blocks.to_vec(), std::collections::HashMap::new());
    in_folder(&[(name, bytes)], |folder| {
        WeightFile::named(&folder.join(name).to_string_lossy()).read(&codes)?;
        Ok(())
    })
}

fn practices(bytes: &[u8]) -> Result<()> {
    let name = "practices.csv";
    in_folder(&[(name, bytes)], |folder| {
        read_practices(&folder.join(name)).map(drop)
    })
}

/// Reads the file that lists the imported layers of a data folder.
fn generation(bytes: &[u8]) -> Result<()> {
    in_folder(&[("imported/generations/000001.json", bytes)], |folder| {
        LayerStore::of(&DataLocation::from(folder))?.newest()?;
        Ok(())
    })
}

/// Writes files to a temporary folder, in memory if the system has one there, and reads them.
fn in_folder(files: &[(&str, &[u8])], read: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let memory = PathBuf::from("/dev/shm");
    let within = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    let folder = tempfile::tempdir_in(within).expect("a temporary folder can be made");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        let parent = path.parent().expect("the file is in the folder");
        fs::create_dir_all(parent).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    read(folder.path())
}

/// Holds the dataset of the crates' examples, whose code has names of its own for errors.
mod made_up {
    pub(super) fn dataset() -> coterm_core::dataset::Dataset {
        include!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../crates/coterm-core/doc/lancashire.rs"
        ))
    }
}
