//! Files and folders as tables with names.

use std::path::Path;

use coterm_datafusion::{Error, Result};
use datafusion::common::TableReference;
use datafusion::execution::options::ArrowReadOptions;
use datafusion::prelude::{CsvReadOptions, JsonReadOptions, ParquetReadOptions, SessionContext};

use crate::args::NamedTable;

/// Registers a table by the ending of its file, or of the first file in its folder.
pub(crate) async fn register(context: &SessionContext, table: &NamedTable) -> Result<()> {
    let NamedTable { name, path } = table;
    // Other names do not survive the way to a scheduler.
    if !name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '_')
    {
        let allowed = "letters, digits and underscores";
        return Err(Error::Join(format!(
            "{name} cannot name a table: use {allowed}"
        )));
    }
    // A bare reference keeps the name's case, which a parsed one would fold to lower case.
    let name = TableReference::bare(name.as_str());
    match ending(path).as_str() {
        "parquet" => {
            let options = ParquetReadOptions::default();
            context.register_parquet(name, path, options).await?;
        }
        "csv" => {
            let options = CsvReadOptions::default();
            context.register_csv(name, path, options).await?;
        }
        "arrow" => {
            let options = ArrowReadOptions::default();
            context.register_arrow(name, path, options).await?;
        }
        "json" => {
            let options = JsonReadOptions::default();
            context.register_json(name, path, options).await?;
        }
        other => {
            return Err(Error::Join(format!(
                "{path} is not Parquet, CSV, JSON or Arrow by its ending ({other})"
            )));
        }
    }
    Ok(())
}

fn ending(path: &str) -> String {
    let path = Path::new(path);
    let of = |path: &Path| {
        let ending = path.extension()?.to_str()?;
        Some(ending.to_ascii_lowercase())
    };
    let in_folder = || {
        let mut files: Vec<_> = std::fs::read_dir(path).ok()?.flatten().collect();
        files.sort_by_key(std::fs::DirEntry::file_name);
        files.iter().find_map(|file| of(&file.path()))
    };
    // Folders of object stores cannot be looked into here, and mostly hold Parquet.
    in_folder()
        .or_else(|| of(path))
        .unwrap_or_else(|| "parquet".to_owned())
}
