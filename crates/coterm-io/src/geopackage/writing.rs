//! Writing layers as `GeoPackage` 1.2, each as one table of multipolygons.

use std::path::Path;

use coterm_core::layers::Layer;
use geo::{BoundingRect, Geometry, Rect};
use geozero::{CoordDimensions, ToWkb};
use jiff::civil::date;
use rusqlite::{Connection, params};

use crate::flatgeobuf_file::converted;
use crate::{Crs, Error, Result};

/// The standard's `application_id`, the letters `GPKG`.
const APPLICATION_ID: i32 = 0x4750_4B47;
const VERSION: i32 = 10_200;

const SCHEMA: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
";

/// Writes a layer to a file that must not exist yet.
pub(crate) fn write(layer: &Layer, crs: Crs, path: &Path) -> Result<()> {
    try_write(layer, crs, path)?.map_err(|error| Error::write(path, error))
}

fn try_write(layer: &Layer, crs: Crs, path: &Path) -> Result<rusqlite::Result<()>> {
    let mut rows = Vec::with_capacity(layer.areas().len());
    for area in layer.areas() {
        let footprint = converted(area.footprint(), crs)?;
        let bounds = footprint.bounding_rect();
        let blob = Geometry::MultiPolygon(footprint)
            .to_gpkg_wkb(
                CoordDimensions::xy(),
                Some(i32::from(crs.epsg())),
                envelope(bounds),
            )
            .map_err(|error| Error::encode(area.code(), "GeoPackage", error))?;
        rows.push((area, bounds, blob));
    }
    let write = || {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        let transaction = connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        let srs = i32::from(crs.epsg());
        let (name, definition) = described(crs);
        transaction.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, 'EPSG', ?2, ?3, NULL)",
            params![name, srs, definition],
        )?;
        if crs != Crs::LonLat {
            // The standard requires WGS 84 in every file.
            let (name, definition) = described(Crs::LonLat);
            transaction.execute(
                "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, 4326, 'EPSG', 4326, ?2, NULL)",
                params![name, definition],
            )?;
        }
        let all = rows
            .iter()
            .filter_map(|(_, bounds, _)| *bounds)
            .reduce(|a, b| {
                Rect::new(
                    (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
                    (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
                )
            });
        let limits = envelope(all);
        // The column must have a day, also for areas without one.
        let changed = layer.info().period.from().max(date(1970, 1, 1));
        transaction.execute(
            "INSERT INTO gpkg_contents VALUES (?1, 'features', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                layer.id(),
                layer.info().title,
                layer.info().attribution,
                format!("{changed}T00:00:00.000Z"),
                limits.first(),
                limits.get(1),
                limits.get(2),
                limits.get(3),
                srs
            ],
        )?;
        transaction.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'MULTIPOLYGON', ?2, 0, 0)",
            params![layer.id(), srs],
        )?;
        let table = layer.id().replace('"', "");
        let known = if layer.has_periods() { "NOT NULL" } else { "" };
        transaction.execute_batch(&format!(
            "CREATE TABLE \"{table}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON, \
             code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, ods TEXT, complete BOOLEAN NOT NULL, \
             valid_from DATE {known}, valid_to DATE)"
        ))?;
        for (area, _, blob) in &rows {
            transaction.execute(
                &format!(
                    "INSERT INTO \"{table}\" (geom, code, name, ods, complete, valid_from, valid_to) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                ),
                params![
                    blob, area.code(), area.name(), area.codes().get("ods"), area.complete(),
                    area.period().known_from().map(|from| from.to_string()), area.period().to().map(|to| to.to_string())
                ],
            )?;
        }
        transaction.commit()
    };
    Ok(write())
}

/// Returns minimum x, minimum y, maximum x and maximum y; nothing for no geometry.
fn envelope(bounds: Option<Rect<f64>>) -> Vec<f64> {
    bounds.map_or_else(Vec::new, |rect| {
        vec![rect.min().x, rect.min().y, rect.max().x, rect.max().y]
    })
}

/// Name and WKT definition of a system. Readers that know the system go by its code; the definition
/// is for those that do not.
fn described(crs: Crs) -> (String, &'static str) {
    match crs {
        Crs::BritishNationalGrid => (
            "OSGB36 / British National Grid".into(),
            "PROJCS[\"OSGB36 / British National Grid\",GEOGCS[\"OSGB36\",DATUM[\"Ordnance_Survey_of_Great_Britain_1936\",\
             SPHEROID[\"Airy 1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],\
             PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",49],PARAMETER[\"central_meridian\",-2],\
             PARAMETER[\"scale_factor\",0.9996012717],PARAMETER[\"false_easting\",400000],\
             PARAMETER[\"false_northing\",-100000],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"27700\"]]",
        ),
        Crs::LonLat => (
            "WGS 84".into(),
            "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],\
             PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]",
        ),
        Crs::Etrs89 => (
            "ETRS89".into(),
            "GEOGCS[\"ETRS89\",DATUM[\"European_Terrestrial_Reference_System_1989\",\
             SPHEROID[\"GRS 1980\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],\
             UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4258\"]]",
        ),
        other => (other.to_string(), "undefined"),
    }
}
