//! Areas from a file of anyone's: read as they are, nothing mended.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use coterm_core::Area;
use geo::{Coord, CoordsIter, Geometry, MultiPolygon};

use crate::error::At;
use crate::{Crs, Error, Report, Result, flatgeobuf_file, geojson_file, geopackage};

/// Which fields hold what, and the system of the coordinates.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The field with the code; without it `code`, or of those that end in `CD` the one
    /// with the most different values.
    pub code: Option<String>,
    /// The field with the name; without it `name`, or of those that end in `NM` the one
    /// with the most different values.
    pub name: Option<String>,
    /// The coordinates' system; without it the one that the file declares, which for
    /// `GeoJSON` is longitude and latitude if it declares none.
    pub crs: Option<Crs>,
}

/// An area of a file, EPSG:27700 metres.
#[derive(Debug, Clone, PartialEq)]
pub struct FileArea {
    /// Its code; its number in the file if there is no such field.
    pub code: String,
    /// Its name; empty if there is no such field.
    pub name: String,
    /// The ground that it occupies.
    pub footprint: MultiPolygon<f64>,
}

/// The areas of a file, in order, and what was met while they were read.
#[derive(Debug)]
pub struct AreaFile {
    /// The areas.
    pub areas: Vec<FileArea>,
    /// The system that the file's coordinates were in.
    pub crs: Crs,
    /// What an import would mend, or could not use.
    pub report: Report,
}

/// A feature of a file, coordinates as they are there.
#[derive(Debug)]
pub(crate) struct RawFeature {
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) geometry: Option<Geometry<f64>>,
}

/// Features, and the system that the file declares.
pub(crate) type RawFile = (Vec<RawFeature>, Option<Crs>);

impl AreaFile {
    /// Reads a `GeoJSON`, `FlatGeobuf` or `GeoPackage` file (its first table of
    /// features), by its extension. Coordinates in another system than EPSG:27700 are
    /// converted to it, and so rounded to the millimetre; those that are in it are
    /// kept bit for bit.
    ///
    /// # Errors
    ///
    /// [`Error::Io`], [`Error::Malformed`] if the file is not what its extension says;
    /// [`Error::Unsuitable`] for another extension, a field that is not there, or a
    /// file without polygons; [`Error::Crs`] for coordinates that cannot be converted.
    pub fn read(path: &Path, fields: &Fields) -> Result<Self> {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let extension = extension.map(str::to_ascii_lowercase).unwrap_or_default();
        let (features, declared) = match extension.as_str() {
            "geojson" | "json" => geojson_file::features(path, &std::fs::read(path).at(path)?)?,
            "fgb" => flatgeobuf_file::features(path, &std::fs::read(path).at(path)?)?,
            "gpkg" => {
                std::fs::metadata(path).at(path)?;
                geopackage::features(path)?
            }
            _ => {
                std::fs::metadata(path).at(path)?;
                return Err(Error::Unsuitable(format!(
                    "{}: \".{extension}\" is not the extension of a format that can be read; there are geojson, fgb, gpkg",
                    path.display()
                )));
            }
        };
        let crs = fields.crs.or(declared).unwrap_or(Crs::LonLat);
        let mut report = Report::default();
        let code = field(path, &features, fields.code.as_deref(), ["code", "cd"])?;
        let name = field(path, &features, fields.name.as_deref(), ["name", "nm"])?;
        let mut areas = Vec::with_capacity(features.len());
        for (number, feature) in (1..).zip(features) {
            let text = |field: &Option<String>| feature.fields.get(field.as_ref()?).cloned();
            let code = text(&code).unwrap_or_else(|| number.to_string());
            let footprint = match feature.geometry {
                Some(Geometry::Polygon(polygon)) => polygon.into(),
                Some(Geometry::MultiPolygon(footprint)) => footprint,
                None => {
                    report.add(code, "it has no geometry", "left out");
                    continue;
                }
                Some(_) => {
                    report.add(code, "it is not a polygon", "left out");
                    continue;
                }
            };
            let footprint = to_grid(path, number, footprint, crs)?;
            let repeats = repeated(&footprint);
            if repeats > 0 {
                let found = format!("{repeats} vertices at the same place as the one before");
                report.add(code.as_str(), found, "kept; an import leaves them out");
            }
            let name = text(&name).unwrap_or_default();
            areas.push(FileArea {
                code,
                name,
                footprint,
            });
        }
        if areas.is_empty() {
            return Err(Error::Unsuitable(format!(
                "{}: there are no polygons in it",
                path.display()
            )));
        }
        let mut seen = BTreeSet::new();
        for area in areas.iter().filter(|area| !seen.insert(&area.code)) {
            report.add(
                area.code.as_str(),
                "another area has the same code",
                "kept as an area of its own",
            );
        }
        Ok(Self { areas, crs, report })
    }
}

impl From<&Area> for FileArea {
    fn from(area: &Area) -> Self {
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
            footprint: area.footprint().clone(),
        }
    }
}

/// The field that was asked for, or the first that is called so or ends in that.
fn field(
    path: &Path,
    features: &[RawFeature],
    wanted: Option<&str>,
    [whole, end]: [&str; 2],
) -> Result<Option<String>> {
    let all: BTreeSet<&str> = features
        .iter()
        .flat_map(|feature| feature.fields.keys().map(String::as_str))
        .collect();
    let Some(wanted) = wanted else {
        let lower = |name: &str| name.to_ascii_lowercase();
        if let Some(named) = all.iter().find(|name| lower(name) == whole) {
            return Ok(Some((*named).to_owned()));
        }
        // A file often has the codes of areas around its own as well, which are fewer.
        let different = |name: &str| {
            let values = features
                .iter()
                .filter_map(|feature| feature.fields.get(name));
            values.collect::<BTreeSet<_>>().len()
        };
        let ending = all.iter().rev().filter(|name| lower(name).ends_with(end));
        return Ok(ending
            .max_by_key(|name| different(name))
            .map(|name| (*name).to_owned()));
    };
    if all.contains(wanted) {
        return Ok(Some(wanted.to_owned()));
    }
    let all: Vec<&str> = all.into_iter().collect();
    let there = if all.is_empty() {
        "it has none".to_owned()
    } else {
        format!("there are {}", all.join(", "))
    };
    Err(Error::Unsuitable(format!(
        "{}: it has no field \"{wanted}\"; {there}",
        path.display()
    )))
}

/// Metres of the grid; those that are so already stay as they are.
fn to_grid(
    path: &Path,
    number: usize,
    footprint: MultiPolygon<f64>,
    crs: Crs,
) -> Result<MultiPolygon<f64>> {
    let bad = |reason: &dyn std::fmt::Display| {
        Error::malformed(path, format!("feature {number}: {reason}"))
    };
    if let Some(coord) = footprint
        .coords_iter()
        .find(|coord| !(coord.x.is_finite() && coord.y.is_finite()))
    {
        return Err(bad(&format!("{coord:?} is not a place on a map")));
    }
    if crs == Crs::BritishNationalGrid {
        return Ok(footprint);
    }
    crs.footprint_to_grid(footprint).map_err(|error| {
        bad(&format!(
            "{error} (its coordinates were taken as {crs}; name another system with --crs)"
        ))
    })
}

fn repeated(footprint: &MultiPolygon<f64>) -> usize {
    let same = |coords: &[Coord<f64>]| coords.windows(2).filter(|pair| pair[0] == pair[1]).count();
    footprint
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| same(&ring.0))
        .sum()
}
