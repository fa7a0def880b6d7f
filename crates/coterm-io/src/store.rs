//! Opens a data folder, or data that is built into the program, as a [`Dataset`].
//!
//! Every file is checked against its checksum, so that a dataset is exactly what `build` wrote.

use coterm_core::codes::{DistrictCode, Releases};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, AreaId, Catalogue, Layer, LayerId};
use rayon::prelude::*;

use crate::{
    DataLocation, Error, LayerEntry, Manifest, Result, code_table_file, flatgeobuf_file, manifest,
    postcode_file,
};

/// Version of the data folder's format that this build reads and writes.
pub const FORMAT: u32 = 2;

/// Reads the catalogue of a data folder.
///
/// # Errors
///
/// [`Error::NoData`] if there is no catalogue; [`Error::Malformed`] if it has another
/// format version or impossible contents, with the layer and the field.
///
/// ```
/// use std::path::Path;
///
/// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
/// let manifest = coterm_io::store::manifest(&data)?;
/// assert_eq!(manifest.extent, "lancashire-and-south-cumbria");
/// assert!(manifest.layers.iter().any(|layer| layer.info.id == "place-2022"));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn manifest(location: impl Into<DataLocation>) -> Result<Manifest> {
    Manifest::read(&location.into(), FORMAT)
}

/// Returns a short name for the data: the first 16 hexadecimal digits of the catalogue's SHA-256.
/// The catalogue has the checksum of every other file, so equal names mean equal data. Descriptions
/// of layers that were added to the data count too.
///
/// # Errors
///
/// [`Error::NoData`] if there is no catalogue; [`Error::Io`]; those of the list of imported layers.
///
/// ```
/// use std::path::Path;
///
/// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
/// assert_eq!(coterm_io::store::fingerprint(&data)?.len(), 16);
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn fingerprint(location: impl Into<DataLocation>) -> Result<String> {
    let location = &location.into();
    let mut bytes = manifest::catalogue(location)?;
    let added = manifest::added(location)?;
    if !added.is_empty() {
        let added = serde_json::to_vec(&added);
        bytes.extend(added.map_err(|error| Error::encode("the added layers", "JSON", error))?);
    }
    Ok(manifest::fingerprint(&bytes))
}

/// Loads a whole data folder, or data that is built in, checks every file against its checksum, and indexes the layers as
/// `indexing` says. If the folder is built again meanwhile, it is loaded once more. O(n) in the
/// bytes of the files, and besides as much as [`Dataset::new`].
///
/// # Errors
///
/// [`Error::NoData`], [`Error::Checksum`], [`Error::Malformed`], [`Error::Io`].
///
/// ```
/// use std::path::Path;
/// use coterm_core::dataset::Indexing;
/// use coterm_core::period::parse_day;
///
/// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
/// let dataset = coterm_io::store::open(&data, Indexing::None)?;
/// let answer = dataset.lookup_postcode("LA1 4YW".parse()?, parse_day("2022-06-30")?, None)?;
/// let ccg = answer.areas.iter().find(|area| area.family == "ccg");
/// assert_eq!(ccg.map(|ccg| ccg.name), Some("NHS Morecambe Bay CCG"));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn open(location: impl Into<DataLocation>, indexing: Indexing) -> Result<Dataset> {
    let location = &location.into();
    let before = manifest(location)?;
    tracing::debug!(%location, layers = before.layers.len(), "reading the data");
    match load(location, before.clone(), indexing) {
        Ok(dataset) => Ok(dataset),
        // A new build may have replaced the folder meanwhile.
        Err(error) => match manifest(location) {
            Ok(after) if after != before => {
                tracing::info!(
                    %location,
                    "the data was built anew meanwhile; reading it again"
                );
                load(location, after, indexing)
            }
            _ => Err(error),
        },
    }
}

fn load(location: &DataLocation, manifest: Manifest, indexing: Indexing) -> Result<Dataset> {
    let (layers, postcodes) = rayon::join(
        || {
            let layers = manifest.layers.par_iter();
            layers
                .map(|entry| layer(location, entry))
                .collect::<Result<Vec<Layer>>>()
        },
        || {
            let bytes = manifest.postcodes.read(location)?;
            let path = location.path(&manifest.postcodes.file);
            let releases = Releases::new(manifest.releases.clone())?;
            postcode_file::read(&path, releases, &bytes, manifest.postcodes.rows)
        },
    );
    let catalogue = Catalogue::new(layers?);
    let postcodes = postcodes?.with_known_to(manifest.postcodes_known_to);
    let table = manifest.code_table.read(location)?;
    let path = location.path(&manifest.code_table.file);
    let mut codes = code_table_file::read(&path, &table, &catalogue)?;
    let rows = codes.blocks().len();
    manifest.code_table.check_rows(location, rows)?;
    codes = codes.with_districts(district_codes(&catalogue));
    Ok(Dataset::new(
        catalogue,
        codes,
        postcodes,
        manifest.attribution,
        indexing,
    )?)
}

/// Lists the codes of districts that postcodes may have, those of earlier layers first. Codes that
/// an area was given after its layer was made are included.
fn district_codes(catalogue: &Catalogue) -> Vec<DistrictCode<'_>> {
    let mut with_districts: Vec<(LayerId, &Layer)> = catalogue
        .iter()
        .filter(|(_, layer)| layer.info().gives_districts)
        .collect();
    with_districts.sort_by_key(|(_, layer)| layer.info().period.from());
    let mut codes = Vec::new();
    for (id, layer) in with_districts {
        let mut push = |code, area: AreaId| {
            codes.push(DistrictCode {
                code,
                layer: id,
                area,
                complete: layer[area].complete(),
            });
        };
        for (area, district) in layer.iter() {
            push(district.code(), area);
        }
        for defect in &layer.info().known_defects {
            if let (Some(code), [area]) = (&defect.new_code, defect.areas.as_slice())
                && let Some(area) = layer.position(area)
            {
                push(code, area);
            }
        }
    }
    codes
}

fn layer(location: &DataLocation, entry: &LayerEntry) -> Result<Layer> {
    let path = location.path(&entry.file.file);
    let bytes = entry.file.read(location)?;
    let layer = flatgeobuf_file::read(&path, &bytes, entry.info.clone())?;
    entry.file.check_rows(location, layer.areas().len())?;
    // Areas are sorted by code, so equal codes are neighbours.
    let codes: Vec<&str> = layer.areas().iter().map(Area::code).collect();
    if let Some([twice, _]) = codes.array_windows().find(|[one, next]| one == next) {
        return Err(Error::malformed(
            path,
            format!("the area {twice} is listed twice"),
        ));
    }
    Ok(layer)
}
