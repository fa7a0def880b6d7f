//! The metadata of `GeoParquet` ([`GeometryColumn`]): where the geometries are, and their coordinate
//! system.

use coterm_core::words::excerpt;
use serde_json::Value;

use crate::declared_crs::DeclaredCrs;
use crate::parquet::{Column, Meaning, Table, Type};

/// Maximum number of characters of a name that an error shows.
const SHOWN: usize = 40;

/// The column with the geometries.
#[derive(Debug)]
pub(super) struct GeometryColumn<'a> {
    pub(super) column: Column<'a>,
    /// Names of all columns with geometries, none of which is a field.
    pub(super) all: Vec<&'a str>,
    pub(super) declared: DeclaredCrs,
}

impl<'a> GeometryColumn<'a> {
    /// Finds the column by the metadata, or else by its type.
    pub(super) fn of(table: &Table<'a>) -> Result<Self, String> {
        match table.metadata("geo") {
            Some(geo) => Self::described(table, geo),
            None => Self::typed(table),
        }
    }

    fn described(table: &Table<'a>, geo: &str) -> Result<Self, String> {
        let geo: Value = serde_json::from_str(geo)
            .map_err(|error| format!("its metadata \"geo\" is not JSON: {error}"))?;
        let primary = geo["primary_column"].as_str();
        let primary = primary.ok_or("its metadata \"geo\" does not name the primary column")?;
        let shown = excerpt(primary, SHOWN);
        let about = &geo["columns"][primary];
        match about["encoding"].as_str() {
            Some(encoding) if encoding.eq_ignore_ascii_case("WKB") => {}
            Some(encoding) => {
                return Err(format!(
                    "its geometries are in the encoding \"{}\"; save it with geometries in WKB, \
                     for example with GeoPandas: to_parquet(…, geometry_encoding=\"WKB\")",
                    excerpt(encoding, SHOWN)
                ));
            }
            None => {
                return Err(format!(
                    "its metadata \"geo\" does not describe \"{shown}\""
                ));
            }
        }
        let columns = table.columns().iter();
        let mut columns = columns.filter(|column| column.kind == Type::ByteArray);
        let column = columns.find(|column| column.name == primary);
        let column = column.ok_or_else(|| format!("it has no column \"{shown}\" of bytes"))?;
        let named = |column: &&Column<'a>| !geo["columns"][column.name].is_null();
        let all = table.columns().iter().filter(named);
        Ok(Self {
            column: column.clone(),
            all: all.map(|column| column.name).collect(),
            declared: match about.get("crs") {
                None => lonlat(),
                Some(Value::Null) => DeclaredCrs::undeclared(),
                Some(crs) => DeclaredCrs::of_projjson(crs),
            },
        })
    }

    /// Finds the first column whose type is geometry.
    fn typed(table: &Table<'a>) -> Result<Self, String> {
        let columns = table.columns().iter();
        let typed = columns.filter(|column| matches!(column.meaning, Meaning::Geometry(_)));
        let typed: Vec<&Column<'a>> = typed.collect();
        let column = typed.first().ok_or(
            "it has no metadata \"geo\", so it is a table without geometry; save it as GeoParquet, \
             for example with GeoPandas or QGIS",
        )?;
        let declared = match column.meaning {
            Meaning::Geometry(Some(crs)) => match crs.split_once(':') {
                Some(("srid", code)) => DeclaredCrs::new(crs, [code]),
                Some(("projjson", key)) => {
                    let text = table.metadata(key).unwrap_or_default();
                    DeclaredCrs::of_projjson(&serde_json::from_str(text).unwrap_or_default())
                }
                _ => DeclaredCrs::new(crs, [crs]),
            },
            _ => lonlat(),
        };
        Ok(Self {
            column: (*column).clone(),
            all: typed.iter().map(|column| column.name).collect(),
            declared,
        })
    }
}

/// The system of files that do not name one.
fn lonlat() -> DeclaredCrs {
    DeclaredCrs::new("CRS84", ["OGC:CRS84"])
}
