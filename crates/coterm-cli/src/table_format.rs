//! [`TableFormat`]: the format of a table that is looked up, by option or by the file's name.

use std::ffi::OsStr;
use std::path::Path;

use clap::ValueEnum;
use coterm_io::bulk::columnar::ColumnarFormat;

use crate::error::{Error, Result};
use crate::overwrite_check::named_as;

/// The format of a table that is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Text with a header line
    Csv,
    /// Apache Parquet
    Parquet,
    /// A file of Arrow's interprocess format (Feather version 2)
    Arrow,
    /// A stream of Arrow's interprocess format, for pipes
    ArrowStream,
}

impl TableFormat {
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Csv => &["csv", "tsv", "tab", "psv", "txt"],
            Self::Parquet => &["parquet", "pq", "geoparquet"],
            Self::Arrow => &["arrow", "feather", "ipc"],
            Self::ArrowStream => &["arrows"],
        }
    }

    fn name(self) -> &'static str {
        self.columnar().map_or("CSV", ColumnarFormat::name)
    }

    fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension().and_then(OsStr::to_str)?;
        let fits = |format: &&Self| {
            let mut known = format.extensions().iter();
            known.any(|known| extension.eq_ignore_ascii_case(known))
        };
        Self::value_variants().iter().find(fits).copied()
    }

    /// The columnar format; `None` for CSV.
    pub(crate) fn columnar(self) -> Option<ColumnarFormat> {
        match self {
            Self::Csv => None,
            Self::Parquet => Some(ColumnarFormat::Parquet),
            Self::Arrow => Some(ColumnarFormat::Arrow),
            Self::ArrowStream => Some(ColumnarFormat::ArrowStream),
        }
    }

    /// The formats of an input and an output: the one that was asked for, or else those of their
    /// names. An input whose name says nothing is CSV, and an output is like its input.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] if CSV would become columns or the reverse, or a name promises another format.
    pub(crate) fn of(
        asked: Option<Self>,
        input: &Path,
        output: Option<&Path>,
    ) -> Result<(Self, Self)> {
        let read = Self::of_name(input).or(asked).unwrap_or(Self::Csv);
        let written = output.and_then(Self::of_name).or(asked).unwrap_or(read);
        if read.columnar().is_some() != written.columnar().is_some() {
            if read == Self::Csv {
                named_as(output, read.name(), read.extensions())?;
            }
            return Err(Error::Usage(format!(
                "the input is {} and the output {}; CSV is written as CSV, and Parquet and Arrow as one \
                 another: give the output another name, or choose with --format",
                read.name(),
                written.name()
            )));
        }
        named_as(output, written.name(), written.extensions())?;
        Ok((read, written))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats(
        asked: Option<TableFormat>,
        input: &str,
        output: &str,
    ) -> Option<(TableFormat, TableFormat)> {
        let output = (!output.is_empty()).then(|| Path::new(output));
        TableFormat::of(asked, Path::new(input), output).ok()
    }

    #[test]
    fn names_say_the_format_unless_they_say_nothing() {
        use TableFormat::{Arrow, ArrowStream, Csv, Parquet};
        assert_eq!(formats(None, "in.csv", ""), Some((Csv, Csv)));
        assert_eq!(formats(None, "-", "out.tsv"), Some((Csv, Csv)));
        assert_eq!(formats(None, "in.PARQUET", ""), Some((Parquet, Parquet)));
        assert_eq!(
            formats(None, "in.parquet", "out.arrow"),
            Some((Parquet, Arrow))
        );
        assert_eq!(
            formats(Some(ArrowStream), "-", ""),
            Some((ArrowStream, ArrowStream))
        );
        assert_eq!(
            formats(Some(ArrowStream), "in.parquet", ""),
            Some((Parquet, ArrowStream))
        );
        assert_eq!(
            formats(Some(ArrowStream), "-", "out.parquet"),
            Some((ArrowStream, Parquet))
        );
        assert_eq!(formats(None, "in.csv", "out.parquet"), None);
        assert_eq!(formats(None, "in.parquet", "out.csv"), None);
        assert_eq!(formats(None, "in.parquet", "out.xlsx"), None);
    }
}
