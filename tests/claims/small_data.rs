//! A small data folder that is quick to load, in editions that can be told apart in every answer.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use coterm_io::checksum;
use coterm_tests::data_folder;
use serde_json::{Value, json};

/// The layers of the folder.
const LAYERS: [&str; 3] = ["place-2022", "lad-2021", "lad-2023"];
/// Number of postcodes of the folder.
const POSTCODES: usize = 2_000;
/// A postcode of the folder.
pub(crate) const POSTCODE: &str = "BB1 1AA";

/// A data folder with three layers and the first postcodes of the committed data.
pub(crate) struct SmallData(tempfile::TempDir);

impl SmallData {
    /// Makes the folder, in this edition.
    pub(crate) fn new(edition: &str) -> Self {
        let small = Self(tempfile::tempdir().unwrap());
        fs::create_dir(small.path().join("layers")).unwrap();
        small.become_edition(edition);
        small
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The file of a layer.
    pub(crate) fn layer(&self, id: &str) -> PathBuf {
        self.path().join(format!("layers/{id}.fgb"))
    }

    /// Writes all files again, the catalogue last and at once. Every title and the acknowledgement
    /// have the edition's name.
    pub(crate) fn become_edition(&self, edition: &str) {
        let whole = data_folder();
        let bytes = fs::read(whole.join("catalogue.json")).unwrap();
        let mut catalogue: Value = serde_json::from_slice(&bytes).unwrap();
        let layers = catalogue["layers"].as_array_mut().unwrap();
        layers.retain(|layer| LAYERS.iter().any(|id| layer["id"] == *id));
        for layer in layers {
            let file = layer["file"].as_str().unwrap().to_owned();
            fs::copy(whole.join(&file), self.path().join(&file)).unwrap();
            for title in ["title", "family_title"] {
                layer[title] = marked(layer[title].as_str().unwrap(), edition);
            }
        }
        for text in ["attribution", "extent_title"] {
            catalogue[text] = marked(catalogue[text].as_str().unwrap(), edition);
        }
        let table = fs::read(whole.join("code-table.csv")).unwrap();
        self.keep(&mut catalogue["code_table"], &some_columns(&table));
        let postcodes = fs::read(whole.join("postcodes.csv.gz")).unwrap();
        catalogue["postcodes"]["rows"] = POSTCODES.into();
        self.keep(&mut catalogue["postcodes"], &some_rows(&postcodes));
        let written = self.path().join("catalogue.json.new");
        fs::write(&written, serde_json::to_vec(&catalogue).unwrap()).unwrap();
        fs::rename(written, self.path().join("catalogue.json")).unwrap();
    }

    fn keep(&self, entry: &mut Value, bytes: &[u8]) {
        entry["sha256"] = checksum(bytes).into();
        fs::write(self.path().join(entry["file"].as_str().unwrap()), bytes).unwrap();
    }
}

fn marked(text: &str, edition: &str) -> Value {
    json!(format!("{text} edition-{edition}."))
}

/// The editions that a text names, each once.
pub(crate) fn editions(text: &str) -> Vec<&str> {
    let mut named: Vec<&str> = text
        .split("edition-")
        .skip(1)
        .filter_map(|rest| rest.split('.').next())
        .collect();
    named.sort_unstable();
    named.dedup();
    named
}

fn some_columns(table: &[u8]) -> Vec<u8> {
    let mut rows = csv::Reader::from_reader(table);
    let header = rows.headers().unwrap().clone();
    let wanted = |name: &str| name == "block" || LAYERS.contains(&name);
    let columns: Vec<usize> = (0..header.len())
        .filter(|column| wanted(&header[*column]))
        .collect();
    let mut narrow = csv::Writer::from_writer(Vec::new());
    let all = rows.records().map(Result::unwrap);
    for row in std::iter::once(header.clone()).chain(all) {
        narrow
            .write_record(columns.iter().map(|column| &row[*column]))
            .unwrap();
    }
    narrow.into_inner().unwrap()
}

fn some_rows(postcodes: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(postcodes)
        .read_to_string(&mut text)
        .unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for line in text.lines().take(POSTCODES + 1) {
        writeln!(encoder, "{line}").unwrap();
    }
    encoder.finish().unwrap()
}
