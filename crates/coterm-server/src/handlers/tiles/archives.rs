//! Archives of tiles that are served besides the layers: [`Archives`].

use std::sync::Arc;

use coterm_core::layers::Catalogue;
use coterm_io::{ArchivedTiles, Error};
use coterm_tiles::TileCoord;

use crate::Problem;

/// The archives of tiles, each under the name of its file.
#[derive(Debug, Default)]
pub(crate) struct Archives {
    all: Vec<Arc<ArchivedTiles>>,
    /// The archive that is drawn under the layers; it is one of all.
    basemap: Option<Arc<ArchivedTiles>>,
}

impl Archives {
    /// Checks that each archive's name is fit for a URL and that no layer or other archive has it.
    pub(crate) fn new(
        archives: Vec<ArchivedTiles>,
        basemap: Option<ArchivedTiles>,
        catalogue: &Catalogue,
    ) -> Result<Self, Error> {
        let has_basemap = basemap.is_some();
        let mut all: Vec<Arc<ArchivedTiles>> = Vec::new();
        for archive in archives.into_iter().chain(basemap) {
            let (name, path) = (archive.name(), archive.path().display());
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            let reason = if !name.bytes().all(plain) {
                "its name has characters that its address cannot have: use letters, digits, \"-\", \"_\" and \".\""
            } else if catalogue.layer(name).is_ok() {
                "a layer has this name, and its tiles this address"
            } else if all.iter().any(|other| other.name() == name) {
                "another archive has this name, and its tiles this address"
            } else {
                all.push(Arc::new(archive));
                continue;
            };
            return Err(Error::InvalidInput(format!(
                "{path} cannot be served: {reason}; rename the file"
            )));
        }
        let basemap = all.last().filter(|_| has_basemap).cloned();
        Ok(Self { all, basemap })
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Arc<ArchivedTiles>> {
        self.all.iter().find(|archive| archive.name() == name)
    }

    /// Returns the archive that is drawn under the layers.
    pub(crate) fn basemap(&self) -> Option<&ArchivedTiles> {
        self.basemap.as_deref()
    }
}

/// Returns a tile of an archive, decompressed. It is decompressed even if the client would take it
/// as it is, because that detects damage, and all tiles are then sent in the same way.
pub(super) fn find(archive: &ArchivedTiles, coord: TileCoord) -> Result<Option<Vec<u8>>, Problem> {
    archive.tile(coord).map_err(|error| match &error {
        // The file's path goes to the log only.
        Error::Malformed { reason, .. } => {
            let name = archive.name();
            let detail = format!("the archive {name} cannot be read: {reason}");
            Problem::damaged(detail, &error)
        }
        _ => error.into(),
    })
}
