//! The practices that `compare` and `scenario score` count: [`PracticeList`], named by
//! `--practices`.

use coterm_core::comparison::Practice;
use coterm_report::UsedFile;

use crate::args::Counting;
use crate::error::{Error, Result};

/// The practices that are counted, with their file for the report.
#[derive(Default)]
pub(crate) struct PracticeList {
    pub(crate) practices: Vec<Practice>,
    /// The file that they were read from; `None` if the arguments name none.
    pub(crate) file: Option<UsedFile>,
}

impl PracticeList {
    /// Reads the file that the arguments name, if they name one.
    pub(crate) fn named(counting: &Counting) -> Result<Self> {
        let Some(path) = &counting.practices else {
            return Ok(Self::default());
        };
        if !path.is_file() {
            return Err(Error::Usage(format!("there is no file {}", path.display())));
        }
        let (practices, file) = coterm_io::read_practices(path)?;
        Ok(Self {
            practices,
            file: Some(UsedFile::new("Practices", &file.file, &file.sha256)),
        })
    }

    /// Returns the name of the file, without its folder.
    pub(crate) fn name(&self) -> Option<String> {
        self.file.as_ref().map(|used| used.file.clone())
    }
}
