//! [`Manifest`]: the catalogue file of a data folder, with a name, a number of rows and a checksum
//! for each other file.
//!
//! A manifest that was read is checked: no file name leads out of the folder, and no layer or
//! release has impossible dates, tolerances or names. `build` writes it; `store` reads it before
//! any other file.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use coterm_core::codes::{Release, Releases};
use coterm_core::dataset::{DataFile, DataFiles};
use coterm_core::layers::LayerInfo;
use coterm_core::period::Period;
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::At;
use crate::layer_store::{ADDED, IMPORTED};
use crate::postcode_file::BLOCK;
use crate::{DataLocation, Error, LayerStore, Result};

/// Name of the file that makes a folder a data folder: its table of contents.
pub const MANIFEST: &str = "catalogue.json";
/// Name by which `build` writes the code table.
pub(crate) const CODE_TABLE: &str = "code-table.csv";
/// Name by which `build` writes the postcodes.
pub(crate) const POSTCODES: &str = "postcodes.csv.gz";

/// The contents of [`MANIFEST`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub format: u32,
    /// Name of the extent in the recipe.
    pub extent: String,
    /// The extent in words.
    pub extent_title: String,
    /// The acknowledgement that must be shown with the data.
    pub attribution: String,
    /// The layers, in the order in which they are shown.
    pub layers: Vec<LayerEntry>,
    /// The releases that the postcodes are made from, in order of their dates.
    #[serde(default)]
    pub releases: Vec<Release>,
    /// The code table: the area of each building block in every layer.
    pub code_table: FileEntry,
    /// The file of postcodes.
    pub postcodes: FileEntry,
    /// The last day for which the places of postcodes are known.
    #[serde(default)]
    pub postcodes_known_to: Option<Date>,
}

/// Largest size of a catalogue that is read, in bytes; ten thousand layers need less.
const CATALOGUE_BYTES: u64 = 16 << 20;
/// Largest size of another file that is read, in bytes: a hundred times the building blocks of
/// England.
const FILE_BYTES: u64 = 1 << 30;
/// Largest tolerance or line error of a layer, in metres. No layer is as coarse as this.
const COARSEST_M: f64 = 10_000.0;

/// A layer of a data folder, and its file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerEntry {
    /// The layer's description.
    #[serde(flatten)]
    pub info: LayerInfo,
    /// The layer's file; its rows are areas.
    #[serde(flatten)]
    pub file: FileEntry,
}

/// A file of a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path of the file within the folder.
    pub file: String,
    /// Number of rows in the file.
    pub rows: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Reads a catalogue and checks that what it says is possible.
    ///
    /// # Errors
    ///
    /// [`Error::NoData`] if there is none; [`Error::Malformed`], with the layer and the field;
    /// [`Error::Io`].
    pub(crate) fn read(location: &DataLocation, format: u32) -> Result<Self> {
        let bytes = catalogue(location)?;
        let path = location.path(MANIFEST);
        let wrong = |reason: String| Error::malformed(&path, reason);
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let mut manifest: Self = named(&mut reader).map_err(wrong)?;
        reader.end().map_err(|error| wrong(error.to_string()))?;
        if manifest.format != format {
            return Err(wrong(format!(
                "its format is {}, and this build reads {format}; build the folder again with `coterm data build`",
                manifest.format
            )));
        }
        manifest.check().map_err(wrong)?;
        manifest.add(added(location)?)?;
        Ok(manifest)
    }

    /// Adds layers that are not of the data, with their acknowledgements.
    fn add(&mut self, layers: Vec<LayerEntry>) -> Result<()> {
        for layer in layers {
            let LayerInfo {
                id, attribution, ..
            } = &layer.info;
            if self.layers.iter().any(|other| other.info.id == *id) {
                return Err(Error::InvalidInput(format!(
                    "the imported layer {id} has the name of a layer of the data; take it out with `coterm remove {id}`, and import it with another --vintage"
                )));
            }
            if !attribution.is_empty() && !self.attribution.contains(attribution) {
                self.attribution = format!("{} {attribution}", self.attribution);
            }
            self.layers.push(layer);
        }
        Ok(())
    }

    /// Returns the files with their checksums, as reports list them.
    ///
    /// ```
    /// use std::path::Path;
    ///
    /// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    /// let files = coterm_io::store::manifest(&data)?.files();
    /// assert_eq!(files.code_table.file, "code-table.csv");
    /// assert!(files.layers.iter().any(|(info, file)| info.id == "lad-2023" && file.sha256.len() == 64));
    /// # Ok::<(), coterm_io::Error>(())
    /// ```
    pub fn files(&self) -> DataFiles {
        let of_layer = |layer: &LayerEntry| (layer.info.clone(), layer.file.data_file());
        DataFiles {
            extent_title: self.extent_title.clone(),
            layers: self.layers.iter().map(of_layer).collect(),
            code_table: self.code_table.data_file(),
            postcodes: self.postcodes.data_file(),
        }
    }

    fn check(&self) -> std::result::Result<(), String> {
        check_layers(&self.layers)?;
        for (name, file) in [
            ("code_table", &self.code_table),
            ("postcodes", &self.postcodes),
        ] {
            file.check().map_err(|reason| format!("{name}: {reason}"))?;
        }
        if self.layers.is_empty() {
            return Err("it has no layers".to_owned());
        }
        check_releases(&self.releases, |id| {
            self.layers.iter().any(|known| known.info.id == id)
        })?;
        Ok(())
    }
}

/// Returns the layers that people added to the data: the imported ones, and those that are used
/// without being imported.
///
/// # Errors
///
/// [`Error::Io`]; [`Error::Malformed`] for a generation of imported layers that is damaged.
pub(crate) fn added(location: &DataLocation) -> Result<Vec<LayerEntry>> {
    let newest = match location.own_folder() {
        Some(_) => LayerStore::of(location)?.newest()?,
        None => None,
    };
    let mut layers = newest.map_or_else(Vec::new, |newest| newest.layers);
    layers.extend(location.added().iter().map(|layer| layer.entry.clone()));
    Ok(layers)
}

/// Refuses layers of the same name, and descriptions and files that are not possible.
pub(crate) fn check_layers(layers: &[LayerEntry]) -> std::result::Result<(), String> {
    let mut ids = BTreeSet::new();
    for layer in layers {
        let id = &layer.info.id;
        if !ids.insert(id) {
            return Err(format!("the layer {id} is listed twice"));
        }
        let checked = check_info(&layer.info).and_then(|()| layer.file.check());
        checked.map_err(|reason| format!("layer {id}: {reason}"))?;
    }
    Ok(())
}

/// Reads the bytes of a catalogue.
///
/// # Errors
///
/// [`Error::NoData`] if there is none; [`Error::Io`].
pub(crate) fn catalogue(location: &DataLocation) -> Result<Vec<u8>> {
    match location.read(MANIFEST, CATALOGUE_BYTES) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::NoData {
            path: location.folder().map_or_else(PathBuf::new, Path::to_owned),
        }),
        read => read.at(location.path(MANIFEST)),
    }
}

/// Refuses releases that cannot be used together, and releases whose districts are of a layer that
/// does not exist.
pub(crate) fn check_releases(
    releases: &[Release],
    is_layer: impl Fn(&str) -> bool,
) -> std::result::Result<(), String> {
    Releases::new(releases.to_vec()).map_err(|error| format!("releases: {error}"))?;
    for release in releases {
        let id = &release.id;
        if id.is_empty() || id == BLOCK {
            return Err(format!("releases: a release cannot be called {id:?}"));
        }
        let layer = release.districts.as_ref().map(|districts| &districts.layer);
        if let Some(layer) = layer.filter(|layer| !is_layer(layer)) {
            return Err(format!("releases: {id}: there is no layer \"{layer}\""));
        }
    }
    Ok(())
}

/// Refuses a description that no layer can have. Recipes and catalogues are both checked by it.
pub(crate) fn check_info(info: &LayerInfo) -> std::result::Result<(), String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if info.id.is_empty() || !info.id.bytes().all(plain) {
        return Err(format!(
            "id is {:?}, but names of layers can have only letters, digits, \"-\", \"_\" and \".\"",
            info.id
        ));
    }
    if !(info.resolution_m > 0.0 && info.resolution_m <= COARSEST_M) {
        return Err(format!(
            "resolution_m is {}, and must be more than 0 and at most {COARSEST_M} metres",
            info.resolution_m
        ));
    }
    if let Some(error) = &info.line_error {
        for (name, metres) in [
            ("p95_m", error.p95_m),
            ("p999_m", error.p999_m),
            ("largest_m", error.largest_m),
            ("misplaced_m", error.misplaced_m),
        ] {
            if !(metres > 0.0 && metres <= COARSEST_M) {
                return Err(format!(
                    "line_error: {name} is {metres}, and must be more than 0 and at most {COARSEST_M} metres"
                ));
            }
        }
    }
    let period = info.period;
    Period::new(period.from(), period.to())
        .map_err(|error| format!("valid_from and valid_to: {error}"))?;
    let days = period.from()..=period.to().unwrap_or(Date::MAX);
    if info
        .known_to
        .is_some_and(|known_to| !days.contains(&known_to))
    {
        return Err("known_to is not a day from valid_from to valid_to".to_owned());
    }
    Ok(())
}

impl<'de> Deserialize<'de> for LayerEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let read = || -> std::result::Result<Self, String> {
            // The dates are part of a flattened structure, where an error does not name the field.
            // They are therefore read here first.
            for day in ["valid_from", "valid_to", "known_to"] {
                named::<Option<Date>, _>(value.get(day).unwrap_or(&Value::Null))
                    .map_err(|error| format!("{day}: {error}"))?;
            }
            Ok(Self {
                info: named(&value)?,
                file: named(&value)?,
            })
        };
        let id = value.get("id").and_then(Value::as_str).unwrap_or("?");
        read().map_err(|error| D::Error::custom(format!("layer {id}: {error}")))
    }
}

/// Reads a value. An error begins with the name of the field that it is in.
fn named<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> std::result::Result<T, String> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let (field, reason) = (error.path().to_string(), error.into_inner());
        match field.as_str() {
            "." => reason.to_string(),
            _ => format!("{field}: {reason}"),
        }
    })
}

impl LayerEntry {
    /// Whether the layer was imported, or added in another way, and is not of the data itself.
    pub fn is_own(&self) -> bool {
        let folder = self.file.file.split('/').next();
        matches!(folder, Some(IMPORTED | ADDED))
    }
}

impl FileEntry {
    fn data_file(&self) -> DataFile {
        DataFile {
            file: self.file.clone(),
            sha256: self.sha256.clone(),
        }
    }

    /// Refuses a name that leads out of the folder, a checksum that is not one, and a file without
    /// rows.
    fn check(&self) -> std::result::Result<(), String> {
        let mut parts = Path::new(&self.file).components();
        let inside = parts.all(|part| matches!(part, Component::Normal(_)));
        // "a//b" and "a/." are the same file as "a/b" and "a", but not the same name.
        let plain = self.file.split('/').all(|part| !matches!(part, "" | "."));
        if !inside || !plain || self.file.contains(['\\', ':', '\0']) {
            return Err(format!(
                "file is {:?}, and must be a file of the data folder, named from there",
                self.file
            ));
        }
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if self.sha256.len() != 64 || !self.sha256.bytes().all(digit) {
            return Err(format!(
                "sha256 is {:?}, and must be 64 hexadecimal digits",
                self.sha256
            ));
        }
        if self.rows == 0 {
            return Err("rows is 0; the file must have at least one row".to_owned());
        }
        Ok(())
    }

    /// Refuses a file whose number of rows is not the one in the catalogue.
    pub(crate) fn check_rows(&self, location: &DataLocation, found: usize) -> Result<()> {
        if found as u64 == self.rows {
            return Ok(());
        }
        Err(Error::malformed(
            location.path(&self.file),
            format!("it has {found} rows, but the catalogue says {}", self.rows),
        ))
    }

    /// Reads the whole file and compares its checksum.
    ///
    /// # Errors
    ///
    /// [`Error::Checksum`] if the file is not the one that was written; [`Error::Io`], also if it
    /// is not a file of the folder or has more than 1 GiB.
    pub fn read(&self, location: &DataLocation) -> Result<Vec<u8>> {
        let path = location.path(&self.file);
        let bytes = location.read(&self.file, FILE_BYTES).at(&path)?;
        let found = sha256_hex(&bytes);
        if found != self.sha256 {
            return Err(Error::Checksum {
                path,
                expected: self.sha256.clone(),
                found,
                remedy: location.remedy(&self.file),
            });
        }
        Ok(bytes)
    }
}

/// Returns a short name for some bytes: the first 16 hexadecimal digits of their SHA-256. Equal
/// bytes have equal names.
///
/// ```
/// assert_eq!(coterm_io::fingerprint(b""), "e3b0c44298fc1c14");
/// ```
pub fn fingerprint(bytes: &[u8]) -> String {
    sha256_hex(bytes)[..16].to_owned()
}

/// Returns the SHA-256 of some bytes in hexadecimal, as data folders and reports give it.
///
/// ```
/// assert!(coterm_io::checksum(b"").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
/// ```
pub fn checksum(bytes: &[u8]) -> String {
    sha256_hex(bytes)
}

/// Returns the SHA-256 of some bytes in hexadecimal.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns the SHA-256 of a file in hexadecimal. The file is read in pieces of 1 MiB.
pub(crate) fn sha256_of_file(path: &Path) -> Result<String> {
    let mut file = std::fs::File::open(path).at(path)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece).at(path)? {
            0 => return Ok(hex(&hasher.finalize())),
            length => hasher.update(&piece[..length]),
        }
    }
}

/// Writes bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
