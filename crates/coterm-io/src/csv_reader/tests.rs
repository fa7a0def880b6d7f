//! Claims about the CSV reader: lines and rows are those that people count, faults are reported
//! with their place, and the size of the pieces in which a file arrives does not matter.

use std::io::{self, Read};

use proptest::prelude::*;

use super::*;

/// A reader that gives so many bytes at a time.
struct Pieces<'a>(&'a [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.1.min(self.0.len()).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

type Rows = Vec<(u64, Vec<String>)>;

fn read_in(bytes: &[u8], pieces: usize) -> Result<(Header, Dialect, Rows)> {
    let format = CsvFormat::default();
    let has_columns = |header: &Header| !header.find("pc").is_empty();
    let mut reader = CsvReader::new(Pieces(bytes, pieces), format, has_columns)?;
    let (mut records, mut rows) = (Records::default(), Rows::new());
    while let Some(record) = reader.next()? {
        records.push(record);
    }
    for position in 0..records.len() {
        let record = records.get(position);
        let field = |field: &[u8]| String::from_utf8(field.to_vec()).unwrap();
        rows.push((record.line(), record.iter().map(field).collect()));
    }
    Ok((reader.header().clone(), *reader.dialect(), rows))
}

/// Reads a CSV whole and in small pieces, and checks that the results are equal.
fn read(bytes: &[u8]) -> Result<(Header, Dialect, Rows)> {
    let whole = read_in(bytes, 1 << 20);
    for pieces in [1, 2, 3, 7] {
        assert_eq!(read_in(bytes, pieces), whole, "by {pieces}");
    }
    whole
}

fn rows(text: &str) -> Rows {
    read(text.as_bytes()).unwrap().2
}

fn refused(bytes: &[u8]) -> CsvError {
    read(bytes).unwrap_err()
}

fn row(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
    (
        line,
        fields.iter().map(|field| (*field).to_owned()).collect(),
    )
}

#[test]
fn every_line_is_a_row_with_its_line_whatever_ends_it() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["pc,n", "A,1", "", "B,\"x\ny\"", "\"C\",3", "", ""].join(end);
        let expected = vec![
            row(2, &["A", "1"]),
            row(3, &[]),
            row(4, &["B", "x\ny"]),
            row(6, &["C", "3"]),
            row(7, &[]),
        ];
        assert_eq!(rows(&text), expected, "{end:?}");
        assert_eq!(read(text.as_bytes()).unwrap().1.line_end, end);
    }
    // Mixed line ends, the last line without one, and blank lines before the header.
    assert_eq!(
        rows("\r\n\npc\rA\nB\r\n\n\rC"),
        [
            row(4, &["A"]),
            row(5, &["B"]),
            row(6, &[]),
            row(7, &[]),
            row(8, &["C"])
        ]
    );
    assert_eq!(rows("pc\n"), []);
    assert_eq!(rows("pc"), []);
}

#[test]
fn a_quote_within_a_field_is_text() {
    assert_eq!(
        rows("pc\nLA1\" 4YW\n\nPR3 3JU\n"),
        [row(2, &["LA1\" 4YW"]), row(3, &[]), row(4, &["PR3 3JU"])]
    );
    assert_eq!(
        rows("p\"c,pc\n6\" pipe,\"a \"\"b\"\"\"\n"),
        [row(2, &["6\" pipe", "a \"b\""])]
    );
}

#[test]
fn an_open_quote_is_told_with_its_line_and_column() {
    let open = |text: &str, line: u64, column: &str| {
        let column = column.to_owned();
        assert_eq!(
            refused(text.as_bytes()),
            CsvError::OpenQuote { line, column },
            "{text}"
        );
    };
    open("id,pc,note\n1,A,\"6 ft\n2,B,x\n", 2, "\"note\"");
    open("id,pc,note\r\n1,A,x\r\n2,\"B,x\r\n", 3, "\"pc\"");
    open("pc,note\rA,\"x\ry\"\rB,\"", 4, "\"note\"");
    open("pc,note,more\nA,\"x\ny\",\"z\n", 3, "\"more\"");
    open("pc\n\"", 2, "\"pc\"");
    open("\"pc", 1, "1");
    open("pc\nA,B,\"", 2, "3");
    // The quote that should open the next field closes this one.
    open("pc,note\nA,\"6 ft\nB,\"x\"\nC,y\n", 2, "\"note\"");
    open("pc,note\nA,x\n\"B\n\"C,D\n", 3, "\"pc\"");
    // The quote stays open within the limit of a row (1 MiB), and beyond it.
    for rows in [1, 2_000, 600_000] {
        open(
            &format!("pc,n\nA,\"6 ft\n{}", "B,x\n".repeat(rows)),
            2,
            "\"n\"",
        );
    }
}

#[test]
fn a_row_may_have_so_many_bytes_and_columns_and_a_file_more() {
    let long = |bytes: usize| [b"pc\n", vec![b'a'; bytes].as_slice(), b"\n"].concat();
    assert!(read_in(&long(ROW_BYTES - 1), 1 << 16).is_ok());
    let whole = read_in(&long(ROW_BYTES - 1).repeat(3), 1 << 16).unwrap();
    assert_eq!(whole.2.len(), 5);
    let refused = |bytes: &[u8]| read_in(bytes, 1 << 16).unwrap_err();
    assert_eq!(refused(&long(ROW_BYTES)), CsvError::LongRow { line: 2 });
    assert_eq!(
        refused(&vec![b'a'; 2 * ROW_BYTES]),
        CsvError::LongRow { line: 1 }
    );
    let wide = |columns: usize| format!("pc{}\nA\n", ",".repeat(columns - 1)).into_bytes();
    assert_eq!(read_in(&wide(COLUMNS), 1 << 16).unwrap().0.width(), COLUMNS);
    assert_eq!(
        refused(&wide(COLUMNS + 1)),
        CsvError::ManyColumns { line: 1 }
    );
    let row = [b"pc\n\n".to_vec(), wide(COLUMNS + 1)].concat();
    assert_eq!(refused(&row), CsvError::ManyColumns { line: 3 });
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_line_and_column() {
    let no_text = |line, column, encoding| CsvError::NotText {
        line,
        column,
        encoding,
    };
    assert_eq!(
        refused(b"pc,n\r\nA,Zoe\r\nB,Zo\xEB\r\n"),
        no_text(3, 2, "UTF-8")
    );
    assert_eq!(
        refused(b"pc,n\nA,\"x\ny\"\nB,\"x\n\n\xEB\"\n"),
        no_text(6, 2, "UTF-8")
    );
    // A character split between two fields is not text.
    assert_eq!(refused(b"pc,n\n\xC3,\xAB\n"), no_text(2, 1, "UTF-8"));
    assert_eq!(
        refused(b"\xFF\xFEp\0c\0\n\0\0\xD8\n\0"),
        no_text(2, 1, "UTF-16")
    );
    assert_eq!(refused(b"p\0c\0\n\0A\0\n\0"), CsvError::ZeroBytes);
    assert_eq!(refused(b""), CsvError::Empty);
    assert_eq!(refused(b"\xEF\xBB\xBF\n\n"), CsvError::Empty);
}

#[test]
fn the_delimiter_is_the_one_that_fits_the_header() {
    for (text, delimiter, fields) in [
        ("id,pc\n1,A", Delimiter::Comma, ["1", "A"]),
        ("id;pc\n1;A", Delimiter::Semicolon, ["1", "A"]),
        ("id\tpc\n1\tA", Delimiter::Tab, ["1", "A"]),
        ("id|pc\n1|A", Delimiter::Pipe, ["1", "A"]),
        ("a, b;PC\n1,2;A", Delimiter::Semicolon, ["1,2", "A"]),
        ("\"a\n;b\";pc\n1;A", Delimiter::Semicolon, ["1", "A"]),
        ("sep=;\r\nid;pc\r\n1;A", Delimiter::Semicolon, ["1", "A"]),
        ("SEP=,\nid,pc\n1,A", Delimiter::Comma, ["1", "A"]),
        ("\u{feff}sep=\t\nid\tpc\n1\tA", Delimiter::Tab, ["1", "A"]),
        // No delimiter gives the column; the one with most columns is taken.
        ("a;b\n1;A", Delimiter::Semicolon, ["1", "A"]),
        ("a,b\n1,A", Delimiter::Comma, ["1", "A"]),
    ] {
        let (header, dialect, rows) = read(text.as_bytes()).unwrap();
        assert_eq!(
            (dialect.delimiter, header.width()),
            (delimiter, 2),
            "{text}"
        );
        assert_eq!(rows[0].1, fields, "{text}");
        let separator = text.to_lowercase().contains("sep=");
        assert_eq!(dialect.separator_line, separator, "{text}");
    }
    assert_eq!(rows("sep=;\npc;n\nA;1\n")[0].0, 3);
    assert_eq!(read(b"sep=x\npc\n").unwrap().0.names(), ["sep=x"]);
}

#[test]
fn fields_beyond_the_header_count_only_if_something_is_in_them() {
    let misfit = |text: &str| {
        let format = CsvFormat::default();
        let mut reader = CsvReader::new(text.as_bytes(), format, |_| true).unwrap();
        reader.next().unwrap().unwrap().misfit(2)
    };
    for (row, columns) in [
        ("1,2", None),
        ("1,2,,", None),
        ("1,2,,x", Some(4)),
        ("1", Some(1)),
        ("1,2, ", Some(3)),
    ] {
        assert_eq!(misfit(&format!("a,b\n{row}\n")), columns, "{row}");
    }
}

/// Random bytes, mostly those that have a meaning in CSV.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"a1\"\"\"\n\n\r,,;\t \xC3\xAB\0"[..]);
    prop::collection::vec(byte, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn all_bytes_are_read_the_same_however_they_arrive(rest in bytes(), pieces in 1..5_usize) {
        let text = [b"pc,n\n", rest.as_slice()].concat();
        prop_assert_eq!(read_in(&text, pieces), read_in(&text, 1 << 20));
        let _ = read_in(&rest, pieces);
    }

    /// The rows are compared without blank lines, which the `csv` crate leaves out. Texts with a
    /// quote that is open at the end are left out too: that crate closes it.
    #[test]
    fn the_rows_are_those_of_the_csv_crate_and_the_blank_lines(rest in bytes()) {
        let text = [b"pc,n\n", rest.as_slice()].concat();
        if let Ok((_, _, rows)) = read_in(&text, 1 << 20) {
            let mut reference = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
            let reference: Vec<Vec<String>> = reference
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            let read: Vec<Vec<String>> = rows
                .into_iter()
                .map(|(_, fields)| fields)
                .filter(|fields| !fields.is_empty())
                .collect();
            prop_assert_eq!(read, reference);
        }
    }

    /// Everything that is written is read again, each row with its line number.
    #[test]
    fn what_is_written_is_read(
        table in prop::collection::vec(prop::collection::vec("[a\"\r\n,;é ]{0,5}", 2), 0..8),
        delimiter in prop::sample::select(&Delimiter::ALL[..]),
        line_end in prop::sample::select(&["\n", "\r\n", "\r"][..]),
    ) {
        let dialect = Dialect {
            delimiter,
            encoding: Encoding::Utf8,
            byte_order_mark: true,
            separator_line: false,
            line_end,
        };
        let mut text = dialect.preamble();
        let (mut line, mut lines) = (2, Vec::new());
        text.extend([b"pc", &[delimiter.byte()][..], b"n", line_end.as_bytes()].concat());
        for fields in &table {
            lines.push(line);
            for (position, field) in fields.iter().enumerate() {
                if position > 0 {
                    text.push(delimiter.byte());
                }
                dialect.push(&mut text, field.as_bytes());
                line += line_ends(field.as_bytes());
            }
            text.extend(line_end.as_bytes());
            line += 1;
        }
        let (_, found, rows) = read_in(&text, 5).unwrap();
        prop_assert_eq!(found, dialect);
        prop_assert_eq!(rows, lines.into_iter().zip(table).collect::<Rows>());
    }
}
