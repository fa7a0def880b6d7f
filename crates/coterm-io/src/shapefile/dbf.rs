//! The attributes of a shapefile (`.dbf`): a table of rows of fixed length.

use std::collections::BTreeMap;

use super::encoding::DbfEncoding;

/// Size in bytes of the header without fields, and of the description of a field.
const HEADER: usize = 32;
const FIELD: usize = 32;
/// The byte after the last field's description.
const END: u8 = 0x0D;
/// The mark of a deleted row, which is its first byte.
const DELETED: u8 = b'*';

/// A table whose header has been held against the bytes that there are.
#[derive(Debug)]
pub(super) struct Table<'a> {
    fields: Vec<Field>,
    rows: &'a [u8],
    row_length: usize,
    encoding: DbfEncoding,
}

/// A field's name, its kind by the format's letter, and its place in a row.
#[derive(Debug)]
struct Field {
    name: String,
    kind: u8,
    start: usize,
    end: usize,
}

/// Whether a file that begins with these bytes is a table: a version that exists, a date, and a
/// header of fields that ends as it says.
pub(crate) fn is_dbf(bytes: &[u8]) -> bool {
    let Some(&[version, _, month, day, ..]) = bytes.first_chunk::<HEADER>() else {
        return false;
    };
    let header = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    matches!(version, 0x02 | 0x03 | 0x30 | 0x31 | 0x83 | 0x8B | 0xF5)
        && month <= 12
        && day <= 31
        && header > HEADER
        && bytes
            .get(HEADER..header)
            .is_some_and(|fields| fields.contains(&END))
}

impl<'a> Table<'a> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// A clause, if the table is cut off or contradicts itself.
    pub(super) fn read(bytes: &'a [u8], cpg: Option<&[u8]>) -> Result<Self, String> {
        let cut_off = || "it is cut off".to_owned();
        let header: &[u8; HEADER] = bytes.first_chunk().ok_or_else(cut_off)?;
        let [.., a, b, c, d] = *header.first_chunk::<8>().ok_or_else(cut_off)?;
        let count = u32::from_le_bytes([a, b, c, d]) as usize;
        let header_length = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let row_length = usize::from(u16::from_le_bytes([header[10], header[11]]));
        let encoding = DbfEncoding::of(cpg, header[29]);
        let described = bytes.get(HEADER..header_length).ok_or_else(cut_off)?;
        let mut fields = Vec::new();
        // The first byte of a row says whether it is deleted.
        let mut start = 1;
        for field in described.chunks_exact(FIELD) {
            if field[0] == END {
                break;
            }
            let name = field[..11]
                .split(|byte| *byte == 0)
                .next()
                .unwrap_or_default();
            // A text may be longer than a byte can say; the decimals are then its higher byte.
            let length = match field[11] {
                b'C' => usize::from(u16::from_le_bytes([field[16], field[17]])),
                _ => usize::from(field[16]),
            };
            fields.push(Field {
                name: encoding.decode(name).trim().to_owned(),
                kind: field[11],
                start,
                end: start + length,
            });
            start += length;
        }
        if start > row_length {
            return Err("its fields are longer than its rows".to_owned());
        }
        let length = count.checked_mul(row_length);
        let rows = length.and_then(|length| bytes[header_length..].get(..length));
        let rows =
            rows.ok_or_else(|| format!("it is cut off: it says that it has {count} rows"))?;
        Ok(Self {
            fields,
            rows,
            row_length,
            encoding,
        })
    }

    /// Number of rows, with those that are deleted.
    pub(super) fn len(&self) -> usize {
        self.rows.len() / self.row_length
    }

    /// Returns the values of a row by the names of their fields, or `None` if the row is marked as
    /// deleted. Values that are blank, or no text, number or date, are left out.
    pub(super) fn row(&self, row: usize) -> Option<BTreeMap<String, String>> {
        let row = self.rows.chunks_exact(self.row_length).nth(row)?;
        if row[0] == DELETED {
            return None;
        }
        let values = self.fields.iter().filter_map(|field| {
            let bytes = row.get(field.start..field.end)?;
            let value = match field.kind {
                b'C' | b'N' | b'F' | b'D' | b'L' => {
                    let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
                    self.encoding.decode(bytes).trim().to_owned()
                }
                b'I' => i32::from_le_bytes(bytes.try_into().ok()?).to_string(),
                _ => return None,
            };
            // A number that does not fit is written as asterisks.
            let does_not_fit = field.kind != b'C' && value.starts_with('*');
            (!value.is_empty() && !does_not_fit).then(|| (field.name.clone(), value))
        });
        Some(values.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table with a text of eight bytes and a number of four.
    fn table(rows: &[&[u8; 13]]) -> Vec<u8> {
        let mut bytes = vec![3, 126, 11, 30];
        bytes.extend(u32::try_from(rows.len()).unwrap().to_le_bytes());
        bytes.extend([97, 0, 13, 0]);
        bytes.resize(HEADER, 0);
        for (name, kind, length) in [("LAD23CD", b'C', 8), ("POP", b'N', 4)] {
            let start = bytes.len();
            bytes.extend(name.bytes());
            bytes.resize(start + FIELD, 0);
            bytes[start + 11] = kind;
            bytes[start + 16] = length;
        }
        bytes.push(END);
        bytes.extend(rows.iter().copied().flatten());
        bytes.push(0x1A);
        bytes
    }

    #[test]
    fn values_are_text_without_blanks_and_deleted_rows_are_none() {
        let bytes = table(&[b" E07     123 ", b"*gone      7 ", b" M\xF4n     ****"]);
        assert!(is_dbf(&bytes));
        let table = Table::read(&bytes, None).unwrap();
        assert_eq!(table.len(), 3);
        let row = |row: usize| {
            table
                .row(row)
                .map(|row| row.into_iter().collect::<Vec<_>>())
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            row(0),
            Some(vec![pair("LAD23CD", "E07"), pair("POP", "123")])
        );
        assert_eq!(row(1), None);
        assert_eq!(row(2), Some(vec![pair("LAD23CD", "Môn")]));
        assert_eq!(row(3), None);
    }

    #[test]
    fn a_table_that_is_cut_off_or_contradicts_itself_is_refused() {
        let bytes = table(&[b" E07     123 "]);
        // The mark after the last row may be missing.
        for end in 0..bytes.len() - 1 {
            assert!(Table::read(&bytes[..end], None).is_err(), "{end}");
        }
        for (at, value) in [
            (4, 0xFF),
            (7, 0xFF),
            (8, 0xFF),
            (10, 3),
            (10, 0),
            (48, 0xFF),
        ] {
            let mut wrong = bytes.clone();
            wrong[at] = value;
            assert!(Table::read(&wrong, None).is_err(), "{at}");
        }
        assert!(!is_dbf(
            b"\x03 not a table, but a text that begins with the same byte"
        ));
    }
}
