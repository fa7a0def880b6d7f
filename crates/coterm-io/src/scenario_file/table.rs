//! A scenario as a CSV table, with a row for each block.
//!
//! An area is made of all rows with its code, wherever they are in the file. Reading is O(n) in
//! rows.

use std::collections::HashMap;

use coterm_core::definition::Definition;
use coterm_core::scenario::{ProposedArea, Scenario, SizeRule};

use crate::csv_reader::{CsvError, CsvFormat, CsvReader, Header};

/// Family of a table's areas; a table cannot state another one.
const FAMILY: &str = "place";

/// Names of columns that hold the codes of blocks, for any vintage.
const BLOCK: [&str; 6] = [
    "block",
    "lsoa",
    "lsoa11cd",
    "lsoa21cd",
    "lsoacode",
    "lsoa11code",
];

/// Positions of the columns.
struct Columns {
    block: usize,
    area: usize,
    name: Option<usize>,
}

impl Columns {
    fn find(header: &Header) -> Result<Self, String> {
        let column = |wanted: &[&str]| {
            let found = wanted.iter().flat_map(|name| header.find(name));
            found.min()
        };
        let needed = |wanted: &[&str]| {
            column(wanted).ok_or_else(|| {
                format!(
                    "it has no column \"{}\"; the header line is: block,area or block,area,name",
                    wanted[0]
                )
            })
        };
        Ok(Self {
            block: needed(&BLOCK)?,
            area: needed(&["area", "areacode"])?,
            name: column(&["name", "areaname"]),
        })
    }
}

pub(super) fn scenario(bytes: &[u8], name: &str) -> Result<Scenario, String> {
    let has_columns = |header: &Header| Columns::find(header).is_ok();
    let text_of = |error: CsvError| error.to_string();
    let mut reader = CsvReader::new(bytes, CsvFormat::default(), has_columns).map_err(text_of)?;
    let (columns, width) = (Columns::find(reader.header())?, reader.header().width());
    let mut areas: Vec<ProposedArea> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    while let Some(row) = reader.next().map_err(text_of)? {
        if row.is_blank() {
            continue;
        }
        let line = row.line();
        if let Some(found) = row.misfit(width) {
            return Err(format!(
                "line {line} has {found} columns, and the header line has {width}"
            ));
        }
        let (block, code) = (row.text(columns.block), row.text(columns.area));
        if block.is_empty() || code.is_empty() {
            return Err(format!(
                "line {line} has no {}; leave out blocks that are in no area",
                if block.is_empty() { "block" } else { "area" }
            ));
        }
        let name = columns.name.map_or("", |column| row.text(column));
        let Some(&position) = known.get(code) else {
            known.insert(code.to_owned(), areas.len());
            areas.push(proposed(code, name, block));
            continue;
        };
        let area = &mut areas[position];
        let known = &mut area.definition.name;
        // Until a row gives the area a name, its name is its code.
        if known == code && !name.is_empty() {
            name.clone_into(known);
        } else if !name.is_empty() && name != known {
            return Err(format!(
                "line {line} calls the area {code} \"{name}\", and a line before \"{known}\""
            ));
        }
        area.blocks.push(block.to_owned());
    }
    if areas.is_empty() {
        return Err("it has no rows; write a row for each block".into());
    }
    Ok(Scenario {
        id: name.to_owned(),
        title: name.to_owned(),
        family: FAMILY.into(),
        family_title: Scenario::title_of(FAMILY).to_owned(),
        source: "a proposal".into(),
        standing: None,
        rule: SizeRule::of_family(FAMILY),
        within: Vec::new(),
        areas,
    })
}

fn proposed(code: &str, name: &str, block: &str) -> ProposedArea {
    ProposedArea {
        definition: Definition {
            code: code.to_owned(),
            name: if name.is_empty() { code } else { name }.to_owned(),
            union: Vec::new(),
            intersect: Vec::new(),
            minus: Vec::new(),
        },
        blocks: vec![block.to_owned()],
    }
}
