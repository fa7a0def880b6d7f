//! Tables in Apache Parquet, as far as a table of areas needs them: columns at the outermost level,
//! in all encodings and the usual compressions. [`Table`] reads, [`writing`] writes.
//!
//! The crate `parquet` is not used. It reserves as much memory as a page says that it unpacks to (2
//! GiB for a file of some hundred bytes), and a damaged file can make it panic. Here every count and
//! size is checked against the bytes that are there, and what a file unpacks to against
//! [`Allowance`].

mod allowance;
mod chunk;
mod compression;
mod encodings;
mod footer;
mod runs;
mod thrift;
mod values;
pub(crate) mod writing;

use coterm_core::words::excerpt;

use allowance::Allowance;
use footer::Footer;

pub(crate) use footer::{Column, Meaning};
pub(crate) use values::Value;

/// The result of reading a part of a file; the error says what is wrong with it, such as "its footer
/// is damaged".
type Result<T> = std::result::Result<T, String>;

/// First and last bytes of a file.
const MAGIC: &[u8; 4] = b"PAR1";
/// Maximum number of characters of a column's name that an error shows.
const SHOWN: usize = 40;

/// Physical type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Boolean,
    Int32,
    Int64,
    /// Nanoseconds in an old form, which is not read.
    Int96,
    Float,
    Double,
    ByteArray,
    /// Byte arrays of this many bytes each.
    FixedLengthByteArray(usize),
}

/// A file whose footer has been read.
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    footer: Footer<'a>,
    allowance: Allowance,
}

impl<'a> Table<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self> {
        Ok(Self {
            bytes,
            footer: Footer::read(bytes)?,
            allowance: Allowance::of(bytes.len()),
        })
    }

    /// Number of rows. There are at least eight bytes of the file for each.
    pub(crate) fn rows(&self) -> usize {
        self.footer.rows
    }

    /// The columns whose values can be read, in order. Nested and repeated columns are left out.
    pub(crate) fn columns(&self) -> &[Column<'a>] {
        &self.footer.columns
    }

    /// Returns the value of a key of the file's metadata.
    pub(crate) fn metadata(&self, key: &str) -> Option<&'a str> {
        let mut pairs = self.footer.metadata.iter();
        pairs.find(|(name, _)| *name == key).map(|pair| pair.1)
    }

    /// Calls `each` with the row and the value of every row that has one, in order. Time and memory
    /// are at most proportional to the file's size, whatever the file says.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the column, and the errors of `each`.
    pub(crate) fn read(
        &mut self,
        column: &Column<'_>,
        mut each: impl FnMut(usize, Value<'_>),
    ) -> Result<()> {
        let mut first = 0;
        for group in &self.footer.groups {
            let chunk = group.chunks.get(column.number);
            let chunk = chunk.ok_or("its footer is damaged: a column is missing")?;
            chunk
                .read(
                    self.bytes,
                    column,
                    group.rows,
                    &mut self.allowance,
                    |row, value| {
                        each(first + row, value);
                    },
                )
                .map_err(|reason| {
                    let name = excerpt(column.name, SHOWN);
                    format!("column \"{name}\": {reason}")
                })?;
            first += group.rows;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::thrift::Writer;
    use super::writing::{NewColumn, write};
    use super::*;

    /// Reads all values of all columns, with their rows.
    fn contents(bytes: &[u8]) -> Result<Vec<(String, usize, String)>> {
        let mut table = Table::open(bytes)?;
        let mut contents = Vec::new();
        for column in table.columns().to_vec() {
            table.read(&column, |row, value| {
                let value = match value {
                    Value::Bytes(long) if long.len() > 99 => long.len().to_string(),
                    value => format!("{value:?}"),
                };
                contents.push((column.name.to_owned(), row, value));
            })?;
        }
        Ok(contents)
    }

    fn column<'a>(name: &'a str, kind: Type, values: Vec<Option<Value<'a>>>) -> NewColumn<'a> {
        NewColumn {
            name,
            kind,
            meaning: Meaning::Plain,
            optional: values.contains(&None),
            values,
        }
    }

    fn table() -> Vec<u8> {
        let values = |value: fn(usize) -> Option<Value<'static>>| (0..20).map(value).collect();
        let columns = [
            column(
                "bit",
                Type::Boolean,
                values(|row| Some(Value::Boolean(row % 3 == 0))),
            ),
            column("small", Type::Int32, values(|_| Some(Value::Integer(-7)))),
            column(
                "large",
                Type::Int64,
                values(|row| (row > 4).then_some(Value::Integer(i64::MIN))),
            ),
            column("half", Type::Float, values(|_| Some(Value::Float(0.5)))),
            column(
                "third",
                Type::Double,
                values(|_| Some(Value::Double(1.0 / 3.0))),
            ),
            column(
                "text",
                Type::ByteArray,
                values(|row| (row % 2 == 0).then_some(Value::Bytes(b"E07"))),
            ),
            column("none", Type::ByteArray, values(|_| None)),
        ];
        write(&columns, &[("geo", "{}"), ("title", "Ynys Môn")]).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = table();
        let open = Table::open(&bytes).unwrap();
        assert_eq!(open.rows(), 20);
        assert_eq!(open.metadata("title"), Some("Ynys Môn"));
        assert_eq!(open.metadata("other"), None);
        let read = contents(&bytes).unwrap();
        let of = |name: &str| {
            let values = read.iter().filter(|(column, ..)| column == name);
            values
                .map(|(_, row, value)| (*row, &**value))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of("bit")[2..4],
            [(2, "Boolean(false)"), (3, "Boolean(true)")]
        );
        assert_eq!(of("small").len(), 20);
        assert_eq!(of("large")[0], (5, "Integer(-9223372036854775808)"));
        assert_eq!(of("third")[19], (19, "Double(0.3333333333333333)"));
        assert_eq!((of("text").len(), of("text")[1].0), (10, 2));
        assert_eq!(of("none"), []);
    }

    #[test]
    fn large_columns_have_several_pages() {
        let blob = vec![7; 300_000];
        let values = (0..9).map(|_| Some(Value::Bytes(&blob))).collect();
        let bytes = write(&[column("blob", Type::ByteArray, values)], &[]).unwrap();
        let mut rows = Vec::new();
        let mut table = Table::open(&bytes).unwrap();
        let column = table.columns()[0].clone();
        table
            .read(&column, |row, value| {
                assert_eq!(value, Value::Bytes(&blob));
                rows.push(row);
            })
            .unwrap();
        assert_eq!(rows, (0..9).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused() {
        let bytes = table();
        for end in 0..bytes.len() {
            assert!(contents(&bytes[..end]).is_err(), "{end}");
        }
        for (bytes, words) in [
            (&b"SQLite format 3"[..], "not a Parquet file"),
            (b"PAR1PARE", "encrypted"),
            (b"PAR1\xFF\xFF\xFF\xFFPAR1", "longer than the file"),
        ] {
            let message = contents(bytes).unwrap_err();
            assert!(message.contains(words), "{message}");
        }
    }

    /// A file with these bytes as its only chunk, in each of some row groups.
    fn file(chunk: &[u8], groups: usize, rows: i64, kind: i32) -> Vec<u8> {
        let metadata = || {
            Writer::default()
                .i32(4, 0)
                .i64(7, chunk.len().try_into().unwrap())
                .i64(9, 4)
        };
        let group = |_| {
            let chunk = Writer::default().structure(3, metadata());
            Writer::default()
                .structures(1, std::iter::once(chunk))
                .i64(3, rows)
        };
        let root = Writer::default().text(4, "schema").i32(5, 1);
        let leaf = Writer::default().i32(1, kind).i32(3, 0).text(4, "leaf");
        let footer = Writer::default()
            .structures(2, [root, leaf].into_iter())
            .i64(3, rows * i64::try_from(groups).unwrap())
            .structures(4, (0..groups).map(group))
            .end();
        let length = u32::try_from(footer.len()).unwrap();
        [MAGIC, chunk, &footer, &length.to_le_bytes(), MAGIC].concat()
    }

    fn page(kind: i32, unpacked: i32, body: &[u8], values: i32, encoding: i32) -> Vec<u8> {
        let number = if kind == 2 { 7 } else { 5 };
        let head = Writer::default().i32(1, values).i32(2, encoding);
        let header = Writer::default()
            .i32(1, kind)
            .i32(2, unpacked)
            .i32(3, body.len().try_into().unwrap())
            .structure(number, head)
            .end();
        [&header, body].concat()
    }

    #[test]
    fn a_small_file_cannot_stand_for_much() {
        // A text of a mebibyte, which each of a hundred values of each of forty row groups is.
        let text = vec![b'x'; 1 << 20];
        let word = [&(1_u32 << 20).to_le_bytes()[..], &text].concat();
        let words = page(2, word.len().try_into().unwrap(), &word, 1, 0);
        let named = page(0, 4, &[1, 200, 1, 0], 100, 8);
        let bytes = file(&[words, named].concat(), 1, 100, 6);
        let message = contents(&bytes).unwrap_err();
        assert!(message.contains("64 times its size"), "{message}");
        // A page that says that it unpacks to 2 GiB.
        let huge = page(0, i32::MAX, &[0; 99], 1, 0);
        let message = contents(&file(&huge, 1, 1, 1)).unwrap_err();
        assert!(message.contains("64 times its size"), "{message}");
        // More rows than there are bytes, and row groups that share one chunk of many pages.
        for rows in [1 << 20, i64::MAX] {
            assert!(contents(&file(&[0; 99], 1, rows, 1)).is_err(), "{rows}");
        }
        let empty = page(0, 0, &[], 0, 0).repeat(10_000);
        let one = page(0, 4, &[0; 4], 1, 0);
        let message = contents(&file(&[empty, one].concat(), 9_000, 1, 1)).unwrap_err();
        assert!(message.contains("64 times its size"), "{message}");
    }

    #[test]
    fn pages_that_contradict_the_table_are_refused() {
        let right = page(0, 4, &[7, 0, 0, 0], 1, 0);
        assert_eq!(contents(&file(&right, 1, 1, 1)).unwrap()[0].2, "Integer(7)");
        for (chunk, words) in [
            (vec![], "fewer values than the table"),
            (
                page(0, 4, &[7, 0, 0, 0], 2, 0),
                "more values than the table",
            ),
            (page(0, 4, &[7, 0, 0, 0], 1, 8), "no dictionary"),
            (page(0, 9, &[7, 0, 0, 0], 1, 0), "does not unpack"),
            (
                page(2, 4, &[7, 0, 0, 0], 1, 0),
                "fewer values than the table",
            ),
            (
                right[..right.len() - 1].to_vec(),
                "longer than what is left",
            ),
        ] {
            let message = contents(&file(&chunk, 1, 1, 1)).unwrap_err();
            assert!(message.contains(words), "{message}");
            assert!(message.contains("column \"leaf\""), "{message}");
        }
    }

    proptest! {
        #[test]
        fn damage_anywhere_is_read_or_refused(
            at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..4)
        ) {
            let mut file = table();
            let at = at.index(file.len());
            for (byte, new) in file[at..].iter_mut().zip(bytes) {
                *byte = new;
            }
            let _ = contents(&file);
        }
    }
}
