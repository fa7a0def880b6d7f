//! The default data, its recipe and the map's page, built into the program, so that it answers in any
//! folder of a machine that has nothing but the program.
//!
//! The build script packs them from `data/` and `web/` of the checkout. Each file is kept
//! compressed: those of the data and the recipe are unpacked in memory whenever they are asked for,
//! those of the page are sent as they are kept. `coterm` uses them where no data folder and no folder
//! of the page are named or found.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// A file as it is kept.
struct Packed {
    name: &'static str,
    /// Length of the file once it is unpacked, in bytes.
    length: usize,
    /// The file, compressed: a file of the page with Brotli, another with DEFLATE.
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Returns a file of the default data by its name in the data folder; `None` if there is no such
/// file. O(n) in its bytes.
///
/// ```
/// assert!(coterm_data::data_file("catalogue.json").is_some());
/// assert!(coterm_data::data_file("population.csv").is_none());
/// ```
pub fn data_file(name: &str) -> Option<Vec<u8>> {
    unpacked(DATA, name)
}

/// Returns a file of the page, compressed with Brotli (RFC 7932) as browsers take it, by its address
/// without the slash at the beginning: `index.html`, `src/main.js`,
/// `vendor/maplibre-gl/maplibre-gl.css`. `None` if there is no such file; the map library's are
/// missing if it was not installed when the program was built. O(1) in its bytes.
///
/// ```
/// assert!(coterm_data::page_file("index.html").is_some());
/// assert!(coterm_data::page_file("package.json").is_none());
/// ```
pub fn page_file(name: &str) -> Option<&'static [u8]> {
    let file = PAGE.iter().find(|file| file.name == name)?;
    Some(file.bytes)
}

/// Returns a file of the recipe of the default data, by its name in the recipe's folder; `None` if
/// there is no such file. O(n) in its bytes.
///
/// ```
/// assert!(coterm_data::recipe_file("sources.toml").is_some());
/// ```
pub fn recipe_file(name: &str) -> Option<Vec<u8>> {
    unpacked(RECIPE, name)
}

/// Returns the files of a folder of the recipe, each with its name in that folder, in order:
/// `definitions`, `expected`. O(n) in their bytes.
///
/// ```
/// let definitions = coterm_data::recipe_files("definitions");
/// assert!(definitions.iter().any(|(name, _)| name == "lad-2023.toml"));
/// ```
pub fn recipe_files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let named = RECIPE.iter().filter_map(|file| {
        let (of, name) = file.name.split_once('/')?;
        Some((name.to_owned(), unpacked(RECIPE, file.name)?)).filter(|_| of == folder)
    });
    named.collect()
}

fn unpacked(files: &[Packed], name: &str) -> Option<Vec<u8>> {
    let file = files.iter().find(|file| file.name == name)?;
    let mut bytes = Vec::with_capacity(file.length);
    DeflateDecoder::new(file.bytes)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_packed_file_is_unpacked_to_its_length() {
        for table in [DATA, RECIPE] {
            for file in table {
                let bytes = unpacked(table, file.name);
                let length = bytes.map(|bytes| bytes.len());
                assert_eq!(length, Some(file.length), "{}", file.name);
            }
        }
        for file in PAGE {
            let mut bytes = Vec::new();
            let whole = brotli::BrotliDecompress(&mut &*file.bytes, &mut bytes);
            assert!(whole.is_ok() && bytes.len() == file.length, "{}", file.name);
        }
    }
}
