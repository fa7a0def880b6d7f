//! [`Header`]: the columns' names, by which columns are found.
//!
//! Names are kept as they are written; `find` decides which differences are overlooked.

use coterm_core::words::excerpt;

use super::record::Record;

/// Characters of a column's name that an error message shows.
const NAME: usize = 40;

/// The columns' names, from the header line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Header {
    names: Vec<String>,
}

impl Header {
    pub(super) fn of(record: &Record<'_>) -> Self {
        let name = |field: &[u8]| String::from_utf8_lossy(field).into_owned();
        Self {
            names: record.iter().map(name).collect(),
        }
    }

    /// Makes a header of the names of columns.
    pub(crate) fn with_names(names: Vec<String>) -> Self {
        Self { names }
    }

    /// Returns the names as they are written.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.names.len()
    }

    /// Returns the name of a column, shortened and in quotes, or its number if it has no name.
    pub(crate) fn called(&self, column: usize) -> String {
        match self.names.get(column).map(|name| excerpt(name, NAME)) {
            Some(name) if !name.is_empty() => format!("\"{name}\""),
            _ => (column + 1).to_string(),
        }
    }

    /// Finds the columns with this name. If there is none, it finds those whose names differ only
    /// in case, spaces, underscores and hyphens: `Post Code` is `postcode`.
    pub(crate) fn find(&self, wanted: &str) -> Vec<usize> {
        let fitting = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..self.names.len())
                .filter(|&column| fits(&self.names[column]))
                .collect()
        };
        let wanted = wanted.trim();
        let exact = fitting(&|name| name.trim() == wanted);
        if !exact.is_empty() {
            return exact;
        }
        let wanted = squeezed(wanted);
        if wanted.is_empty() {
            return Vec::new();
        }
        fitting(&|name| squeezed(name) == wanted)
    }

    /// Lists the names for an error message, at most 40 of them.
    pub(crate) fn listed(&self) -> String {
        const SHOWN: usize = 40;
        let names = self.names.iter().map(|name| excerpt(name, NAME));
        let mut shown: Vec<String> = names.take(SHOWN).collect();
        if self.names.len() > SHOWN {
            shown.push("…".into());
        }
        shown.join(", ")
    }
}

/// Returns a name in lower case, without white space, underscores, hyphens and byte order marks.
fn squeezed(name: &str) -> String {
    name.chars()
        .filter(|character| {
            !character.is_whitespace() && !matches!(character, '_' | '-' | '\u{feff}')
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Header {
        Header {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn a_name_is_found_as_it_is_or_else_but_for_case_and_what_parts_its_words() {
        for name in [
            "postcode",
            "Post Code",
            "POST_CODE",
            " post-code ",
            "Postcode",
        ] {
            assert_eq!(header(&["id", name]).find("postcode"), [1], "{name}");
        }
        let twice = header(&["Postcode", "postcode", "post code"]);
        assert_eq!(twice.find("postcode"), [1]);
        assert_eq!(twice.find("POSTCODE"), [0, 1, 2]);
        assert!(header(&["", "-", "postcodes"]).find("postcode").is_empty());
        assert!(header(&["-"]).find("_").is_empty());
    }
}
