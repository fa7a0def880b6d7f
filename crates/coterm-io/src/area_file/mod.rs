//! Areas from anyone's file ([`AreaFile`]), for `coterm check`, and for commands that take such a file
//! in place of a layer. Footprints are read as they are, and nothing is mended.

mod archive;
mod content;
mod coordinates;
mod field;
mod format;
mod layer;
mod other_content;
mod reading;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use coterm_core::layers::{Area, Layer};
use coterm_core::words::things;
use geo::{Coord, MultiPolygon};
use polygon_coverage::{validity::InvalidReason, validity::validity};
use rayon::prelude::*;

use crate::feature::{NoArea, RawGeometry};
use crate::{Conversion, Crs, DataFinding, DataReport, Error, FindingKind, InFile, Result};
use content::Content;
use coordinates::{LikelySystem, coords, in_irish_grid, other_system, to_grid};
use field::field;
use format::Format;
use reading::raw_file;

pub use format::is_area_file;

/// Maximum number of characters of a code that an error shows.
const CODE_SHOWN: usize = 40;

/// The fields of a file that hold the codes and the names, and the system of its coordinates.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// Name of the field with the codes. If `None`: `code`, or of the fields that end in `CD` the
    /// one with the most different values.
    pub code: Option<String>,
    /// Name of the field with the names. If `None`: `name`, or of the fields that end in `NM` the
    /// one with the most different values.
    pub name: Option<String>,
    /// Coordinate system, which overrides the one that the file declares. If `None`: the declared
    /// one, or longitude and latitude for `GeoJSON` and `TopoJSON` that declare none.
    pub crs: Option<Crs>,
    /// Name of the layer, for a file with several: a table of a `GeoPackage`, a shapefile in an
    /// archive, an object of `TopoJSON`. If `None`: the only layer with polygons.
    pub layer: Option<String>,
}

/// An area of a file, converted to metres of EPSG:27700.
#[derive(Debug, Clone, PartialEq)]
pub struct FileArea {
    /// Code of the area; for lack of one the feature's id, or else its number in the file.
    pub code: String,
    /// Name of the area; empty if the file has no field of names.
    pub name: String,
    /// The ground that it occupies.
    pub footprint: MultiPolygon<f64>,
    /// Reasons for which the footprint was invalid in the file's own coordinates, before it was
    /// converted: conversion and rounding may hide faults and may make others. Empty if the
    /// footprint was not converted.
    pub faults: Vec<InvalidReason>,
}

/// The areas of a file, in order, and the findings that were made while they were read.
#[derive(Debug)]
pub struct AreaFile {
    /// Number of features in the file.
    pub features: usize,
    /// Areas of the features that have usable polygons.
    pub areas: Vec<FileArea>,
    /// Coordinate system of the file.
    pub crs: Crs,
    /// The operation that converted the coordinates to EPSG:27700.
    pub conversion: Conversion,
    /// Name of the layer that was read, for a `GeoPackage` and for a file with several layers.
    pub layer: Option<String>,
    /// The files that were read, the named one first: a shapefile consists of several. Empty for a
    /// layer of the data.
    pub files: Vec<PathBuf>,
    /// Findings about features that were left out, rings that were closed, codes that occur twice,
    /// and what an import would mend. Each finding has its [`InFile`].
    pub report: DataReport,
}

impl AreaFile {
    /// Reads a boundary file of any format that its content shows: `GeoJSON`, also with a feature in
    /// each line, `TopoJSON`, a shapefile or an archive of some, `FlatGeobuf`, `GeoPackage`, or CSV
    /// with a column of well-known text. Other formats are read through `ogr2ogr` of GDAL, if it is
    /// installed. A file with several layers is read from the one in `fields`, or else from its only
    /// one with polygons. Coordinates in another system than EPSG:27700 are converted to it, which
    /// rounds them to the millimetre; those in EPSG:27700 are kept bit for bit.
    ///
    /// A feature that is no area, or cannot be understood, is left out with a finding, and the
    /// others are read. Needs as much memory as the file's size, besides the areas; an archive may
    /// unpack to fifty times its size.
    ///
    /// # Errors
    ///
    /// [`Error::Io`]; [`Error::Malformed`] if the file is damaged, or has positions that are not
    /// pairs of numbers; [`Error::InvalidInput`] for content that is no boundary file, for a field
    /// or layer that the file lacks, for a file without usable polygons (such as one whose
    /// coordinates are in another system than it declares), and for one with several layers of
    /// polygons if `fields` names none; [`Error::Crs`] for an unknown coordinate system.
    ///
    /// ```
    /// use coterm_io::{AreaFile, Crs, Fields};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("wards.geojson");
    /// std::fs::write(&path, r#"{"type": "FeatureCollection", "features": [
    ///     {"type": "Feature", "properties": {"WD23CD": "E05013871", "WD23NM": "Castle"},
    ///      "geometry": {"type": "Polygon", "coordinates":
    ///         [[[-2.81, 54.04], [-2.79, 54.04], [-2.80, 54.06], [-2.81, 54.04]]]}}
    /// ]}"#)?;
    /// let file = AreaFile::read(&path, &Fields::default())?;
    /// assert_eq!(file.crs, Crs::LonLat);
    /// let castle = &file.areas[0];
    /// assert_eq!((&*castle.code, &*castle.name), ("E05013871", "Castle"));
    /// assert!(file.report.findings.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(path: &Path, fields: &Fields) -> Result<Self> {
        let (mut file, files) = raw_file(path, fields.layer.as_deref())?;
        let crs = match (fields.crs, &file.declared) {
            (Some(crs), _) => crs,
            (None, Some(declared)) => declared.crs().map_err(|error| {
                let likely = LikelySystem::of(&file.features);
                let likely = likely.map(|likely| format!("; {}", likely.advice()));
                let likely = likely.unwrap_or_default();
                Error::Crs(format!("{}: {error}{likely}", path.display()))
            })?,
            (None, None) => Crs::LonLat,
        };
        // Checks that the system can be converted at all; all else depends on each feature.
        crs.to_grid(&mut [])?;
        let code = field(path, &file.features, fields.code.as_deref(), ["code", "cd"])?;
        let name = field(path, &file.features, fields.name.as_deref(), ["name", "nm"])?;
        let mut read = Self {
            features: file.features.len(),
            areas: Vec::with_capacity(file.features.len()),
            crs,
            conversion: Conversion::from_crs(crs, coords(&file.features).next()),
            layer: file.layer,
            files,
            report: DataReport::default(),
        };
        let guess = other_system(&file.features, crs);
        read.note_file(file.cut_off, file.ignored);
        let mut codes = BTreeSet::new();
        // Features are converted and judged on all cores, because both take long.
        let grounds: Vec<_> = (file.features.par_iter_mut())
            .map(|feature| ground(std::mem::take(&mut feature.geometry), crs))
            .collect();
        for ((number, feature), ground) in (1..).zip(file.features).zip(grounds) {
            let text = |field: &Option<String>| feature.fields.get(field.as_ref()?).cloned();
            let (own_code, name) = (text(&code), text(&name).unwrap_or_default());
            let code = own_code.clone().or(feature.id);
            let code = code.unwrap_or_else(|| number.to_string());
            let place = (number, feature.line);
            match ground {
                Err(no_area) => read.leave_out(path, place, code, &no_area)?,
                Ok(Ground {
                    footprint,
                    faults,
                    closed,
                }) => {
                    let doubled = own_code.is_some_and(|code| !codes.insert(code));
                    let area = FileArea {
                        code,
                        name,
                        footprint,
                        faults,
                    };
                    read.add(place, area, closed, doubled);
                }
            }
        }
        if read.areas.is_empty() {
            return Err(read.without_polygons(path, guess));
        }
        if let Some(area) = in_irish_grid(&read.areas, crs) {
            return Err(Error::InvalidInput(format!(
                "{}: {} is the code of an area in Northern Ireland, but as metres of EPSG:27700 the \
                 area would be in Great Britain; if its coordinates are of the Irish Grid, name that \
                 with --crs EPSG:29903, or save the file in EPSG:4326",
                path.display(),
                area.code
            )));
        }
        Ok(read)
    }

    /// Joins files that are parts of one: all areas, and all findings. The coordinate system is that
    /// of the files, or EPSG:27700 if they differ, to which areas are converted in any case.
    ///
    /// ```
    /// use coterm_io::{AreaFile, Fields};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut files = Vec::new();
    /// for (code, west) in [("A", -2.81), ("B", -2.71)] {
    ///     let path = folder.path().join(format!("{code}.geojson"));
    ///     let east = west + 0.1;
    ///     std::fs::write(&path, format!(r#"{{"type": "Feature", "properties": {{"code": "{code}"}},
    ///         "geometry": {{"type": "Polygon", "coordinates":
    ///         [[[{west}, 54.0], [{east}, 54.0], [{east}, 54.1], [{west}, 54.0]]]}}}}"#))?;
    ///     files.push(AreaFile::read(&path, &Fields::default())?);
    /// }
    /// assert_eq!(AreaFile::joined(files).areas.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn joined(files: Vec<Self>) -> Self {
        let systems: Vec<Crs> = files.iter().map(|file| file.crs).collect();
        let same = systems.array_windows().all(|[one, next]| one == next);
        let common = systems.first().filter(|_| same).copied();
        let crs = common.unwrap_or(Crs::BritishNationalGrid);
        let mut joined = Self {
            features: 0,
            areas: Vec::new(),
            crs,
            conversion: Conversion::from_crs(crs, None),
            layer: None,
            files: Vec::new(),
            report: DataReport::default(),
        };
        for file in files {
            joined.features += file.features;
            joined.areas.extend(file.areas);
            joined.files.extend(file.files);
            joined.report.findings.extend(file.report.findings);
        }
        joined
    }

    /// Adds the findings about the file as a whole: tables that were not read, missing features.
    fn note_file(&mut self, cut_off: Option<String>, ignored: Vec<String>) {
        let whole = |kind| InFile {
            kind,
            feature: None,
            line: None,
        };
        let left = ignored.into_iter().map(|table| {
            let found = "another table of polygons".to_owned();
            (FindingKind::LayerIgnored, table, found, "not read")
        });
        let cut = cut_off.into_iter().map(|found| {
            let done = "missing areas were not checked";
            (FindingKind::FileCutOff, "the file".to_owned(), found, done)
        });
        for (kind, subject, found, done) in cut.chain(left) {
            self.report.add_in_file(whole(kind), subject, found, done);
        }
    }

    /// Adds a finding about a feature that is no area. Fails if that makes the file unusable.
    fn leave_out(
        &mut self,
        path: &Path,
        place: Place,
        code: String,
        no_area: &NoArea,
    ) -> Result<()> {
        let kind = match no_area {
            NoArea::LeftOut(_) => FindingKind::FeatureLeftOut,
            NoArea::NotUnderstood(_) | NoArea::Refused(_) => FindingKind::FeatureNotUnderstood,
        };
        let finding = DataFinding {
            subject: code,
            found: no_area.reason().to_owned(),
            done: "left out".to_owned(),
            in_file: Some(in_file(place, kind)),
        };
        if let NoArea::Refused(reason) = no_area {
            let whose = finding.whose(CODE_SHOWN);
            return Err(Error::malformed(path, format!("{whose}: {reason}")));
        }
        self.report.findings.push(finding);
        Ok(())
    }

    fn add(&mut self, place: Place, area: FileArea, closed: usize, doubled: bool) {
        let mut note = |kind, found: String, done| {
            let at = in_file(place, kind);
            self.report.add_in_file(at, area.code.as_str(), found, done);
        };
        if closed > 0 {
            let rings = things(closed, "ring is", "rings are");
            let found = format!("{rings} not closed: the last vertex differs from the first");
            let done = "judged as if closed with a straight line";
            note(FindingKind::RingNotClosed, found, done);
        }
        let repeats = repeated(&area.footprint);
        if repeats > 0 {
            let repeated = things(repeats, "vertex", "vertices");
            let found = format!("{repeated} at the same place as the one before");
            let done = "kept; an import leaves them out";
            note(FindingKind::VertexRepeated, found, done);
        }
        if doubled {
            let found = "another area has the same code".to_owned();
            let done = "kept as an area of its own";
            note(FindingKind::CodeDoubled, found, done);
        }
        self.areas.push(area);
    }

    /// Makes the error for a file without usable polygons, with the reason that the first feature
    /// was left out, and the system that the coordinates look like.
    fn without_polygons(&self, path: &Path, guess: Option<LikelySystem>) -> Error {
        let mut message = format!("{} has no usable polygons", path.display());
        let mut findings = self.report.findings.iter();
        if let Some(first) =
            findings.find(|finding| finding.in_file.is_some_and(|at| at.feature.is_some()))
        {
            let _ = write!(message, ": {}: {}", first.whose(CODE_SHOWN), first.found);
        }
        if let Some(likely) = guess {
            let _ = write!(message, "; {}", likely.advice());
        }
        Error::InvalidInput(message)
    }
}

/// The ground of a feature, in metres of EPSG:27700.
struct Ground {
    footprint: MultiPolygon<f64>,
    /// Reasons for which it was invalid in the file's coordinates; empty if it was not converted.
    faults: Vec<InvalidReason>,
    /// Number of rings that were not closed.
    closed: usize,
}

/// Converts a feature's geometry, whose coordinates are in the system `crs`, to ground.
fn ground(geometry: RawGeometry, crs: Crs) -> std::result::Result<Ground, NoArea> {
    let (footprint, closed) = geometry.footprint()?;
    // Validity is worth computing only for ground in Britain.
    let converted = crs != Crs::BritishNationalGrid;
    let in_file = converted.then(|| footprint.clone());
    let footprint = to_grid(footprint, crs)?;
    let faults = in_file.as_ref().map(validity).unwrap_or_default();
    Ok(Ground {
        footprint,
        faults,
        closed,
    })
}

/// Number of a feature in the file, and its line.
type Place = (usize, Option<usize>);

fn in_file((number, line): Place, kind: FindingKind) -> InFile {
    InFile {
        kind,
        feature: Some(number),
        line,
    }
}

/// Treats a layer as if it were a file: each area is a feature.
impl From<&Layer> for AreaFile {
    fn from(layer: &Layer) -> Self {
        let areas: Vec<FileArea> = layer.areas().iter().map(FileArea::from).collect();
        Self {
            features: areas.len(),
            areas,
            crs: Crs::BritishNationalGrid,
            conversion: Conversion::from_crs(Crs::BritishNationalGrid, None),
            layer: None,
            files: Vec::new(),
            report: DataReport::default(),
        }
    }
}

impl From<&Area> for FileArea {
    fn from(area: &Area) -> Self {
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
            footprint: area.footprint().clone(),
            faults: Vec::new(),
        }
    }
}

fn repeated(footprint: &MultiPolygon<f64>) -> usize {
    let same = |coords: &[Coord<f64>]| coords.windows(2).filter(|pair| pair[0] == pair[1]).count();
    footprint
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| same(&ring.0))
        .sum()
}
