//! Reading of files by the code that coterm's commands use: [`Readers`].

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use coterm_core::comparison::Weights;
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::space::millimetres;
use coterm_io::bulk::{self, Columns};
use coterm_io::recipe::Recipe;
use coterm_io::{ArchivedTiles, AreaFile, Crs, Fields, Silent, WeightFile, checksum, store};
use coterm_report::lookup::row_reason;
use coterm_tests::data_folder;
use coterm_tiles::{TileCoord, TileSet};
use http_body_util::BodyExt;
use polygon_coverage::CoverageReport;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::Result;
use crate::format::Format;
use crate::seeds::{dataset, gzipped, write_folder};

/// The outcome for a mutant that is handled correctly: it is read or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Read,
    Refused,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Refused => "refused",
        })
    }
}

/// Reads the files of a format as if they were a user's.
pub(crate) struct Readers {
    format: Format,
    folder: TempDir,
    dataset: Dataset,
    server: OnceLock<(tokio::runtime::Runtime, Router)>,
}

impl Readers {
    pub(crate) fn new(format: Format) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        match format {
            Format::Catalogue | Format::Layer | Format::CodeTable | Format::Postcodes => {
                write_folder(folder.path())?;
            }
            Format::Sources | Format::Definition => {
                let definitions = folder.path().join("definitions");
                fs::create_dir(&definitions)?;
                for entry in data_folder().join("definitions").read_dir()? {
                    let entry = entry?;
                    fs::copy(entry.path(), definitions.join(entry.file_name()))?;
                }
                fs::copy(
                    data_folder().join("sources.toml"),
                    folder.path().join("sources.toml"),
                )?;
            }
            _ => {}
        }
        let dataset = dataset()?;
        Ok(Self {
            format,
            folder,
            dataset,
            server: OnceLock::new(),
        })
    }

    /// Reads a file, and does with it what its command does first.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<Outcome> {
        let read = match self.format {
            Format::GeoJson
            | Format::FlatGeobuf
            | Format::GeoPackage
            | Format::Kml
            | Format::GeoParquet => self.areas(bytes)?,
            Format::Bulk => self.bulk(bytes),
            Format::Weight => {
                let file = WeightFile {
                    path: self.written(bytes)?,
                    column: None,
                };
                file.weights(&self.dataset).is_ok()
            }
            Format::ScenarioCsv | Format::ScenarioToml | Format::ScenarioJson => {
                self.scenario(bytes)?
            }
            Format::Sources => self.recipe("sources.toml", bytes)?,
            Format::Definition => self.recipe("definitions/place-2022.toml", bytes)?,
            Format::PmTiles | Format::MbTiles => self.archive(bytes)?,
            Format::Catalogue => self.data("catalogue.json", bytes)?,
            Format::Layer => self.data("lad-2023.fgb", bytes)?,
            Format::CodeTable => self.data("code-table.csv", bytes)?,
            Format::Postcodes => self.data("postcodes.csv.gz", &gzipped(bytes)?)?,
            Format::Lookup => self.lookup(bytes)?,
        };
        Ok(if read {
            Outcome::Read
        } else {
            Outcome::Refused
        })
    }

    fn written(&self, bytes: &[u8]) -> Result<PathBuf> {
        let path = self
            .folder
            .path()
            .join(format!("mutant.{}", self.format.ending()));
        fs::write(&path, bytes)?;
        Ok(path)
    }

    /// Reads areas as `coterm check` does, with the file's coordinate system and with EPSG:27700.
    fn areas(&self, bytes: &[u8]) -> Result<bool> {
        let path = self.written(bytes)?;
        let mut read = false;
        for crs in [None, Some(Crs::BritishNationalGrid)] {
            let fields = Fields {
                crs,
                ..Fields::default()
            };
            let Ok(file) = AreaFile::read(&path, &fields) else {
                continue;
            };
            let footprints: Vec<_> = file.areas.iter().map(|area| &area.footprint).collect();
            let _ = CoverageReport::of(&footprints, 1.0, millimetres());
            read = true;
        }
        Ok(read)
    }

    fn bulk(&self, bytes: &[u8]) -> bool {
        let options = bulk::BulkOptions::new(Columns::UsualPostcode, jiff::civil::date(2023, 6, 1));
        let out = std::io::sink();
        bulk::resolve(&self.dataset, &options, row_reason, bytes, out, &Silent).is_ok()
    }

    fn scenario(&self, bytes: &[u8]) -> Result<bool> {
        let Ok(scenario) = coterm_io::read_scenario(&self.written(bytes)?) else {
            return Ok(false);
        };
        if let Ok(proposal) = scenario.propose(&self.dataset) {
            let weights = Weights::live_postcodes(&self.dataset, None);
            let _ = proposal.score(&coterm_core::scenario::ScoreOptions::default(), &weights);
        }
        Ok(true)
    }

    fn recipe(&self, name: &str, bytes: &[u8]) -> Result<bool> {
        fs::write(self.folder.path().join(name), bytes)?;
        Ok(Recipe::read(self.folder.path()).is_ok())
    }

    /// Reads an archive as `coterm serve` does when some tiles are requested.
    fn archive(&self, bytes: &[u8]) -> Result<bool> {
        let Ok(archive) = ArchivedTiles::open(&self.written(bytes)?) else {
            return Ok(false);
        };
        archive.tile_json(&[]);
        for (zoom, x, y) in [
            (0, 0, 0),
            (1, 0, 0),
            (4, 7, 5),
            (6, 31, 20),
            (8, 125, 81),
            (8, 125, 82),
            (22, 1, 1),
        ] {
            let _ = archive.tile(TileCoord::new(zoom, x, y)?);
        }
        Ok(true)
    }

    /// Opens the data folder with this file in it, whose checksum is made right.
    fn data(&self, name: &str, bytes: &[u8]) -> Result<bool> {
        let folder = self.folder.path();
        fs::write(folder.join(name), bytes)?;
        if name != coterm_io::MANIFEST {
            let catalogue = folder.join(coterm_io::MANIFEST);
            let mut json: Value = serde_json::from_slice(&fs::read(&catalogue)?)?;
            let sum = Value::from(checksum(bytes));
            for entry in entries(&mut json) {
                if entry["file"] == name {
                    entry["sha256"] = sum.clone();
                }
            }
            fs::write(&catalogue, serde_json::to_vec(&json)?)?;
        }
        let Ok(dataset) = store::open(folder, Indexing::LayersAndPostcodes) else {
            return Ok(false);
        };
        let _ = TileSet::new(dataset.catalogue().layers());
        Ok(true)
    }

    /// Reads a body as `POST /lookup` does, as a JSON array or as CSV.
    fn lookup(&self, bytes: &[u8]) -> Result<bool> {
        if self.server.get().is_none() {
            let state = coterm_server::State::new(dataset()?, self.folder.path());
            let runtime = tokio::runtime::Runtime::new()?;
            let _ = self.server.set((runtime, coterm_server::app(state)));
        }
        let (runtime, app) = self.server.get().ok_or("there is no server")?;
        let kind = if bytes.starts_with(b"postcode") {
            "text/csv"
        } else {
            "application/json"
        };
        let request = Request::post("/lookup?on=2023-06-01")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(bytes.to_vec()))?;
        runtime.block_on(async {
            let answer = app.clone().oneshot(request).await?;
            let status = answer.status();
            if status.is_server_error() {
                return Err(format!("the server answered with {status}").into());
            }
            // If an answer is cut off, collecting its body fails.
            let whole = answer.into_body().collect().await.is_ok();
            Ok(status.is_success() && whole)
        })
    }
}

/// Returns the entries of a catalogue that name a file.
fn entries(catalogue: &mut Value) -> Vec<&mut Value> {
    let Some(catalogue) = catalogue.as_object_mut() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in catalogue {
        match value {
            Value::Array(layers) => found.extend(layers),
            Value::Object(_) if key == "code_table" || key == "postcodes" => found.push(value),
            _ => {}
        }
    }
    found
}
