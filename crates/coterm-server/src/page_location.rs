//! [`PageLocation`]: where the files of the map's page are.

use std::path::{Path, PathBuf};

/// The folder into which npm installs the map library, relative to the page's folder.
pub(crate) const MAPLIBRE: &str = "node_modules/maplibre-gl/dist";
/// The page itself.
pub(crate) const INDEX: &str = "index.html";
/// The map library's part that the page loads first, as it is built in.
const LIBRARY: &str = "vendor/maplibre-gl/maplibre-gl.mjs";

/// A function that returns a file of the page that is built into the program, compressed with Brotli
/// (RFC 7932), by its address without the slash at the beginning.
pub type BuiltInPage = fn(&str) -> Option<&'static [u8]>;

/// Where the files of the map's page are. A path is a folder with the page, in which npm has
/// installed the map library.
///
/// ```
/// use std::path::Path;
/// use coterm_server::PageLocation;
///
/// assert!(!PageLocation::from(Path::new("no/such/folder")).has_page());
/// assert!(!PageLocation::BuiltIn(|_| None).has_page());
/// ```
#[derive(Debug, Clone)]
pub enum PageLocation {
    /// A folder.
    Folder(PathBuf),
    /// The program, which has the files built in.
    BuiltIn(BuiltInPage),
}

impl PageLocation {
    /// Whether the page and the map library that it needs are there.
    pub fn has_page(&self) -> bool {
        match self {
            Self::Folder(folder) => folder.join(INDEX).is_file() && folder.join(MAPLIBRE).is_dir(),
            Self::BuiltIn(files) => files(INDEX).is_some() && files(LIBRARY).is_some(),
        }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for PageLocation {
    fn from(folder: &P) -> Self {
        Self::Folder(folder.as_ref().to_owned())
    }
}
