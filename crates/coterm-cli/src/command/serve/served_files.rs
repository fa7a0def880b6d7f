//! [`ServedFiles`], the files that the server answers from, which are read at the start and again at
//! each reload.

use std::path::{Path, PathBuf};

use coterm_core::dataset::Indexing;
use coterm_io::{AddedFiles, ArchivedTiles, DataLocation, DataStamp, store};
use coterm_server::{PageLocation, Settings, State};

use crate::args::OwnFiles;
use crate::error::Result;
use crate::own_layer::with_files;

/// The places of the files that the server answers from.
pub(super) struct ServedFiles {
    data: DataLocation,
    own: OwnFiles,
    tiles: Vec<PathBuf>,
    basemap: Option<PathBuf>,
    page: PageLocation,
    settings: Settings,
}

impl ServedFiles {
    pub(super) fn new(
        data: &DataLocation,
        own: OwnFiles,
        tiles: Vec<PathBuf>,
        basemap: Option<PathBuf>,
        page: PageLocation,
        settings: Settings,
    ) -> Self {
        Self {
            data: data.clone(),
            own,
            tiles,
            basemap,
            page,
            settings,
        }
    }

    /// Reads and checks all files, and makes a state that takes over from an earlier one what
    /// outlives the data. It may take seconds.
    pub(super) fn load(&self, earlier: Option<&State>) -> Result<State> {
        // Archives are opened first, so that an error shows before the data is loaded.
        let archives = self.tiles.iter().map(|path| ArchivedTiles::open(path));
        let archives = archives.collect::<coterm_io::Result<Vec<_>>>()?;
        let basemap = self.basemap.as_deref().map(ArchivedTiles::open);
        let basemap = basemap.transpose()?;
        let data = &with_files(&self.data, &self.own)?;
        let fingerprint = store::fingerprint(data)?;
        let manifest = store::manifest(data)?;
        let dataset = store::open(data, Indexing::LayersAndPostcodes)?;
        let added = AddedFiles::read(data, &dataset)?;
        let state = State::builder(dataset, self.page.clone())
            .manifest(manifest)
            .fingerprint(fingerprint)
            .added(added)
            .archives(archives, basemap)?;
        let state = match earlier {
            Some(earlier) => state.continuing(earlier),
            None => state.settings(self.settings.clone()),
        };
        Ok(state.build())
    }

    /// Returns the stamp of all files: another one means that they should be read again.
    pub(super) fn stamp(&self) -> DataStamp {
        let archives = self.tiles.iter().chain(&self.basemap);
        let more = archives.chain(&self.own.files);
        let more: Vec<&Path> = more.map(PathBuf::as_path).collect();
        DataStamp::of(&self.data, &more)
    }
}
