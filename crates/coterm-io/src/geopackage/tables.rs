//! The tables of features in a `GeoPackage`, and the choice of one ([`FeatureTable`]).

use std::path::Path;

use rusqlite::OptionalExtension;
use rusqlite::types::ValueRef;

use super::reading::{no_geopackage, unreadable};
use crate::declared_crs::DeclaredCrs;
use crate::geometry_kind::GeometryKind;
use crate::sqlite_file::SqliteFile;
use crate::wkb::{self, KIND};
use crate::{Error, Result};

/// Maximum number of tables that an error names.
const NAMED: usize = 20;
/// Maximum number of tables that are looked at, and of characters of their names: the list of
/// tables may be a view without end.
const TABLES: u32 = 1_000;
const NAME: u32 = 1_000;

/// A table of features, or a view that is registered as one.
#[derive(Debug)]
pub(super) struct FeatureTable {
    /// Name of the table as the database itself spells it.
    pub(super) name: String,
    /// Name of the column of geometries, which the table may spell in another case.
    pub(super) column: String,
    /// Type that is declared for all geometries of the table, in capitals.
    kind: String,
    srs: i64,
}

impl FeatureTable {
    /// Returns the wanted table, or, if none is wanted, the only one with polygons.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidInput`] if there is no such table, or if there are several to choose from,
    /// which it then names.
    pub(super) fn chosen(file: &SqliteFile, path: &Path, wanted: Option<&str>) -> Result<Self> {
        let refused = |reason: String| Error::InvalidInput(format!("{}: {reason}", path.display()));
        let mut tables = Self::all(file, path)?;
        if let Some(wanted) = wanted {
            let exactly = tables.iter().position(|table| table.name == wanted);
            let position = exactly.or_else(|| {
                let same = |table: &Self| table.name.eq_ignore_ascii_case(wanted);
                tables.iter().position(same)
            });
            return match position {
                Some(position) => Ok(tables.swap_remove(position)),
                None => Err(refused(format!(
                    "it has no table of features \"{wanted}\"; {}",
                    there_are(&tables)
                ))),
            };
        }
        if tables.is_empty() {
            return Err(refused("it has no table of features".to_owned()));
        }
        let mut polygons = Vec::new();
        let mut other_tables = Vec::new();
        // The limit of steps for one file is for all of its tables together.
        file.begin();
        for table in tables {
            let has = table.has_polygons(file);
            if has.map_err(|error| unreadable(path, &table, &error))? {
                polygons.push(table);
            } else {
                other_tables.push(table);
            }
        }
        match polygons.len() {
            0 => Err(refused(format!(
                "it has no polygons; {}",
                there_are(&other_tables)
            ))),
            1 => Ok(polygons.remove(0)),
            several => Err(refused(format!(
                "it has {several} tables of polygons; choose one with --layer: {}",
                names(&polygons)
            ))),
        }
    }

    /// Returns the tables that the file registers, in its order, except those that do not exist.
    fn all(file: &SqliteFile, path: &Path) -> Result<Vec<Self>> {
        let wrong = |error: rusqlite::Error| no_geopackage(path, &error);
        let exists = |name: &str| -> rusqlite::Result<Option<String>> {
            let sql = "SELECT name FROM sqlite_schema \
                       WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE";
            file.query_row(sql, [name], |row| row.get(0)).optional()
        };
        let geometry_columns = exists("gpkg_geometry_columns").map_err(wrong)?;
        if geometry_columns.is_none() {
            let reason = "it is a database of SQLite, but not a GeoPackage: it has no table gpkg_geometry_columns";
            return Err(Error::malformed(path, reason));
        }
        let listed = || -> rusqlite::Result<Vec<Self>> {
            let mut rows = file.prepare(&format!(
                "SELECT substr(table_name, 1, {NAME}), substr(column_name, 1, {NAME}), \
                 substr(geometry_type_name, 1, {NAME}), srs_id \
                 FROM gpkg_geometry_columns LIMIT {TABLES}"
            ))?;
            let rows = rows.query_map([], |row| {
                Ok(Self {
                    name: row.get(0)?,
                    column: row.get(1)?,
                    kind: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                    srs: row.get::<_, Option<i64>>(3)?.unwrap_or_default(),
                })
            })?;
            rows.collect()
        };
        file.begin();
        let listed = listed().map_err(wrong)?;
        let mut tables: Vec<Self> = Vec::with_capacity(listed.len());
        for mut table in listed {
            // A table that is registered but does not exist has no areas that could be missed.
            let Some(name) = exists(&table.name).map_err(wrong)? else {
                continue;
            };
            if tables.iter().any(|other| other.name == name) {
                continue;
            }
            table.name = name;
            table.kind.make_ascii_uppercase();
            tables.push(table);
        }
        Ok(tables)
    }

    /// Whether the table has ground in it, in a form that can be read or not. For most tables the
    /// declared type tells; if it allows any type, the geometries are looked at.
    fn has_polygons(&self, file: &SqliteFile) -> rusqlite::Result<bool> {
        let (column, name) = (quoted(&self.column), quoted(&self.name));
        match self.kind.as_str() {
            "POLYGON" | "MULTIPOLYGON" | "CURVEPOLYGON" | "MULTISURFACE" | "SURFACE"
            | "POLYHEDRALSURFACE" | "TIN" | "TRIANGLE" => {
                let mut rows = file.prepare(&format!("SELECT 1 FROM {name} LIMIT 1"))?;
                rows.exists([])
            }
            "POINT" | "LINESTRING" | "MULTIPOINT" | "MULTILINESTRING" | "CURVE" | "MULTICURVE"
            | "CIRCULARSTRING" | "COMPOUNDCURVE" => Ok(false),
            // GEOMETRY, GEOMETRYCOLLECTION, and anything that is no type.
            _ => {
                // The table's name before the column's makes a missing column an error; without it
                // `SQLite` would take the quoted name for a text.
                let sql = format!("SELECT substr({name}.{column}, 1, {KIND}) FROM {name}");
                let mut rows = file.prepare(&sql)?;
                let mut rows = rows.query([])?;
                while let Some(row) = rows.next()? {
                    let begins = row.get_ref(0)?.as_blob_or_null().ok().flatten();
                    let kind = begins.and_then(wkb::kind_in_geopackage);
                    if kind.is_some_and(GeometryKind::is_ground) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// Returns the coordinate system that the file declares for the table.
    pub(super) fn declared(&self, file: &SqliteFile, path: &Path) -> Result<DeclaredCrs> {
        // The standard's own numbers for undefined systems.
        if matches!(self.srs, 0 | -1) {
            return Ok(DeclaredCrs::undeclared());
        }
        let sql = "SELECT organization, organization_coordsys_id, definition, srs_name \
                   FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
        let found = file.query_row(sql, [self.srs], |row| {
            let text = |column: usize| row.get_ref(column).map(text_of);
            let code = format!("{}:{}", text(0)?, text(1)?);
            Ok([code, text(2)?, text(3)?])
        });
        let found = found
            .optional()
            .map_err(|error| no_geopackage(path, &error))?;
        Ok(match found {
            Some([code, definition, name]) => {
                let declared = if name.is_empty() {
                    code.clone()
                } else {
                    name.clone()
                };
                DeclaredCrs::new(declared, [code, definition, name])
            }
            None => DeclaredCrs::new(format!("srs_id {}, not described", self.srs), [""; 0]),
        })
    }
}

fn text_of(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Integer(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Quotes a name for use in a statement, whatever characters it has.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn there_are(tables: &[FeatureTable]) -> String {
    if tables.is_empty() {
        "it has none".to_owned()
    } else {
        format!("there are {}", names(tables))
    }
}

fn names(tables: &[FeatureTable]) -> String {
    let first = tables.iter().take(NAMED).map(|table| table.name.as_str());
    let names = first.collect::<Vec<_>>().join(", ");
    match tables.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}
