//! A table whose cells are text, which becomes HTML or Markdown.

use super::markdown;
use super::markup::{self, Kind};

/// A table of text with a caption.
#[derive(Debug, Clone)]
pub(crate) struct TextTable {
    caption: String,
    columns: Vec<(String, Kind)>,
    rows: Vec<Vec<String>>,
}

impl TextTable {
    /// A table without rows.
    pub(crate) fn new(caption: impl Into<String>, columns: &[(&str, Kind)]) -> Self {
        let columns = columns.iter();
        Self {
            caption: caption.into(),
            columns: columns
                .map(|(heading, kind)| ((*heading).to_owned(), *kind))
                .collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, with a cell for each column.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as HTML.
    pub(crate) fn html(&self, class: &'static str) -> String {
        let columns: Vec<(&str, Kind)> = self
            .columns
            .iter()
            .map(|(heading, kind)| (heading.as_str(), *kind))
            .collect();
        let caption = markup::HtmlText(&self.caption).to_string();
        let mut table = markup::Table::new(&caption, &columns).class(class);
        for row in &self.rows {
            let cells = row.iter().map(|cell| markup::HtmlText(cell).to_string());
            table.row(cells.collect());
        }
        table.html()
    }

    /// The table as Markdown, after its caption.
    pub(crate) fn markdown(&self) -> String {
        markdown::table(&self.caption, &self.columns, &self.rows)
    }
}
