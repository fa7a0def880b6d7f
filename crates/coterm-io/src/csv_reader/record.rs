//! [`Record`] and [`Records`]: one row that was read, and a list of rows.

/// A row: its fields without their quotes, all of them in UTF-8.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(super) text: &'a [u8],
    /// End of each field in `text`.
    pub(super) ends: &'a [usize],
    pub(super) line: u64,
}

impl<'a> Record<'a> {
    /// Number of fields; 0 in a blank line.
    pub(crate) fn fields(&self) -> usize {
        self.ends.len()
    }

    /// Whether the row has nothing but delimiters, quotes and white space.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Number of bytes of all fields together.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Number of the row's first line, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Returns the field in a column.
    pub(crate) fn get(&self, column: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(column)?;
        let begin = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[begin..end])
    }

    /// Returns the field in a column, without the white space around it; empty if there is no such
    /// field.
    pub(crate) fn text(&self, column: usize) -> &'a str {
        let field = self.get(column).unwrap_or_default();
        std::str::from_utf8(field).unwrap_or_default().trim()
    }

    /// Returns the fields in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let record = *self;
        (0..self.fields()).filter_map(move |column| record.get(column))
    }

    /// Returns the number of the row's fields if they do not fit a header of `width` columns. Empty
    /// fields beyond the header, as spreadsheets write them, do not matter.
    pub(crate) fn misfit(&self, width: usize) -> Option<usize> {
        let surplus = self.iter().skip(width).any(|field| !field.is_empty());
        (self.fields() < width || surplus).then_some(self.fields())
    }
}

/// A list of rows in three allocations, which grow with all rows together.
#[derive(Debug, Default)]
pub(crate) struct Records {
    text: Vec<u8>,
    ends: Vec<usize>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    /// End of the row's text in `Records::text`.
    text: usize,
    /// End of the row's field ends in `Records::ends`.
    ends: usize,
    line: u64,
}

impl Records {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.rows.clear();
    }

    pub(crate) fn push(&mut self, record: Record<'_>) {
        self.text.extend_from_slice(record.text);
        self.ends.extend_from_slice(record.ends);
        self.rows.push(Row {
            text: self.text.len(),
            ends: self.ends.len(),
            line: record.line,
        });
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the row at this position.
    pub(crate) fn get(&self, position: usize) -> Record<'_> {
        let row = self.rows[position];
        let (text, ends) = match position.checked_sub(1) {
            Some(before) => (self.rows[before].text, self.rows[before].ends),
            None => (0, 0),
        };
        Record {
            text: &self.text[text..row.text],
            ends: &self.ends[ends..row.ends],
            line: row.line,
        }
    }
}
