//! A scenario as a table: a row for each block.

use coterm_core::{Definition, ProposedArea, Scenario, SizeRule};

/// The kind of area of a table, which has no place to say another.
const FAMILY: &str = "place";

/// Columns that hold the codes of blocks, whichever vintage they name.
const BLOCK: [&str; 6] = [
    "block",
    "lsoa",
    "lsoa11cd",
    "lsoa_code",
    "lsoa11_code",
    "lsoa code",
];

pub(super) fn scenario(text: &str, name: &str) -> Result<Scenario, String> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let column = |wanted: &[&str]| {
        let is_wanted = |header: &str| wanted.contains(&header.to_lowercase().as_str());
        headers.iter().position(is_wanted)
    };
    let needed = |wanted: &[&str]| {
        column(wanted).ok_or_else(|| {
            format!(
                "it has no column \"{}\"; the header line is: block,area or block,area,name",
                wanted[0]
            )
        })
    };
    let (block, area) = (
        needed(&BLOCK)?,
        needed(&["area", "area_code", "area code"])?,
    );
    let called = column(&["name", "area_name", "area name"]);
    let mut areas: Vec<ProposedArea> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        let (block, code) = (&row[block], &row[area]);
        if block.is_empty() || code.is_empty() {
            return Err(format!(
                "line {line} has no {}; leave out blocks that are in no area",
                if block.is_empty() { "block" } else { "area" }
            ));
        }
        let name = called.map_or("", |column| &row[column]);
        let found = areas.iter_mut().find(|area| area.definition.code == code);
        match found {
            None => areas.push(proposed(code, name, block)),
            Some(area) => {
                let known = &mut area.definition.name;
                // Until a row gives it a name its code is that.
                if known == code && !name.is_empty() {
                    name.clone_into(known);
                } else if !name.is_empty() && name != known {
                    return Err(format!(
                        "line {line} calls the area {code} \"{name}\", and a line before \"{known}\""
                    ));
                }
                area.blocks.push(block.to_owned());
            }
        }
    }
    if areas.is_empty() {
        return Err("it has no rows; a row for each block is expected".into());
    }
    Ok(Scenario {
        id: name.to_owned(),
        title: name.to_owned(),
        family: FAMILY.into(),
        family_title: Scenario::title_of(FAMILY).to_owned(),
        source: "a proposal".into(),
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
