//! Record of what a report was made from: the question, the files with their digests, and the
//! version. It makes every report reproducible to the byte.

use coterm_core::dataset::{DataFile, DataFiles};
use coterm_core::layers::{LayerInfo, Role};
use serde::Serialize;

use crate::document::markup::Kind;
use crate::document::text_table::TextTable;

/// A question that a report answers. The same question of the same data gives the same bytes.
pub trait ReportQuestion: Serialize {
    /// Identifiers of the layers that the question is about.
    fn layers(&self) -> Vec<&str>;

    /// Command line, or `curl` request, that asks the question in this format.
    fn command(&self, format: &str) -> String;
}

/// Quotes a word so that a shell takes it as one word.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Name and version of the program that makes reports.
const ENGINE: &str = concat!("coterm ", env!("CARGO_PKG_VERSION"));

/// Everything that a report was made from. It holds no time of day and no folder, so that the
/// same report can be made again, to the byte.
///
/// ```
/// use coterm_report::{Paper, Question, ReportManifest, UsedFile};
///
/// let question = Question {
///     a: "place-2022".into(),
///     b: "utla-2023".into(),
///     within: Vec::new(),
///     tolerance_m: None,
///     weight: "people.csv".into(),
///     on: None,
///     disclosure: None,
///     populated: None,
///     practices: None,
///     file_options: Vec::new(),
///     paper: Paper::default(),
/// };
/// // The SHA-256 of the file's bytes.
/// let people = UsedFile::new("Weights", "people.csv", "e3b0c44298fc1c149afbf4c8996fb924…");
/// let manifest = ReportManifest::without_files(question).with_file(people);
/// assert_eq!(manifest.files[0].file, "people.csv");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportManifest<Q> {
    /// Name and version of the program that made the report.
    pub engine: String,
    /// The question that the report answers.
    pub question: Q,
    /// The data's extent, in words.
    pub extent: String,
    /// Every file that the report depends on.
    pub files: Vec<UsedFile>,
}

/// A file that a report was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedFile {
    /// Content of the file, in words.
    pub what: String,
    /// Name of the file, relative to the data folder if it is inside.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl UsedFile {
    /// A file outside the data folder, such as one of weights, with the SHA-256 of its bytes
    /// in hexadecimal.
    pub fn new(
        what: impl Into<String>,
        file: impl Into<String>,
        sha256: impl Into<String>,
    ) -> Self {
        Self {
            what: what.into(),
            file: file.into(),
            sha256: sha256.into(),
        }
    }
}

impl<Q: ReportQuestion> ReportManifest<Q> {
    /// Manifest of a question that is answered from this data. It lists the layers that the
    /// question is about, the building blocks, the districts that names come from, the land
    /// beneath the maps, the code table and the postcodes.
    pub fn new(question: Q, data: &DataFiles) -> Self {
        let layers = question.layers();
        let used = |(info, _): &&(LayerInfo, DataFile)| {
            layers.contains(&info.id.as_str())
                || matches!(info.role, Role::Block | Role::Backdrop)
                || info.gives_districts
        };
        let mut files: Vec<UsedFile> = data
            .layers
            .iter()
            .filter(used)
            .map(|(info, entry)| file(info.title.clone(), entry))
            .collect();
        files.push(file("Code table", &data.code_table));
        files.push(file("Postcodes", &data.postcodes));
        Self {
            engine: ENGINE.into(),
            question,
            extent: data.extent_title.clone(),
            files,
        }
    }

    /// Manifest of a question that is answered from data whose files are not known.
    pub fn without_files(question: Q) -> Self {
        Self {
            engine: ENGINE.into(),
            question,
            extent: String::new(),
            files: Vec::new(),
        }
    }

    /// Adds these layers of the data, such as those that a scenario names. A layer that is
    /// listed already is not listed again.
    #[must_use]
    pub fn with_layers<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
        data: &DataFiles,
    ) -> Self {
        for name in names {
            let layer = data.layers.iter().find(|(info, _)| info.id == name);
            if let Some((info, entry)) = layer
                && self.files.iter().all(|used| used.file != entry.file)
            {
                let used = file(info.title.clone(), entry);
                self.files.push(used);
            }
        }
        self
    }

    /// Adds another file that the report depends on, such as one of weights.
    #[must_use]
    pub fn with_file(mut self, file: UsedFile) -> Self {
        self.files.push(file);
        self
    }
}

impl<Q> ReportManifest<Q> {
    /// The table of the files that the report was made from.
    pub(crate) fn files_table(&self) -> TextTable {
        let columns = [
            ("File", Kind::Text),
            ("What it contains", Kind::Text),
            ("SHA-256", Kind::Text),
        ];
        let mut table = TextTable::new("Every file that went into this report.", &columns);
        for UsedFile { what, file, sha256 } in &self.files {
            table.row(vec![file.clone(), what.clone(), sha256.clone()]);
        }
        table
    }
}

fn file(what: impl Into<String>, entry: &DataFile) -> UsedFile {
    UsedFile::new(what, &entry.file, &entry.sha256)
}
