//! Reads scenarios from TOML, CSV or JSON.
//!
//! TOML has the form of the definitions in a recipe; such a file is a scenario too unless it has
//! `keep` or `gives_districts`. Besides `union`, `intersect` and `minus`, an area may have
//! `blocks`, a list of building blocks. `kind` or `rule` states how large areas should be, and
//! `within` which ground the scenario should cover. `status` says how far the areas have got, with
//! the days `decided`, `valid_from` and `valid_to`. JSON has the same names. CSV has a row for each
//! block, with the columns `block,area` and optionally `name`.

mod entry;
mod table;

use std::path::Path;

use coterm_core::scenario::Scenario;

use crate::error::At;
use crate::{Error, Result, text};
use entry::Entry;

/// Largest size of a scenario, in bytes. All LSOAs of England, each in quotes, take a third of it.
pub const SCENARIO_LIMIT: usize = 2 << 20;

/// File format of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScenarioFormat {
    /// TOML.
    Toml,
    /// CSV, with a row for each block.
    Csv,
    /// JSON, with the same names as TOML.
    Json,
}

impl ScenarioFormat {
    /// Returns the format that a file's extension means.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Reads a scenario from a file. It has the file's name, without extension, unless it states a name
/// itself.
///
/// # Errors
///
/// [`Error::Io`]; [`Error::InvalidInput`] if the extension is not `toml`, `csv` or `json`;
/// [`Error::Malformed`], with the line, if the contents are not understood.
///
/// ```
/// use std::path::Path;
///
/// let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
/// let scenario = coterm_io::read_scenario(&data.join("scenarios/three-places.toml"))?;
/// assert_eq!(scenario.id, "three-places");
/// let names: Vec<&str> = scenario.areas.iter().map(|area| &*area.definition.name).collect();
/// assert!(names.contains(&"Morecambe Bay"));
/// # Ok::<(), coterm_io::Error>(())
/// ```
pub fn read_scenario(path: &Path) -> Result<Scenario> {
    let format = ScenarioFormat::of_path(path).ok_or_else(|| {
        Error::InvalidInput(format!(
            "{} is not the name of a scenario; it must end in .toml, .csv or .json",
            path.display()
        ))
    })?;
    let bytes = std::fs::read(path).at(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    parse_scenario(&bytes, format, &name).map_err(|reason| Error::malformed(path, reason))
}

/// Parses a scenario from bytes. It has the given name unless it states one itself.
///
/// # Errors
///
/// A sentence on what is not understood, with the line.
///
/// ```
/// use coterm_io::{ScenarioFormat, parse_scenario};
///
/// let csv = b"block,area,name\nE01025105,N,North\nE01025131,N,North\n";
/// let scenario = parse_scenario(csv, ScenarioFormat::Csv, "north")?;
/// assert_eq!(scenario.id, "north");
/// assert_eq!(scenario.areas[0].blocks, ["E01025105", "E01025131"]);
/// # Ok::<(), String>(())
/// ```
pub fn parse_scenario(
    bytes: &[u8],
    format: ScenarioFormat,
    name: &str,
) -> std::result::Result<Scenario, String> {
    if bytes.len() > SCENARIO_LIMIT {
        return Err(format!(
            "a scenario can have at most {SCENARIO_LIMIT} bytes; this one has {}",
            bytes.len()
        ));
    }
    let entry: Entry = match format {
        ScenarioFormat::Csv => return table::scenario(bytes, name),
        ScenarioFormat::Toml => {
            toml::from_str(&text::decode(bytes)?).map_err(|error| error.to_string())?
        }
        ScenarioFormat::Json => {
            serde_json::from_str(&text::decode(bytes)?).map_err(|error| error.to_string())?
        }
    };
    entry.scenario(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coterm_core::scenario::Status;

    fn toml(text: &str) -> std::result::Result<Scenario, String> {
        parse_scenario(text.as_bytes(), ScenarioFormat::Toml, "mine")
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let scenario = toml(
            "title = 'Two'\nkind = 'neighbourhood'\nwithin = ['icb-2022/E54000048']\n\
             [[area]]\nname = 'North'\nblocks = ['E01000001', 'E01000002']\n\
             [[area]]\ncode = 'S'\nname = 'South'\nunion = ['lad-2021/E07000121']\n",
        )
        .unwrap();
        let json = r#"{"title": "Two", "kind": "neighbourhood", "within": ["icb-2022/E54000048"],
            "area": [{"name": "North", "blocks": ["E01000001", "E01000002"]},
                     {"code": "S", "name": "South", "union": ["lad-2021/E07000121"]}]}"#;
        let same = parse_scenario(json.as_bytes(), ScenarioFormat::Json, "mine").unwrap();
        assert_eq!(scenario, same);
        assert_eq!(scenario.id, "mine");
        let rule = scenario.rule.unwrap();
        assert_eq!((rule.least, rule.most), (Some(30_000.0), Some(50_000.0)));
        assert_eq!(rule.unit, "people");
        assert_eq!(scenario.areas[0].definition.code, "North");
    }

    #[test]
    fn a_scenario_says_how_far_it_has_got_only_if_it_has_a_status() {
        let area = "[[area]]\nname = 'a'\nblocks = ['b']\n";
        let days = "decided = '2025-11-28'\nvalid_from = '2028-04-01'\n";
        let standing = |status: &str| toml(&format!("{status}{days}{area}")).unwrap().standing;
        assert_eq!(standing(""), None);
        let legislated = standing("status = 'legislated'\n").unwrap();
        assert_eq!(legislated.status, Status::Legislated);
        assert_eq!(legislated.decided, Some(jiff::civil::date(2025, 11, 28)));
        assert_eq!(legislated.valid_from, Some(jiff::civil::date(2028, 4, 1)));
        for (wrong, words) in [
            ("status = 'rumoured'\n", "in-force"),
            ("valid_to = '2027-03-31'\n", "2027-03-31"),
        ] {
            let message = toml(&format!("{wrong}{days}{area}")).unwrap_err();
            assert!(message.contains(words), "{message}");
        }
    }

    #[test]
    fn a_scenario_may_be_in_utf16() {
        let units = |text: &str| -> Vec<u8> {
            let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        };
        for (text, format) in [
            (
                "[[area]]\nname = 'Môn'\nblocks = ['b']\n",
                ScenarioFormat::Toml,
            ),
            (
                r#"{"area": [{"name": "Môn", "blocks": ["b"]}]}"#,
                ScenarioFormat::Json,
            ),
            ("block,area\nb,Môn\n", ScenarioFormat::Csv),
        ] {
            let scenario = parse_scenario(&units(text), format, "mine").unwrap();
            assert_eq!(scenario.areas[0].definition.name, "Môn");
        }
    }

    #[test]
    fn csv_is_a_row_for_each_block() {
        let text = "\u{feff}LSOA11CD,Area,Name\nE01000001,N,North\nE01000002,N,\nE01000001,S,\n";
        let scenario = parse_scenario(text.as_bytes(), ScenarioFormat::Csv, "mine").unwrap();
        let names: Vec<_> = scenario
            .areas
            .iter()
            .map(|area| (area.definition.name.as_str(), area.blocks.len()))
            .collect();
        assert_eq!(names, [("North", 2), ("S", 1)]);
    }

    #[test]
    fn csv_is_read_however_a_spreadsheet_writes_it() {
        let plain = "block,area,name\nE01000001,N,North\nE01000002,S,\n";
        let scenario = parse_scenario(plain.as_bytes(), ScenarioFormat::Csv, "mine").unwrap();
        let utf16: Vec<u8> = format!("\u{feff}{}", plain.replace(',', "\t"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for text in [
            plain.replace('\n', "\r\n").into_bytes(),
            plain.replace('\n', "\r").into_bytes(),
            plain.replace('\n', "\n\n,,\n").into_bytes(),
            format!("\u{feff}sep=;\n{}", plain.replace(',', ";")).into_bytes(),
            plain.replace("North\n", "North,,\n").into_bytes(),
            utf16,
        ] {
            let same = parse_scenario(&text, ScenarioFormat::Csv, "mine").unwrap();
            assert_eq!(same, scenario, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn a_table_may_have_an_area_for_every_row() {
        let rows = (0..150_000).map(|area| format!("b,{area}\n"));
        let text: String = std::iter::once("block,area\n".to_owned())
            .chain(rows)
            .collect();
        // This would take minutes if each row were compared with each area.
        let scenario = parse_scenario(text.as_bytes(), ScenarioFormat::Csv, "mine").unwrap();
        assert_eq!(scenario.areas.len(), 150_000);
        assert_eq!(scenario.areas[149_999].definition.code, "149999");
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_line() {
        for (text, words) in [
            ("title = 'x'\n[[area]]\nname = 'a'\nunoin = []\n", "line 4"),
            ("[[area]]\nname = 'a'\nunion = ['lad-2021']\n", "LAYER/CODE"),
            ("[[area]]\nunion = ['a/b']\n", "name"),
            ("title = 'x'\n", "no areas"),
            (
                "kind = 'county'\n[[area]]\nname = 'a'\nblocks = ['b']\n",
                "neighbourhood",
            ),
            (
                "rule = { least = 5, most = 4 }\n[[area]]\nname = 'a'\nblocks = ['b']\n",
                "at least 5",
            ),
            (
                "keep = 'lad-2021'\n[[area]]\nname = 'a'\nblocks = ['b']\n",
                "keep",
            ),
        ] {
            let message = toml(text).unwrap_err();
            assert!(
                message.contains(words),
                "\"{words}\" is not in \"{message}\""
            );
        }
        for (text, words) in [
            ("", "empty"),
            ("block,place\nE01000001,N\n", "area"),
            ("block,area\n", "no rows"),
            ("block,area\nE01000001,\n", "line 2"),
            ("block,area\n,N\n", "line 2"),
            (
                "block,area,name\nE01000001,N,North\nE01000002,N,Nord\n",
                "line 3",
            ),
            ("block,area\nE01000001\n", "line 2"),
            ("block,area\r\nE01000001,N\r\n\r\nE01000002,\r\n", "line 4"),
            (
                "block,area,name\nE01,N,\"6 ft\nE02,N,x\nE03,N,y\n",
                "quote opens on line 2",
            ),
            (
                "block,area\nE01,N\nE02,\"N\nE03,\"N\"\n",
                "quote opens on line 3",
            ),
        ] {
            let message = parse_scenario(text.as_bytes(), ScenarioFormat::Csv, "mine").unwrap_err();
            assert!(
                message.contains(words),
                "\"{words}\" is not in \"{message}\""
            );
        }
        let message = parse_scenario(b"block,area\n\xFF", ScenarioFormat::Csv, "mine").unwrap_err();
        assert!(message.contains("line 2"), "{message}");
    }
}
