//! Layers as `FlatGeobuf` in EPSG:27700, and reading the features of anyone's files.
//!
//! The crate `flatgeobuf` is used for the tables and for verifying a table's bytes, but not for
//! reading files. Its reader allocates as much memory as a feature states as its length (4 GiB for
//! a file of 43 kB), and reads properties and rings by ranges that nothing has checked, so that a
//! damaged file makes it panic. [`sections`] walks the file instead.

mod polygons;
mod properties;
mod sections;
mod writing;

use std::path::Path;

use coterm_core::layers::{Area, Layer, LayerInfo};
use coterm_core::period::Period;
use coterm_core::space::GridPoint;
use flatgeobuf::Header;
use geo::BoundingRect;

use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::{Crs, Error, Result};
use sections::Sections;

pub(crate) use writing::{converted, write};

/// Reads every feature of a `FlatGeobuf` file, with coordinates as they are in the file, and the
/// coordinate system of its header.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let mut sections = Sections::open(bytes).map_err(bad)?;
    let header = sections.header();
    let mut features = Vec::new();
    while let Some(feature) = sections.next_feature().map_err(bad)? {
        let read = feature.and_then(|feature| {
            Ok(RawFeature {
                fields: properties::of(&feature, &header)?,
                geometry: polygons::of(&feature, header.geometry_type()),
                ..RawFeature::default()
            })
        });
        features.push(read.unwrap_or_else(|reason| RawFeature {
            geometry: RawGeometry::NotUnderstood(reason),
            ..RawFeature::default()
        }));
    }
    Ok(RawFile {
        features,
        declared: Some(declared(&header)),
        ..RawFile::default()
    })
}

/// Returns the coordinate system that the header declares, as code, WKT and name.
fn declared(header: &Header<'_>) -> DeclaredCrs {
    let Some(crs) = header.crs() else {
        return DeclaredCrs::undeclared();
    };
    let org = crs.org().unwrap_or("EPSG");
    // The format uses 0 for a system without a code.
    let code = (crs.code() != 0).then(|| format!("{org}:{}", crs.code()));
    let own = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    let code_string = own(crs.code_string()).map(|code| format!("{org}:{code}"));
    let name = own(crs.name());
    let texts = [code, code_string, own(crs.wkt()), name.clone()];
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    let declared = name.or_else(|| texts.first().cloned());
    DeclaredCrs::new(declared.unwrap_or_default(), texts)
}

/// Reads a layer in EPSG:27700 that [`write`] wrote.
pub(crate) fn read(path: &Path, bytes: &[u8], info: LayerInfo) -> Result<Layer> {
    let file = features(path, bytes)?;
    let declared = file.declared.map(|declared| declared.crs()).transpose()?;
    if declared != Some(Crs::BritishNationalGrid) {
        let found = declared.map_or_else(|| "not said".to_owned(), |crs| crs.to_string());
        return Err(Error::malformed(
            path,
            format!("its coordinate system is {found}, and EPSG:27700 is needed"),
        ));
    }
    let areas = (1..).zip(file.features).map(|(number, feature)| {
        let bad = |reason: String| Error::malformed(path, format!("area {number}: {reason}"));
        area(feature, info.period, bad)
    });
    let areas = areas.collect::<Result<_>>()?;
    Ok(Layer::new(info, areas))
}

fn area(feature: RawFeature, period: Period, bad: impl Fn(String) -> Error) -> Result<Area> {
    let footprint = feature.geometry.footprint();
    let (footprint, _) = footprint.map_err(|no_area| bad(no_area.reason().to_owned()))?;
    if let Some(extent) = footprint.bounding_rect() {
        for corner in [extent.min(), extent.max()] {
            GridPoint::new(corner.x, corner.y).map_err(|error| bad(error.to_string()))?;
        }
    }
    let text = |name: &str| feature.fields.get(name).map(String::as_str);
    let needed = |name: &str| text(name).ok_or_else(|| bad(format!("it has no \"{name}\"")));
    let day = |name: &str| {
        let day = text(name).map(str::parse).transpose();
        day.map_err(|error| bad(format!("{name}: {error}")))
    };
    let period = Period::new(
        day("valid_from")?.unwrap_or(period.from()),
        day("valid_to")?,
    )?;
    let complete = text("complete") != Some("false");
    let area = Area::new(needed("code")?, needed("name")?, period, footprint)?;
    let area = area
        .with_complete(complete)
        .with_locality(text("locality").map(str::to_owned));
    Ok(match text("ods") {
        Some(ods) => area.with_code("ods", ods),
        None => area,
    })
}
