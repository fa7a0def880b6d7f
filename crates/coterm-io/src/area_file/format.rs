//! Whether a file holds areas ([`is_area_file`]), where it may be something else.

use std::fmt;
use std::path::Path;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use crate::error::At;
use crate::{Result, text};

/// Whether [`AreaFile`](crate::AreaFile) reads files like this one: by its extension, except that
/// `.json` is also the extension of scenarios. Such a file holds areas if its outermost object has
/// a member `type`, as all `GeoJSON` has and no scenario.
///
/// # Errors
///
/// [`Error::Io`](crate::Error::Io) for a `.json` file that cannot be read.
///
/// ```
/// use coterm_io::is_area_file;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("places.json");
/// std::fs::write(&path, r#"{"type": "FeatureCollection", "features": []}"#)?;
/// assert!(is_area_file(&path)?);
/// std::fs::write(&path, r#"{"area": [{"name": "North", "union": ["lad-2023/Lancaster"]}]}"#)?;
/// assert!(!is_area_file(&path)?);
/// assert!(is_area_file("places.gpkg".as_ref())?);
/// assert!(!is_area_file("places.toml".as_ref())?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn is_area_file(path: &Path) -> Result<bool> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    Ok(match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("geojson" | "fgb" | "gpkg") => true,
        Some("json") => {
            let bytes = std::fs::read(path).at(path)?;
            text::decode(&bytes).is_ok_and(|text| has_type(&text))
        }
        _ => false,
    })
}

/// Whether the outermost object has a member `type`, as far as the text can be parsed.
fn has_type(text: &str) -> bool {
    let mut found = false;
    // A text that is cut off is an error, but what was found before is found.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(FindType(&mut found));
    found
}

struct FindType<'a>(&'a mut bool);

impl<'de> Visitor<'de> for FindType<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            *self.0 |= name == "type";
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_called_type_counts_at_the_outermost_level_only() {
        for (text, expected) in [
            (r#"{"features": [], "type": "FeatureCollection"}"#, true),
            (r#"{"type": "FeatureCollection", "features": [{"#, true),
            (r#"{"area": [{"type": "x"}]}"#, false),
            (r#"["type"]"#, false),
            ("", false),
        ] {
            assert_eq!(has_type(text), expected, "{text}");
        }
    }
}
