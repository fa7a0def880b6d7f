//! Writes footprints that are not valid, and what coterm makes of them, to be compared with the repairs
//! of software that shares no code with it.
//!
//! `repairs FOLDER` reads the random footprints of `validity.wkb`, which `validity` wrote, and the
//! official boundaries of the shared reference data if they are there. It writes `broken.wkb` and
//! `repaired.wkb`, each footprint in metres of EPSG:27700 as well-known binary after its length (u32,
//! little-endian), and `repairs.json` with the name of each.

use std::error::Error;
use std::fs;
use std::path::Path;

use coterm_core::layers::{Area, LayerInfo, Role};
use coterm_core::period::{Period, parse_day};
use coterm_io::{AreaFile, Conversion, Crs, DataReport, Fields, FileArea};
use coterm_tests::{dataset, shared_data};
use geo::{Geometry, MapCoords, MultiPolygon, coord};
use geozero::wkb::Wkb;
use geozero::{CoordDimensions, ToGeo, ToWkb};
use polygon_coverage::validity::validity;

/// Random footprints are in cells of this many metres, so that they do not meet.
const CELL_M: f64 = 20.0;
/// Cells in a row.
const ROW: usize = 150;
/// Official files with polygons that are not valid.
const OFFICIAL: [&str; 3] = [
    "lad20_official_bgc_lsc_region",
    "icb23_official_bgc_england",
    "lsoa11_official_bgc_lsc_region",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: repairs FOLDER")?;
    let folder = Path::new(&folder);
    let mut files = vec![("random".to_owned(), random(&folder.join("validity.wkb"))?)];
    for name in OFFICIAL {
        let path = shared_data().map(|data| data.join(format!("boundaries/{name}.geojson")));
        if let Some(path) = path.filter(|path| path.is_file()) {
            files.push((name.to_owned(), AreaFile::read(&path, &Fields::default())?));
        }
    }
    let (mut names, mut broken, mut repaired) = (Vec::new(), Vec::new(), Vec::new());
    for (name, file) in files {
        let before: Vec<FileArea> = file.areas.clone();
        let period = Period::new(parse_day("2026-01-01")?, None)?;
        let mut info = LayerInfo::new("broken-2026", "broken", "2026", period);
        info.role = Role::Primary;
        info.resolution_m = 20.0;
        let (layer, _) = file.into_imported(info, dataset(), true)?;
        for area in before
            .iter()
            .filter(|area| !validity(&area.footprint).is_empty())
        {
            // An area without ground is left out.
            let after = layer.area(&area.code).map(Area::footprint).cloned();
            put(&area.footprint, &mut broken)?;
            put(&after.unwrap_or(MultiPolygon(Vec::new())), &mut repaired)?;
            names.push(format!("{name} {}", area.code));
        }
    }
    fs::write(folder.join("broken.wkb"), broken)?;
    fs::write(folder.join("repaired.wkb"), repaired)?;
    Ok(fs::write(
        folder.join("repairs.json"),
        serde_json::to_string(&names)?,
    )?)
}

fn put(footprint: &MultiPolygon<f64>, bytes: &mut Vec<u8>) -> Result<(), Box<dyn Error>> {
    let wkb = Geometry::from(footprint.clone()).to_wkb(CoordDimensions::xy())?;
    bytes.extend(u32::try_from(wkb.len())?.to_le_bytes());
    bytes.extend(wkb);
    Ok(())
}

/// The random footprints with whole coordinates, as a file of areas in the middle of the data.
fn random(path: &Path) -> Result<AreaFile, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let mut left = &bytes[..];
    let mut areas = Vec::new();
    while let Some((length, rest)) = left.split_at_checked(4) {
        let length = usize::try_from(u32::from_le_bytes(length.try_into()?))?;
        let (wkb, rest) = rest.split_at_checked(length).ok_or("cut off")?;
        left = rest;
        let Geometry::MultiPolygon(footprint) = Wkb(wkb.to_vec()).to_geo()? else {
            return Err("not a multipolygon".into());
        };
        let number = areas.len();
        let [column, row] =
            [number % ROW, number / ROW].map(|cell| u32::try_from(cell).map(f64::from));
        let (east, north) = (350_000.0 + column? * CELL_M, 440_000.0 + row? * CELL_M);
        let footprint = footprint.map_coords(|at| coord! { x: at.x + east, y: at.y + north });
        areas.push(FileArea {
            code: format!("{number:05}"),
            name: String::new(),
            footprint,
            faults: Vec::new(),
        });
    }
    // The last fifth are fractions of a degree, far smaller than a millimetre grid can hold.
    areas.truncate(areas.len() / 5 * 4);
    Ok(AreaFile {
        features: areas.len(),
        areas,
        crs: Crs::BritishNationalGrid,
        conversion: Conversion::from_crs(Crs::BritishNationalGrid, None),
        layer: None,
        files: Vec::new(),
        report: DataReport::default(),
    })
}
