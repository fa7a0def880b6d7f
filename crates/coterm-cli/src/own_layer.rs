//! Boundary files as layers that answer like those of the data: [`own_layer`] makes one for `coterm
//! import`, and [`with_files`] adds those that `--layer` names.

use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::{Area, Layer, LayerInfo};
use coterm_core::period::Period;
use coterm_core::space::millimetres;
use coterm_core::words::{capital, excerpt, ground, length, list};
use coterm_io::{AddedLayer, AreaFile, Crs, DataLocation, DataReport};
use polygon_coverage::Arrangement;
use polygon_coverage::maximum_inscribed_circle::circle_fits;

use crate::args::OwnFiles;
use crate::boundary_file::doubts;
use crate::error::{Error, Result};
use crate::terminal::say;

/// Maximum number of characters of a name that an error shows.
const NAME_SHOWN: usize = 40;

/// Adds boundary files to the data as layers, for this run. Each is a family of its own, called as
/// the file is, and valid on every day that the data has.
///
/// # Errors
///
/// An error if a file cannot be read, or its areas cannot answer lookups.
pub(crate) fn with_files(data: &DataLocation, own: &OwnFiles) -> Result<DataLocation> {
    let mut location = data.clone();
    for path in &own.files {
        let dataset = coterm_io::store::open(&location, Indexing::None)?;
        let file = AreaFile::read(path, &own.fields()).map_err(with_table)?;
        let named = path.file_name().unwrap_or_default().to_string_lossy();
        for doubt in doubts(&file)? {
            say(format!("{named}: {doubt}"));
        }
        let layers = dataset.catalogue().layers();
        let taken = |name: &str| {
            layers
                .iter()
                .any(|layer| layer.id() == name || layer.info().family == name)
        };
        let mut name = plain(&path.file_stem().unwrap_or_default().to_string_lossy());
        while taken(&name) {
            name += "-file";
        }
        let from = layers.iter().map(|layer| layer.info().period.from()).min();
        let period = Period::new(from.unwrap_or_default(), None)?;
        let mut info = LayerInfo::new(&name, &name, "", period);
        info.title = named.to_string();
        info.family_title = named.to_string();
        info.source = source(&file, &named);
        let (layer, _) = own_layer(file, info, &dataset, false)?;
        location = location.with_layer(AddedLayer::new(&layer)?);
    }
    Ok(location)
}

/// Names `--table` in an error that names `--layer`, since here that option takes the files.
fn with_table(error: coterm_io::Error) -> Error {
    let text = error.to_string();
    if text.contains("--layer") {
        return Error::Usage(text.replace("--layer", "--table"));
    }
    error.into()
}

/// Says where the areas of a file are from: its name, and how its coordinates were converted.
pub(crate) fn source(file: &AreaFile, named: &str) -> String {
    match file.crs {
        Crs::BritishNationalGrid => format!("{named}, in {}", file.crs),
        crs => format!("{named}, converted from {crs}: {}", file.conversion),
    }
}

/// Makes the layer that `info` describes of a file's areas. The report has what was repaired.
///
/// A place is in only one area of a layer, so areas may overlap only where no answer is certain: by
/// less than the width of the lines, and nowhere with room for a place that is far from all lines.
pub(crate) fn own_layer(
    file: AreaFile,
    info: LayerInfo,
    dataset: &Dataset,
    repair: bool,
) -> Result<(Layer, DataReport)> {
    let (layer, repairs) = file.into_imported(info, dataset, repair)?;
    let footprints: Vec<_> = layer.areas().iter().map(Area::footprint).collect();
    let overlay = Arrangement::new(&footprints, millimetres()).map_err(coterm_core::Error::from)?;
    let (mean_m, reach_m) = (layer.info().resolution_m, layer.info().lines_bound_m());
    let mut overlaps = overlay.faces().filter(|face| face.areas().len() > 1);
    let wide = overlaps.find(|face| {
        2.0 * face.area() / face.perimeter() > mean_m || circle_fits(*face, 2.0 * reach_m)
    });
    let Some(wide) = wide else {
        return Ok((layer, repairs));
    };
    let areas = wide.areas().iter().map(|area| layer[*area].name());
    let names: Vec<String> = areas.map(|name| excerpt(name, NAME_SHOWN)).collect();
    Err(Error::Usage(format!(
        "{} overlap in {}, {} wide on average; a place can be in only one area of a layer, so mend them (`coterm check` shows where), or import them as layers of their own",
        list(names.iter().map(String::as_str)),
        ground(wide.area()),
        length(2.0 * wide.area() / wide.perimeter()),
    )))
}

/// Makes a name of a layer or family from any text: small letters, digits and hyphens.
pub(crate) fn plain(text: &str) -> String {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    match parts.join("-").to_ascii_lowercase() {
        empty if empty.is_empty() => "own".to_owned(),
        name => name,
    }
}

/// Makes a heading of a family's name: `primary-care-networks` gives `Primary care networks`.
pub(crate) fn heading(family: &str) -> String {
    capital(&family.replace('-', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_file_name_gives_a_name_for_a_layer() {
        for (text, expected) in [
            ("Proposed places (v2)", "proposed-places-v2"),
            ("wards", "wards"),
            ("ward—§", "ward"),
            ("…", "own"),
        ] {
            assert_eq!(plain(text), expected);
        }
        assert_eq!(heading("primary-care-networks"), "Primary care networks");
    }
}
