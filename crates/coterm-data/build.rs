//! Packs the default data, its recipe and the map's page: compresses each file, and writes the tables
//! by which the crate finds them.
//!
//! Only what is needed is packed: the catalogue of `data/` and the files that it names, so never a
//! file that somebody added; the recipe; of the page and the map library, what a browser loads. Where
//! the library is not installed, the page is packed without it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;

/// The root of the checkout. Build scripts run in the folder of their crate.
const ROOT: &str = "../..";
/// The page's folder for the map library, below `web/`.
const MAPLIBRE: &str = "node_modules/maplibre-gl";

/// The quality of Brotli, of 11. The last two are a tenth smaller and many times slower.
const BROTLI_QUALITY: i32 = 9;

/// A file to pack: its name in the program, and its place.
type File = (String, PathBuf);

/// A compression of packed files.
#[derive(Clone, Copy)]
enum Packing {
    /// DEFLATE (RFC 1951), which is quick to unpack.
    Deflate,
    /// Brotli (RFC 7932), which browsers take as it is.
    Brotli,
}

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    let out = Path::new(&out);
    let data = packed(
        "DATA",
        &data_files(&Path::new(ROOT).join("data"))?,
        Packing::Deflate,
        out,
    )?;
    let recipe = packed(
        "RECIPE",
        &recipe_files(&Path::new(ROOT).join("data"))?,
        Packing::Deflate,
        out,
    )?;
    let page = packed(
        "PAGE",
        &page_files(&Path::new(ROOT).join("web"))?,
        Packing::Brotli,
        out,
    )?;
    fs::write(out.join("files.rs"), data + &recipe + &page)
}

/// Lists the catalogue of a data folder and the files that it names. Without a catalogue there is
/// nothing to pack: the program then needs a data folder.
fn data_files(folder: &Path) -> io::Result<Vec<File>> {
    let path = folder.join("catalogue.json");
    if !path.is_file() {
        watch(folder);
        println!("cargo::warning=data/ has no catalogue.json, so no data is built in");
        return Ok(Vec::new());
    }
    let catalogue: Value = serde_json::from_slice(&fs::read(&path)?)?;
    let layers = catalogue["layers"].as_array().into_iter().flatten();
    let entries = layers.chain([&catalogue["code_table"], &catalogue["postcodes"]]);
    let names = entries.filter_map(|entry| entry["file"].as_str());
    Ok(names
        .chain(["catalogue.json"])
        .map(|name| (name.to_owned(), folder.join(name)))
        .collect())
}

/// Lists the files of a recipe: its sources, definitions and published counts.
fn recipe_files(folder: &Path) -> io::Result<Vec<File>> {
    let mut files = vec![("sources.toml".to_owned(), folder.join("sources.toml"))];
    for (name, extension) in [("definitions", "toml"), ("expected", "csv")] {
        let wanted = |file: &str| is_one_of(file, &[extension]);
        files.extend(listed(&folder.join(name), name, wanted)?);
    }
    Ok(files)
}

/// Lists the files of the page, each by its address without the slash at the beginning.
fn page_files(web: &Path) -> io::Result<Vec<File>> {
    let mut files = vec![("index.html".to_owned(), web.join("index.html"))];
    let source = |name: &str| is_one_of(name, &["js", "css", "svg"]);
    files.extend(listed(&web.join("src"), "src", source)?);
    for folder in folders(&web.join("src"))? {
        files.extend(listed(
            &web.join("src").join(&folder),
            &format!("src/{folder}"),
            source,
        )?);
    }
    let library = web.join(MAPLIBRE);
    if !library.join("dist").is_dir() {
        // Packs the library once it is installed.
        watch(web);
        return Ok(files);
    }
    let address = "vendor/maplibre-gl";
    let loaded = |name: &str| is_one_of(name, &["mjs", "css"]) && !name.contains("-dev.");
    files.extend(listed(&library.join("dist"), address, loaded)?);
    // The licence of the map library: whoever passes the library on must pass it on too.
    files.extend(listed(&library, address, |name| name == "LICENSE.txt")?);
    Ok(files)
}

/// Lists the files of a folder that are wanted, in order of their names.
fn listed(folder: &Path, address: &str, wanted: impl Fn(&str) -> bool) -> io::Result<Vec<File>> {
    watch(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if wanted(&name) && entry.path().is_file() {
            files.push((format!("{address}/{name}"), entry.path()));
        }
    }
    files.sort();
    Ok(files)
}

/// Lists the names of the folders in a folder, in order.
fn folders(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn is_one_of(name: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| extensions.iter().any(|known| extension == *known))
}

/// Compresses the files into `out`, and returns the source of their table.
fn packed(table: &str, files: &[File], packing: Packing, out: &Path) -> io::Result<String> {
    let mut source = format!(
        "#[allow(clippy::unreadable_literal, reason = \"lengths of files\")]\n\
         static {table}: &[Packed] = &[\n"
    );
    for (number, (name, path)) in files.iter().enumerate() {
        watch(path);
        let bytes = fs::read(path)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        let compressed = format!("{table}-{number}");
        let is_gzip = is_one_of(name, &["gz"]);
        fs::write(out.join(&compressed), packing.compress(&bytes, is_gzip)?)?;
        let length = bytes.len();
        let _ = writeln!(
            source,
            "    Packed {{ name: {name:?}, length: {length}, \
             bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{compressed}\")) }},"
        );
    }
    Ok(source + "];\n")
}

/// Has cargo run this again when a file, or anything in a folder, changes.
fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

impl Packing {
    fn compress(self, bytes: &[u8], is_gzip: bool) -> io::Result<Vec<u8>> {
        match self {
            Self::Deflate => {
                // A gzip file gains nothing from a second compression, which only makes unpacking
                // slower.
                let level = if is_gzip {
                    Compression::none()
                } else {
                    Compression::best()
                };
                let mut encoder = DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut out = Vec::new();
                let parameters = BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
                Ok(out)
            }
        }
    }
}
