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

use document::Document;

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
    let document = if bytes.starts_with(ZIP) {
        archived(path, bytes)?
    } else {
        document(path, bytes)?
    };
    if document.features.is_empty() && document.has_links {
        let reason = "it has no areas, but links to other files; name the file that it links to, or save \
            the areas as KML in Google Earth";
        return Err(Error::malformed(path, reason));
    }
    Ok(RawFile {
        features: document.features,
        declared: Some(DeclaredCrs::new("CRS84", ["OGC:CRS84"])),
        ..RawFile::default()
    })
}

fn document(path: &Path, bytes: &[u8]) -> Result<Document> {
    let bad = |reason: String| Error::malformed(path, reason);
    let text = text::decode(bytes).map_err(bad)?;
    Document::read(&text).map_err(bad)
}

/// Reads the KML file in a KMZ: `doc.kml`, or else the first. If that has only links, as GDAL writes
/// it, the others are read.
fn archived(path: &Path, bytes: &[u8]) -> Result<Document> {
    let mut archive = KmlArchive::open(path, bytes)?;
    let main = archive.names.iter().position(|name| name == "doc.kml");
    let main = archive.names.remove(main.unwrap_or(0));
    let mut read = document(path, &archive.unpacked(&main)?)?;
    if read.features.is_empty() {
        for name in std::mem::take(&mut archive.names) {
            let more = document(path, &archive.unpacked(&name)?)?;
            read.features.extend(more.features);
        }
    }
    Ok(read)
}

/// The KML files in a ZIP archive.
struct KmlArchive<'a> {
    path: &'a Path,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of the files, at least one.
    names: Vec<String>,
    /// Number of bytes that may still be unpacked.
    left: u64,
}

impl<'a> KmlArchive<'a> {
    fn open(path: &'a Path, bytes: &'a [u8]) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| damaged(path, error))?;
        let names = archive.file_names().filter_map(std::result::Result::ok);
        let is_kml = |name: &Cow<'_, str>| {
            let extension = Path::new(name.as_ref()).extension();
            extension.is_some_and(|extension| extension.eq_ignore_ascii_case("kml"))
        };
        let names: Vec<String> = names.filter(is_kml).map(Cow::into_owned).collect();
        if names.is_empty() {
            let reason = "it is an archive without a .kml file in it, so it is not a KMZ file";
            return Err(Error::malformed(path, reason));
        }
        Ok(Self {
            path,
            archive,
            names,
            left: UNPACKED_MIN + UNPACKED_TIMES * bytes.len() as u64,
        })
    }

    fn unpacked(&mut self, name: &str) -> Result<Vec<u8>> {
        let damaged = |error: &dyn std::fmt::Display| damaged(self.path, error);
        let member = self
            .archive
            .by_name(name)
            .map_err(|error| damaged(&error))?;
        let mut kml = Vec::new();
        let read = member.take(self.left + 1).read_to_end(&mut kml);
        read.map_err(|error| damaged(&error))?;
        self.left = self.left.checked_sub(kml.len() as u64).ok_or_else(|| {
            let reason = format!(
                "it unpacks to more than {UNPACKED_TIMES} times its size; unpack it, and name a .kml file in it"
            );
            Error::malformed(self.path, reason)
        })?;
        Ok(kml)
    }
}

fn damaged(path: &Path, error: impl std::fmt::Display) -> Error {
    let remedy = "download it again, or save it as KML";
    Error::malformed(path, format!("its archive is damaged: {error}; {remedy}"))
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
        let links = "<kml><Document><NetworkLink><Link><href>a/other.KML</href></Link></NetworkLink></Document></kml>";
        let linked = archive(&[
            ("doc.kml", links.as_bytes()),
            ("a/other.KML", first.as_bytes()),
        ]);
        assert_eq!(read(&linked).unwrap(), "first");
        for links in [archive(&[("doc.kml", links.as_bytes())]), links.into()] {
            let message = read(&links).unwrap_err();
            assert!(message.contains("links to other files"), "{message}");
        }
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
        assert!(message.contains("64 times its size"), "{message}");
    }
}
