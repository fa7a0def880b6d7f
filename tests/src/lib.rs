//! Helpers that the claims, the oracle and the calibration share: where the data is, the loaded
//! data, and the command. The claims themselves are in `claims/`.
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a claim cannot be shown without these"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use coterm_core::dataset::{Dataset, Indexing};
use polygon_coverage::PointIndex;

mod binomial;
mod random;
pub mod vector_tile;

pub use binomial::upper_bound_95;
pub use random::Random;

/// Compiles the Rust examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Root folder of the workspace.
///
/// # Panics
///
/// If this package is not one folder below it.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is inside the workspace")
}

/// Folder of the committed data.
pub fn data_folder() -> PathBuf {
    workspace().join("data")
}

/// Folder of the shared reference data, if it exists: official boundaries, lookups and populations
/// that are not part of this repository. `COTERM_SHARED` names it; the default is `../shared/data`
/// beside the checkout.
pub fn shared_data() -> Option<PathBuf> {
    let named = std::env::var_os("COTERM_SHARED").map(PathBuf::from);
    Some(named.unwrap_or_else(|| workspace().join("../shared/data")))
        .filter(|folder| folder.is_dir())
}

/// Path of a file of the shared reference data.
///
/// Tests that call this are marked `#[ignore = "needs the shared reference data: …"]`, in a
/// module `with_shared_data`; `tests/run.sh` runs them if the folder is there.
///
/// # Panics
///
/// If the file does not exist.
pub fn shared_file(name: &str) -> PathBuf {
    let path = shared_data().map(|folder| folder.join(name));
    path.filter(|path| path.is_file()).unwrap_or_else(|| {
        panic!("{name} is not in the shared reference data: name its folder with COTERM_SHARED")
    })
}

/// The committed data, loaded and indexed once per process.
///
/// # Panics
///
/// If the data cannot be loaded.
pub fn dataset() -> &'static Dataset {
    static DATASET: OnceLock<Dataset> = OnceLock::new();
    DATASET.get_or_init(|| {
        let dataset = coterm_io::store::open(&data_folder(), Indexing::Layers);
        dataset.expect("the committed data can be loaded")
    })
}

/// Point index of the layer of the committed data at this position.
///
/// # Panics
///
/// If the data cannot be loaded.
pub fn layer_index(layer: usize) -> &'static PointIndex {
    let indexes = dataset().point_index();
    indexes.expect("the data is indexed").coverage(layer)
}

/// Copies the committed data to a temporary folder, so that a test may damage it.
///
/// # Panics
///
/// If the data cannot be copied.
pub fn copy_of_data() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("there is room for a copy");
    copy_folder(&data_folder(), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the copy's folder can be made");
    for entry in from.read_dir().expect("the folder can be listed") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// Creates the `coterm` command on the committed data, in a folder where it may write.
///
/// `COTERM_BIN` names the binary to test, as `tests/run.sh` does. Without it the workspace's own is
/// built, because a test cannot depend on another package's binary.
pub fn coterm(folder: &Path) -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let binary = BINARY
        .get_or_init(|| std::env::var_os("COTERM_BIN").map_or_else(built_binary, PathBuf::from));
    let mut command = Command::new(binary);
    command
        .current_dir(folder)
        .env("COTERM_DATA", data_folder());
    for inherited in [
        "COTERM_BIND",
        "COTERM_CACHE",
        "COTERM_CONFIG",
        "COTERM_LOG",
        "COTERM_PUBLIC_URL",
        "COTERM_WEB",
        "CLICOLOR_FORCE",
    ] {
        command.env_remove(inherited);
    }
    command
}

/// Creates the `coterm` command in a folder, with no data folder named: as on a machine that has
/// only the program.
pub fn bare_coterm(folder: &Path) -> Command {
    let mut command = coterm(folder);
    command.env_remove("COTERM_DATA");
    command
}

/// Cargo's metadata of the workspace and of all its dependencies on this machine, with all
/// features. Packages for other machines may not have been downloaded.
///
/// # Panics
///
/// If cargo or rustc cannot be run.
pub fn metadata() -> serde_json::Value {
    let compiler = Command::new("rustc").arg("-vV").output();
    let compiler = compiler.expect("rustc can be run").stdout;
    let compiler = String::from_utf8_lossy(&compiler);
    let host = compiler
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc says what it compiles for");
    let metadata = cargo(&[
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--all-features",
        "--filter-platform",
        host,
    ]);
    serde_json::from_slice(&metadata).expect("cargo writes JSON")
}

/// Runs cargo in the workspace and returns its standard output.
fn cargo(arguments: &[&str]) -> Vec<u8> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(workspace())
        .output()
        .expect("cargo can be run");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}: {errors}");
    output.stdout
}

/// Builds the command with the packages and features that `tests/run.sh` selects, so that nothing
/// is compiled twice.
fn built_binary() -> PathBuf {
    let selection = ["--workspace", "--exclude", "coterm-datafusion"];
    let mut arguments = [
        &["build"],
        &selection[..],
        &["--bin", "coterm", "--examples"],
    ]
    .concat();
    if cfg!(feature = "proj") {
        arguments.extend(["--features", "coterm-tests/proj"]);
    }
    arguments.extend(["--message-format", "json", "--quiet"]);
    let messages = cargo(&arguments);
    String::from_utf8_lossy(&messages)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "coterm")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo says where it put the command")
}

/// Result of running a command.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; `None` if a signal ended the command.
    pub code: Option<i32>,
    /// Standard output of the command.
    pub out: String,
    /// Standard error of the command.
    pub err: String,
}

/// Runs a command to its end.
///
/// # Panics
///
/// If the command cannot be started, or writes something that is not UTF-8.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("the command can be run");
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}
