//! Choices about a report as a paper: how much of an appendix it has, its date, and whether it is a
//! draft.

use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

/// How much a document has besides its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Appendix {
    /// No appendix.
    None,
    /// The command that makes the document again.
    #[default]
    Short,
    /// The matrix, the distances between lines, codes, postcodes, slivers, and the digest of every
    /// file.
    Full,
}

impl FromStr for Appendix {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "none" => Ok(Self::None),
            "short" => Ok(Self::Short),
            "full" => Ok(Self::Full),
            other => Err(format!(
                "\"{other}\" is not an appendix; use none, short or full"
            )),
        }
    }
}

impl Appendix {
    /// Returns the name of the choice, as the command takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Short => "short",
            Self::Full => "full",
        }
    }
}

/// Choices about a document as a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Paper {
    /// How much of an appendix it has.
    pub appendix: Appendix,
    /// The date of the paper, which it shows; `None` for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Whether it says that it is a draft.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
}

impl Paper {
    /// Returns the options of a command that make the same choices, each after a space.
    pub(crate) fn options(self) -> String {
        let mut options = String::new();
        if self.appendix != Appendix::default() {
            options.push_str(" --appendix ");
            options.push_str(self.appendix.as_str());
        }
        if let Some(date) = self.date {
            options.push_str(" --date ");
            options.push_str(&date.to_string());
        }
        if self.draft {
            options.push_str(" --draft");
        }
        options
    }
}
