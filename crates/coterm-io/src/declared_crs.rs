//! The coordinate system that a file declares, by code, WKT or name ([`DeclaredCrs`]). Readers of
//! all formats use it, so that each system is recognised alike in all of them.

use coterm_core::words::shortened;
use serde_json::Value;

use crate::wkt_crs;
use crate::{Crs, Error, Result};

/// Maximum number of characters of a file's declaration that an error quotes.
const QUOTED: usize = 80;

/// A file's declaration of its coordinate system, not interpreted yet, since `--crs` overrides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeclaredCrs {
    /// The declaration for error messages.
    declared: String,
    /// Codes, WKT and names of the system, the most reliable first.
    texts: Vec<String>,
}

impl DeclaredCrs {
    /// Makes a declaration from several descriptions of one system, the most reliable first. `declared`
    /// is quoted in the error if none of them is understood; it is empty if the file declares
    /// nothing.
    pub(crate) fn new(
        declared: impl Into<String>,
        texts: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            declared: declared.into(),
            texts: texts.into_iter().map(Into::into).collect(),
        }
    }

    /// Makes the declaration of a file that says nothing, in a format that should.
    pub(crate) fn undeclared() -> Self {
        Self::new("", [""; 0])
    }

    /// Reads the older member `crs` of `GeoJSON` from its text: it has a system's name, its EPSG
    /// code or a link to it.
    pub(crate) fn of_geojson(crs: &str) -> Self {
        let member: Value = serde_json::from_str(crs).unwrap_or_default();
        let properties = &member["properties"];
        let text = |name: &str| properties[name].as_str().map(str::to_owned);
        let code = match &properties["code"] {
            Value::Number(code) => Some(format!("EPSG:{code}")),
            Value::String(code) => Some(code.clone()),
            _ => None,
        };
        let texts: Vec<String> = [text("name"), code, text("href")]
            .into_iter()
            .flatten()
            .collect();
        Self::new(
            texts.first().cloned().unwrap_or_else(|| crs.to_owned()),
            texts,
        )
    }

    /// Reads a description in PROJJSON. Heights and transformations around the horizontal system are
    /// ignored.
    pub(crate) fn of_projjson(crs: &Value) -> Self {
        let horizontal = match crs["type"].as_str() {
            Some("BoundCRS") => &crs["source_crs"],
            _ => crs,
        };
        let horizontal = match horizontal["type"].as_str() {
            Some("CompoundCRS") => &horizontal["components"][0],
            _ => horizontal,
        };
        let ids = [&horizontal["id"], &horizontal["ids"][0]];
        let codes = ids.into_iter().filter_map(|id| {
            let authority = id["authority"].as_str()?;
            Some(match &id["code"] {
                Value::String(code) => format!("{authority}:{code}"),
                code => format!("{authority}:{code}"),
            })
        });
        // Before version 0.4 of `GeoParquet` it was WKT.
        let names = [&horizontal["name"], crs].into_iter();
        let names = names.filter_map(|name| name.as_str().map(str::to_owned));
        let texts: Vec<String> = codes.chain(names).collect();
        Self::new(texts.last().cloned().unwrap_or_default(), texts)
    }

    /// Returns the system, by the first description that is understood.
    ///
    /// # Errors
    ///
    /// [`Error::Crs`] with the file's declaration and the remedy, if none is understood.
    pub(crate) fn crs(&self) -> Result<Crs> {
        let known = self.texts.iter().find_map(|text| understood(text));
        known.ok_or_else(|| {
            let remedy = "name it with --crs, for example --crs EPSG:27700";
            let declared = shortened(&self.declared, QUOTED);
            Error::Crs(if declared.is_empty() {
                format!("the file does not say which coordinate system it is in; {remedy}")
            } else {
                format!(
                    "coterm does not know the file's coordinate system, \"{declared}\"; {remedy}"
                )
            })
        })
    }
}

/// Recognises a system by a code, WKT or a name.
fn understood(text: &str) -> Option<Crs> {
    if let Some(named) = wkt_crs::named(text) {
        let by_code = named.code.and_then(|code| code.parse().ok());
        let by_name = || by_name(named.name);
        return by_code.or_else(by_name).or_else(|| by_parameters(text));
    }
    text.parse().ok().or_else(|| by_name(text))
}

/// Recognises a system by one of the names that GDAL, ESRI, QGIS and EPSG have for it. Punctuation
/// and case are ignored, since they distinguish none of them.
fn by_name(name: &str) -> Option<Crs> {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name = letters.collect::<String>().to_ascii_lowercase();
    match name.as_str() {
        // "OSGB 1936 / British National Grid", "OSGB36 / British National Grid + ODN height".
        "britishnationalgrid"
        | "osgb1936britishnationalgrid"
        | "osgb36britishnationalgrid"
        | "osgbbritishnationalgrid"
        | "britishnationalgridordsurvey"
        | "osgb1936britishnationalgridodnheight"
        | "osgb36britishnationalgridodnheight" => Some(Crs::BritishNationalGrid),
        "wgs84" | "wgs1984" | "gcswgs1984" | "wgs84geodetic" | "wgs84crs84" => Some(Crs::LonLat),
        "etrs89" | "etrs1989" | "gcsetrs1989" => Some(Crs::Etrs89),
        "wgs84pseudomercator" | "wgs1984webmercatorauxiliarysphere" => Some(Crs::WebMercator),
        _ => None,
    }
}

/// Recognises the British National Grid by its projection and its ellipsoid, in the spelling of WKT 1:
/// some programs call it `unnamed`.
fn by_parameters(wkt: &str) -> Option<Crs> {
    const GRID: [&str; 6] = [
        "false_easting,400000",
        "false_northing,-100000",
        "central_meridian,-2",
        "scale_factor,0.99960127",
        "latitude_of_origin,49",
        "spheroid[airy",
    ];
    let letters = wkt
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '"');
    let text = letters.collect::<String>().to_ascii_lowercase();
    let is_grid = GRID.iter().all(|parameter| text.contains(parameter));
    is_grid.then_some(Crs::BritishNationalGrid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_is_known_by_code_wkt_and_name() {
        for text in [
            "EPSG:27700",
            "epsg:7405",
            "urn:ogc:def:crs:EPSG::27700",
            "http://www.opengis.net/def/crs/EPSG/0/27700",
            "OSGB_1936_British_National_Grid",
            "OSGB36 / British National Grid",
            "British_National_Grid",
            r#"PROJCS["OSGB_1936_British_National_Grid",GEOGCS["GCS_OSGB 1936"]]"#,
            r#"PROJCRS["OSGB36 / British National Grid",ID["EPSG",27700]]"#,
            r#"PROJCS["British_National_Grid",GEOGCS["x"],AUTHORITY["NONE","100000"]]"#,
        ] {
            assert_eq!(understood(text), Some(Crs::BritishNationalGrid), "{text}");
        }
        assert_eq!(understood(r#"GEOGCS["GCS_WGS_1984"]"#), Some(Crs::LonLat));
        assert_eq!(understood(r#"GEOGCRS["ETRS89"]"#), Some(Crs::Etrs89));
        for text in [
            "",
            "Undefined SRS",
            "NONE:100000",
            "IGNF:LAMB93",
            "EPSG:0",
            "Irish Grid",
        ] {
            assert_eq!(understood(text), None, "{text}");
        }
    }

    #[test]
    fn the_grid_is_known_by_its_parameters_if_it_has_no_name() {
        let unnamed = r#"PROJCS["unnamed",GEOGCS["OSGB 1936",DATUM["OSGB_1936",SPHEROID["Airy 1830",
            6377563.396,299.3249646]]],PROJECTION["Transverse_Mercator"],
            PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],
            PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],
            PARAMETER["false_northing",-100000],UNIT["metre",1]]"#;
        assert_eq!(understood(unnamed), Some(Crs::BritishNationalGrid));
        let irish = unnamed
            .replace("400000", "200000")
            .replace("-100000", "250000");
        assert_eq!(understood(&irish), None);
        assert_eq!(understood(&unnamed.replace("Airy", "WGS")), None);
    }

    #[test]
    fn projjson_is_known_by_code_and_name_whatever_is_around_it() {
        let crs = |text: &str| {
            DeclaredCrs::of_projjson(&serde_json::from_str(text).unwrap())
                .crs()
                .ok()
        };
        let grid =
            r#"{"type": "ProjectedCRS", "name": "x", "id": {"authority": "EPSG", "code": 27700}}"#;
        let named = r#"{"type": "ProjectedCRS", "name": "OSGB36 / British National Grid"}"#;
        let compound =
            format!(r#"{{"type": "CompoundCRS", "name": "x", "components": [{grid}, {{}}]}}"#);
        let bound = format!(r#"{{"type": "BoundCRS", "source_crs": {compound}}}"#);
        let wkt = r#""PROJCRS[\"x\",ID[\"EPSG\",27700]]""#;
        for text in [grid, named, &compound, &bound, wkt] {
            assert_eq!(crs(text), Some(Crs::BritishNationalGrid), "{text}");
        }
        let lonlat = r#"{"name": "x", "ids": [{"authority": "OGC", "code": "CRS84"}]}"#;
        assert_eq!(crs(lonlat), Some(Crs::LonLat));
        for odd in [
            "[]",
            "7",
            r#"{"id": {"authority": 1}}"#,
            r#"{"type": "BoundCRS"}"#,
        ] {
            assert_eq!(crs(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_not_known_is_quoted_with_the_remedy() {
        let message = DeclaredCrs::new("Undefined SRS", ["GDAL:99999"])
            .crs()
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("\"Undefined SRS\"") && message.contains("--crs"),
            "{message}"
        );
        let long = DeclaredCrs::new("é".repeat(10_000), [""; 0])
            .crs()
            .unwrap_err();
        assert!(long.to_string().len() < 400);
        let none = DeclaredCrs::undeclared().crs().unwrap_err().to_string();
        assert!(
            none.contains("does not say") && none.contains("--crs"),
            "{none}"
        );
    }

    #[test]
    fn the_older_member_of_geojson_is_read_in_each_of_its_forms() {
        let crs = |text: &str| DeclaredCrs::of_geojson(text).crs().ok();
        for (text, expected) in [
            (
                r#"{"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}"#,
                Crs::LonLat,
            ),
            (
                r#"{"properties": {"code": 27700}}"#,
                Crs::BritishNationalGrid,
            ),
            (
                r#"{"properties": {"code": "27700"}}"#,
                Crs::BritishNationalGrid,
            ),
            (
                r#"{"properties": {"href": "https://epsg.io/3857"}}"#,
                Crs::WebMercator,
            ),
        ] {
            assert_eq!(crs(text), Some(expected), "{text}");
        }
        let deep = "[".repeat(9_000) + &"]".repeat(9_000);
        for odd in ["\"EPSG:27700\"", "7", "[]", r#"{"properties": 1}"#, &deep] {
            assert_eq!(crs(odd), None);
        }
    }
}
