//! [`Output`]: the folder or prefix that a join writes to.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use datafusion::datasource::listing::ListingTableUrl;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::prelude::SessionContext;
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;

use super::manifest::{MANIFEST, Manifest};
use super::piece_table::store_error;
use crate::error::{Error, Result};

/// Empty file that says that an output is whole, as Hadoop's tools write it.
const SUCCESS: &str = "_SUCCESS";

/// The folder or prefix that a join writes to.
///
/// A folder is written as `<folder>.unfinished` and renamed in the end. In an object store, where
/// nothing can be renamed, the object `_SUCCESS` comes last.
pub(super) struct Output {
    store: Arc<dyn ObjectStore>,
    url: Url,
    prefix: Path,
    /// The folder and its unfinished one, if the output is local.
    folders: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Finds the output of a local path or a URL.
    pub(super) fn new(context: &SessionContext, output: &str) -> Result<Self> {
        let remote = output.contains("://") && !output.starts_with("file://");
        let (url, folders) = if remote {
            let url = format!("{}/", output.trim_end_matches('/'));
            let url = Url::parse(&url).map_err(|error| bad(output, &error.to_string()))?;
            (url, None)
        } else {
            let path = output.trim_start_matches("file://").trim_end_matches('/');
            let whole = std::path::absolute(path).map_err(|error| Error::io(output, error))?;
            let mut unfinished = whole.clone().into_os_string();
            unfinished.push(".unfinished");
            let unfinished = PathBuf::from(unfinished);
            let url = Url::from_directory_path(&unfinished);
            let url = url.map_err(|()| bad(output, "not a folder's name"))?;
            (url, Some((whole, unfinished)))
        };
        Self::at(context, url, folders)
    }

    fn at(context: &SessionContext, url: Url, folders: Option<(PathBuf, PathBuf)>) -> Result<Self> {
        let listing = ListingTableUrl::try_new(url.clone(), None)?;
        Ok(Self {
            store: context.runtime_env().object_store(&listing)?,
            prefix: listing.prefix().clone(),
            url,
            folders,
        })
    }

    /// Begins the output or goes on with it. Returns whether it is whole already.
    pub(super) async fn begin(&mut self, manifest: &Manifest, overwrite: bool) -> Result<bool> {
        if let Some((whole, _)) = &self.folders
            && whole.exists()
        {
            let text = std::fs::read(whole.join(MANIFEST));
            let begun = text
                .ok()
                .and_then(|text| serde_json::from_slice(&text).ok());
            let Some(begun) = begun else {
                return Err(Error::Join(format!(
                    "{} is there and was not written by this command: name another folder",
                    whole.display()
                )));
            };
            if !overwrite {
                return refuse_other(manifest, &begun, &whole.display().to_string()).map(|()| true);
            }
        }
        if let Some(begun) = self.read_manifest().await? {
            if overwrite && manifest.difference(&begun).is_some() {
                self.remove_all().await?;
            } else {
                refuse_other(manifest, &begun, self.url.as_str())?;
            }
        } else if !self.is_empty().await? {
            return Err(Error::Join(format!(
                "{} is there and was not written by this command: name another place",
                self.name()
            )));
        }
        if let Some((_, unfinished)) = &self.folders {
            let create = |error| Error::io(format!("cannot create {}", self.name()), error);
            std::fs::create_dir_all(unfinished).map_err(create)?;
            remove_staged(unfinished).map_err(create)?;
        }
        if self.has(SUCCESS).await? {
            if !overwrite {
                return Ok(true);
            }
            self.remove_all().await?;
        }
        let text = serde_json::to_vec_pretty(manifest)
            .map_err(|error| Error::Join(format!("the manifest cannot be written: {error}")))?;
        self.put(MANIFEST, text).await?;
        Ok(false)
    }

    /// URL of a file of the output.
    pub(super) fn file_url(&self, name: &str) -> String {
        let mut url = self.url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(name.split('/'));
        }
        url.into()
    }

    /// URL of the whole output, also after it was renamed.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the number of rows of a finished file; `None` if it is missing.
    pub(super) async fn rows(&self, name: &str) -> Result<Option<u64>> {
        let path = self.path(name);
        let found = match self.store.head(&path).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(store_error(error).into()),
        };
        let footer = DFParquetMetadata::new(self.store.as_ref(), &found);
        let metadata = footer.fetch_metadata().await;
        Ok(metadata
            .ok()
            .map(|footer| u64::try_from(footer.file_metadata().num_rows()).unwrap_or_default()))
    }

    /// Marks the output as whole and gives a folder its name.
    pub(super) async fn finish(&mut self, context: &SessionContext) -> Result<()> {
        let Some((whole, unfinished)) = self.folders.clone() else {
            return self.put(SUCCESS, Vec::new()).await;
        };
        let failed = |error| Error::io(format!("cannot finish {}", whole.display()), error);
        remove_staged(&unfinished).map_err(failed)?;
        self.put(SUCCESS, Vec::new()).await?;
        if whole.exists() {
            // An earlier output that `--overwrite` replaces; `begin` has seen that a join wrote it.
            std::fs::remove_dir_all(&whole).map_err(failed)?;
        }
        std::fs::rename(&unfinished, &whole).map_err(failed)?;
        self.moved_to_whole(context)
    }

    /// Points to the finished folder.
    pub(super) fn moved_to_whole(&mut self, context: &SessionContext) -> Result<()> {
        let Some((whole, _)) = self.folders.clone() else {
            return Ok(());
        };
        let url = Url::from_directory_path(&whole);
        let url = url.map_err(|()| bad(&whole.display().to_string(), "not a folder's name"))?;
        *self = Self::at(context, url, self.folders.take())?;
        Ok(())
    }

    fn name(&self) -> String {
        match &self.folders {
            Some((_, unfinished)) => unfinished.display().to_string(),
            None => self.url.to_string(),
        }
    }

    fn path(&self, name: &str) -> Path {
        let parts = name.split('/').map(Into::into);
        self.prefix.parts().chain(parts).collect()
    }

    async fn put(&self, name: &str, text: Vec<u8>) -> Result<()> {
        let put = self.store.put(&self.path(name), text.into()).await;
        put.map(|_| ()).map_err(|error| store_error(error).into())
    }

    async fn has(&self, name: &str) -> Result<bool> {
        match self.store.head(&self.path(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(store_error(error).into()),
        }
    }

    async fn is_empty(&self) -> Result<bool> {
        let first = self.store.list(Some(&self.prefix)).try_next().await;
        Ok(first.map_err(store_error)?.is_none())
    }

    async fn read_manifest(&self) -> Result<Option<Manifest>> {
        let found = match self.store.get(&self.path(MANIFEST)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(store_error(error).into()),
        };
        let text = found.bytes().await.map_err(store_error)?;
        let manifest = serde_json::from_slice(&text);
        manifest.map(Some).map_err(|error| {
            Error::Join(format!("{MANIFEST} in {} is damaged: {error}", self.name()))
        })
    }

    /// Removes an output whose manifest has been read.
    async fn remove_all(&self) -> Result<()> {
        if let Some((_, unfinished)) = &self.folders {
            let failed = |error| Error::io(format!("cannot remove {}", self.name()), error);
            std::fs::remove_dir_all(unfinished).map_err(failed)?;
            return std::fs::create_dir_all(unfinished).map_err(failed);
        }
        let found: Vec<_> = self
            .store
            .list(Some(&self.prefix))
            .try_collect()
            .await
            .map_err(store_error)?;
        for object in found {
            self.store
                .delete(&object.location)
                .await
                .map_err(store_error)?;
        }
        Ok(())
    }
}

fn bad(output: &str, why: &str) -> Error {
    Error::Join(format!("{output} cannot be an output: {why}"))
}

fn refuse_other(manifest: &Manifest, begun: &Manifest, place: &str) -> Result<()> {
    match manifest.difference(begun) {
        None => Ok(()),
        Some(difference) => Err(Error::Join(format!(
            "{place} belongs to another join: {difference}. Name another output, or begin anew \
             with --overwrite"
        ))),
    }
}

/// Removes what an interrupted upload left: local files get their name when they are whole, and
/// until then one with `#` and a number after it.
fn remove_staged(folder: &FilePath) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            remove_staged(&path)?;
        } else if is_staged(&path) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn is_staged(path: &FilePath) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.and_then(|name| name.rsplit_once('#'))
        .is_some_and(|(_, number)| number.bytes().all(|byte| byte.is_ascii_digit()))
}
