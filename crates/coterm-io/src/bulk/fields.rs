//! Single fields of a CSV.

use csv::ByteRecord;

use crate::{Error, Result};

/// Appends a field, in quotes if it needs them (RFC 4180). The `csv` crate's writer
/// does the same, and takes as long over it as everything else together.
pub(super) fn push(text: &mut Vec<u8>, field: &[u8]) {
    let special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !field.iter().any(special) {
        text.extend_from_slice(field);
        return;
    }
    text.push(b'"');
    for &byte in field {
        if byte == b'"' {
            text.push(b'"');
        }
        text.push(byte);
    }
    text.push(b'"');
}

/// The record, if all of it is UTF-8.
pub(super) fn utf8(record: &ByteRecord, line: u64) -> Result<&ByteRecord> {
    if record.as_slice().is_ascii() {
        return Ok(record);
    }
    match record
        .iter()
        .position(|field| std::str::from_utf8(field).is_err())
    {
        None => Ok(record),
        Some(column) => Err(Error::Unsuitable(format!(
            "line {line}, column {}: bytes that are not UTF-8; save the file as UTF-8 (in Excel: \"CSV UTF-8\")",
            column + 1
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fields_are_written_as_the_csv_crate_writes_them(
            fields in prop::collection::vec("[a,\"\r\n é]{0,6}", 2..5)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let theirs = writer.into_inner().unwrap();
            let mut ours = Vec::new();
            for (position, field) in fields.iter().enumerate() {
                if position > 0 {
                    ours.push(b',');
                }
                push(&mut ours, field.as_bytes());
            }
            ours.push(b'\n');
            prop_assert_eq!(String::from_utf8(ours).unwrap(), String::from_utf8(theirs).unwrap());
        }
    }
}
