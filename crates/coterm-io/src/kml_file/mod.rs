//! Placemarks of KML and KMZ files as areas, and layers as KML.
//!
//! KML is always in longitude and latitude of WGS 84. A KMZ is a ZIP archive with the KML file in it,
//! which is unpacked in memory, up to a size that the archive's own size allows.

mod coordinates;
mod document;
mod writing;

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::declared_crs::DeclaredCrs;
use crate::feature::RawFile;
use crate::{Error, Result, text};

pub(crate) use writing::write;

/// First bytes of a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";
/// Maximum size of an unpacked file, as a multiple of the archive's size, above [`UNPACKED_MIN`].
/// Boundaries in KML are packed to a third or a tenth of their size.
const UNPACKED_TIMES: u64 = 64;
/// Size in bytes to which any archive may be unpacked.
const UNPACKED_MIN: u64 = 16 << 20;

/// Reads every placemark of a KML or KMZ file; the first bytes say which it is. Folders may be
/// nested, and their names are not fields.
pub(crate) fn features(path: &Path, bytes: &[u8]) -> Result<RawFile> {
    let kml = if bytes.starts_with(ZIP) {
        Cow::Owned(unpacked(path, bytes)?)
    } else {
        Cow::Borrowed(bytes)
    };
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(&kml).map_err(bad)?;
    Ok(RawFile {
        features: document::placemarks(&text).map_err(bad)?,
        declared: Some(DeclaredCrs::new("CRS84", ["OGC:CRS84"])),
        ..RawFile::default()
    })
}

/// Returns the KML file in a KMZ: `doc.kml`, or else the first with that extension.
fn unpacked(path: &Path, bytes: &[u8]) -> Result<Vec<u8>> {
    let bad = |reason: String| Error::malformed(path, reason);
    let damaged = |error: &dyn std::fmt::Display| {
        bad(format!(
            "its archive is damaged: {error}; download it again, or save it as KML"
        ))
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let names = archive.file_names().filter_map(|name| name.ok());
    let is_kml = |name: &Cow<'_, str>| {
        let extension = Path::new(name.as_ref()).extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("kml"))
    };
    let names: Vec<String> = names.filter(is_kml).map(Cow::into_owned).collect();
    let document = names.iter().find(|name| *name == "doc.kml");
    let document = document.or_else(|| names.first()).ok_or_else(|| {
        bad("it is an archive without a .kml file in it, so it is not a KMZ file".to_owned())
    })?;
    let member = archive.by_name(document).map_err(|error| damaged(&error))?;
    let limit = UNPACKED_MIN + UNPACKED_TIMES * bytes.len() as u64;
    let mut kml = Vec::new();
    let read = member.take(limit + 1).read_to_end(&mut kml);
    read.map_err(|error| damaged(&error))?;
    if kml.len() as u64 > limit {
        return Err(bad(format!(
            "{document} in it is more than {UNPACKED_TIMES} times as large as the archive; unpack it, and name the .kml file"
        )));
    }
    Ok(kml)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn kml(name: &str) -> String {
        format!("<kml><Placemark><name>{name}</name></Placemark></kml>")
    }

    fn read(bytes: &[u8]) -> std::result::Result<String, String> {
        let file = features("areas.kmz".as_ref(), bytes).map_err(|error| error.to_string())?;
        Ok(file.features[0].fields["name"].clone())
    }

    #[test]
    fn the_main_document_of_an_archive_is_read() {
        let (first, main) = (kml("first"), kml("main"));
        let both = archive(&[
            ("icon.png", b"?"),
            ("a/other.KML", first.as_bytes()),
            ("doc.kml", main.as_bytes()),
        ]);
        assert_eq!(read(&both).unwrap(), "main");
        let one = archive(&[("a/other.KML", first.as_bytes())]);
        assert_eq!(read(&one).unwrap(), "first");
        assert_eq!(read(main.as_bytes()).unwrap(), "main");
        let none = read(&archive(&[("icon.png", b"?")])).unwrap_err();
        assert!(none.contains("without a .kml file"), "{none}");
        for end in [4, 30, both.len() / 2, both.len() - 1] {
            let message = read(&both[..end]).unwrap_err();
            assert!(message.contains("archive is damaged"), "{message}");
        }
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let bomb = archive(&[("doc.kml", &vec![b' '; 40 << 20])]);
        assert!(bomb.len() < 100_000);
        let message = read(&bomb).unwrap_err();
        assert!(message.contains("64 times as large"), "{message}");
    }
}
