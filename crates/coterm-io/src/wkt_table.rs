//! CSV with a column of shapes in well-known text, as `PostGIS`, QGIS and `BigQuery` export it.
//!
//! The column is the one whose values are shapes, or else one that is called as such columns are.
//! Rows may be as long as the file, since a coast takes megabytes in one field.

use std::path::Path;

use coterm_core::words::things;
use csv::{Position, ReaderBuilder, StringRecord};

use crate::csv_reader::Delimiter;
use crate::declared_crs::DeclaredCrs;
use crate::feature::{RawFeature, RawFile, RawGeometry};
use crate::wkt::{self, WktGeometry};
use crate::{Error, Result, text};

/// Names of columns of shapes, in lower case.
const NAMES: [&str; 9] = [
    "wkt",
    "geom",
    "geometry",
    "the_geom",
    "geom_wkt",
    "wkt_geom",
    "geometry_wkt",
    "wkt_geometry",
    "shape",
];
/// Number of rows that are looked at to find the column of shapes.
const TRIED: usize = 20;
/// Number of bytes beyond 16 times the file's size that names and values of fields may take: each
/// value is kept with the name of its column, which may be long.
const SMALL: usize = 16 * 1024 * 1024;

/// Whether a text is CSV with a column of shapes.
pub(crate) fn is_table(text: &str) -> bool {
    Layout::of(text).is_some()
}

/// The delimiter of a table, and its column of shapes.
struct Layout {
    delimiter: Delimiter,
    header: StringRecord,
    column: usize,
}

impl Layout {
    fn of(text: &str) -> Option<Self> {
        let mut layouts = Delimiter::ALL.into_iter();
        layouts.find_map(|delimiter| Self::with(text, delimiter))
    }

    fn with(text: &str, delimiter: Delimiter) -> Option<Self> {
        let mut rows = reader(text, delimiter).into_records();
        let header = rows.next()?.ok()?;
        let rows: Vec<StringRecord> = rows.take(TRIED).map_while(csv::Result::ok).collect();
        // A shape ends where its field does only with the right delimiter.
        let has_shapes = |column: &usize| {
            let mut values = rows.iter().filter_map(|row| row.get(*column));
            values.any(|value| wkt::is_geometry(value) && !wkt::geometry(value).geometry.is_fault())
        };
        let is_named = |column: &usize| {
            let name = header[*column].trim().to_ascii_lowercase();
            NAMES.contains(&name.as_str())
        };
        let columns = || 0..header.len();
        let column = columns()
            .find(|column| has_shapes(column) && is_named(column))
            .or_else(|| columns().find(has_shapes))
            // A column that is only named so counts if there are others: a header of one column shows
            // no delimiter.
            .or_else(|| columns().find(is_named).filter(|_| header.len() > 1))?;
        Some(Self {
            delimiter,
            header,
            column,
        })
    }
}

fn reader(text: &str, delimiter: Delimiter) -> csv::Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(delimiter.byte());
    builder
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Returns the number of the line on which a row begins.
fn line(at: &Position, text: &str) -> Option<usize> {
    let start = usize::try_from(at.byte()).ok()?;
    // After CR the LF counts as the beginning of the next row.
    let is_within_end = text.as_bytes().get(start) == Some(&b'\n');
    Some(usize::try_from(at.line()).ok()? + usize::from(is_within_end))
}

/// Reads every row of a table as a feature, with coordinates as they are in the file.
///
/// # Errors
///
/// [`Error::Malformed`] for anything that is no text or has no column of shapes, and for rows in
/// different coordinate systems.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    let layout = Layout::of(&text).ok_or_else(|| bad("it has no column of shapes".to_owned()))?;
    let limit = bytes.len().saturating_mul(16).saturating_add(SMALL);
    let mut rows = reader(&text, layout.delimiter).into_records();
    rows.next();
    let (mut file, mut srid, mut kept) = (RawFile::default(), None, 0);
    for row in rows {
        let row = row.map_err(|error| bad(error.to_string()))?;
        let line = row.position().and_then(|at| line(at, &text));
        let WktGeometry {
            geometry,
            srid: own,
        } = if row.len() == layout.header.len() {
            wkt::geometry(&row[layout.column])
        } else {
            let fields = things(row.len(), "field", "fields");
            let reason = format!(
                "its row has {fields}, but the header has {}; a text with a comma or a line end \
                 needs quotes",
                layout.header.len()
            );
            WktGeometry {
                geometry: RawGeometry::NotUnderstood(reason),
                srid: None,
            }
        };
        if matches!(geometry, RawGeometry::Polygons(_)) {
            let first = *srid.get_or_insert(own);
            if first != own {
                let line = line.unwrap_or_default();
                return Err(bad(format!(
                    "line {line} has another SRID than the rows before it"
                )));
            }
        }
        let mut feature = RawFeature {
            geometry,
            line,
            ..RawFeature::default()
        };
        let values = layout.header.iter().zip(row.iter()).enumerate();
        for (column, (name, value)) in values {
            let (name, value) = (name.trim(), value.trim());
            if column == layout.column || value.is_empty() || name.is_empty() {
                continue;
            }
            kept += name.len() + value.len();
            if kept > limit {
                return Err(bad("its header has names that are too long".to_owned()));
            }
            feature.fields.insert(name.to_owned(), value.to_owned());
        }
        file.features.push(feature);
    }
    file.declared = Some(match srid.flatten() {
        Some(srid) => DeclaredCrs::new(format!("SRID {srid}"), [format!("EPSG:{srid}")]),
        None => DeclaredCrs::undeclared(),
    });
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Crs;

    fn read(text: &str) -> Result<RawFile> {
        features(Path::new("a.csv"), text.as_bytes())
    }

    #[test]
    fn the_column_of_shapes_is_found_by_its_values_or_its_name() {
        for text in [
            "code,wkt\nA,\"POLYGON((0 0,1 0,1 1,0 0))\"\n",
            "WKT;code\nPOLYGON((0 0,1 0,1 1,0 0));A\n",
            "code\toutline\nA\tSRID=27700;POLYGON((0 0,1 0,1 1,0 0))\n",
            "\u{feff}the_geom,code\r\n\"MULTIPOLYGON(((0 0,1 0,1 1,0 0)))\",A\r\n",
            "geometry,code,outline\nx,A,\"POLYGON((0 0,1 0,1 1,0 0))\"\n",
        ] {
            let file = read(text).unwrap();
            assert_eq!(file.features[0].fields["code"], "A", "{text}");
            assert!(matches!(&file.features[0].geometry, RawGeometry::Polygons(p) if p.len() == 1));
            assert_eq!(file.features[0].line, Some(2));
        }
        for text in ["", "code,name\nA,POLYGON\n", "geometry\n", "a,b"] {
            assert!(!is_table(text), "{text}");
        }
    }

    #[test]
    fn the_system_is_that_of_the_rows() {
        let declared = |text: &str| read(text).unwrap().declared.unwrap().crs();
        let table = |first: &str, second: &str| format!("code\twkt\nA\t{first}\nB\t{second}\n");
        let square = "POLYGON((0 0,1 0,1 1,0 0))";
        let grid = table(&format!("SRID=27700;{square}"), "");
        assert_eq!(declared(&grid).unwrap(), Crs::BritishNationalGrid);
        assert!(declared(&table(square, square)).is_err());
        let mixed = table(&format!("SRID=27700;{square}"), square);
        assert!(read(&mixed).unwrap_err().to_string().contains("line 3"));
    }

    #[test]
    fn a_row_that_cannot_be_read_costs_itself_only() {
        let file =
            read("a;wkt\n1;2;POLYGON EMPTY\n3;POLYGON((0 0,1 0,1 1,0 0))\n4;nowhere\n").unwrap();
        let faults: Vec<bool> = file
            .features
            .iter()
            .map(|one| one.geometry.is_fault())
            .collect();
        assert_eq!(faults, [true, false, true]);
    }

    #[test]
    fn long_names_of_columns_are_not_kept_for_every_row() {
        let name = "n".repeat(100_000);
        let text = format!("{name},wkt\n{}", "1,POLYGON EMPTY\n".repeat(10_000));
        assert!(read(&text).unwrap_err().to_string().contains("too long"));
    }
}
