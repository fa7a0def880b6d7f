//! `coterm lookup`: looks up a postcode or point, and prints the answer as a table or JSON.

use std::process::ExitCode;

use coterm_core::codes::Postcode;
use coterm_core::dataset::Indexing;
use coterm_core::lookup::{
    Alternative, Answer, AnsweredArea, AnsweredPostcode, Doubt, Method, Query,
};
use coterm_core::space::{GridPoint, LonLat};
use coterm_core::words;
use coterm_io::DataLocation;
use coterm_report::lookup::{AnswerDocument, Sentence, position_phrase};

use crate::args::Lookup;
use crate::error::{Error, Result};
use crate::output::{print, print_json, print_table};
use crate::own_layer::with_files;
use crate::table::{Cell, Table, facts, table, verdict};

pub(crate) fn run(data: &DataLocation, args: &Lookup) -> Result<ExitCode> {
    let (on, families) = (args.when.on(), args.when.family.as_deref());
    // The arguments are checked before the data is loaded, so that a mistake shows at once.
    let data = || with_files(data, &args.own);
    let dataset;
    let answer = match (args.postcode.as_slice(), args.point, args.grid) {
        (words @ [_, ..], _, _) => {
            // The two halves of a postcode are two words unless they were quoted.
            let postcode: Postcode = words.join(" ").parse()?;
            dataset = coterm_io::store::open(&data()?, Indexing::None)?;
            dataset.lookup_postcode(postcode, on, families)?
        }
        ([], Some((lon, lat)), _) => {
            let position = LonLat::new(lon, lat)?;
            dataset = coterm_io::store::open(&data()?, Indexing::None)?;
            dataset.lookup_lonlat(position, on, families)?
        }
        ([], None, Some((easting, northing))) => {
            let point = GridPoint::new(easting, northing)?;
            dataset = coterm_io::store::open(&data()?, Indexing::None)?;
            dataset.lookup_grid(point, on, families)?
        }
        ([], None, None) => {
            return Err(Error::Usage("give a postcode, --point or --grid".into()));
        }
    };
    if args.json {
        print_json(&AnswerDocument::from(&answer))?;
    } else {
        show(&answer)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show(answer: &Answer<'_>) -> Result<()> {
    let subject = match &answer.query {
        Query::Postcode { postcode } => postcode.to_string(),
        Query::LonLat { lon, lat } => format!("longitude {lon}, latitude {lat}"),
        Query::Grid { easting, northing } => format!("easting {easting}, northing {northing}"),
    };
    print(format!("{subject} on {}", answer.on))?;
    for note in &answer.notes {
        print(Sentence(note))?;
    }
    print_table(&about(answer))?;
    if !answer.areas.is_empty() {
        print_table(&areas(answer))?;
    }
    for none in &answer.without {
        print(format!(
            "No {} ({}): {}{}",
            none.family,
            none.layer,
            Sentence(none),
            perhaps(&none.alternatives, false)
        ))?;
    }
    for area in answer.areas.iter().filter(|area| needs_a_reason(area)) {
        print(format!(
            "{}: {}{}",
            area.family,
            Sentence(area),
            perhaps(&area.alternatives, area.perhaps_none)
        ))?;
    }
    for area in answer.areas.iter().filter(|area| !area.complete) {
        print(format!(
            "{}: the data has only part of {}.",
            area.family, area.name
        ))?;
    }
    print(format!("\n{}", answer.attribution))
}

/// Whether the area needs a sentence besides its row in the table. Doubts that are the same for all
/// areas (the date is later than what is known, the postcode has been used again) are stated once
/// for the answer.
fn needs_a_reason(area: &AnsweredArea<'_>) -> bool {
    matches!(
        area.doubt,
        Some(Doubt::Sources | Doubt::Place | Doubt::Defect)
    ) || area.agrees == Some(false)
        || !area.alternatives.is_empty()
}

/// Makes the cell that says in a word or two how certain the area is.
fn sure(area: &AnsweredArea<'_>) -> Cell {
    match (area.doubt, area.known_to) {
        (None, _) => verdict("yes", true),
        (Some(Doubt::Date), Some(known_to)) => {
            // The month is enough: the notes above have the day.
            let (month, year) = (words::month_name(known_to.month()), known_to.year());
            verdict(&format!("to {month:.3} {year}"), false)
        }
        _ => verdict("not certain", false),
    }
}

fn about(answer: &Answer<'_>) -> Table {
    let mut about = facts();
    let point = &answer.point;
    about.add_row(["Grid", &format!("{} {}", point.easting, point.northing)]);
    if let (Some(lon), Some(lat)) = (point.lon, point.lat) {
        about.add_row(["Longitude, latitude", &format!("{lon:.6} {lat:.6}")]);
    }
    let known_to = words::length(point.uncertainty_m);
    about.add_row([
        "Position",
        &match (point.position.map(position_phrase), point.apart_m) {
            (Some(position), Some(apart)) => {
                format!(
                    "{position}; sources are up to {} apart",
                    words::length(apart)
                )
            }
            (Some(position), None) => format!("{position}, mostly within {known_to}"),
            (None, _) => format!("within {known_to}"),
        },
    ]);
    if let Some(postcode) = &answer.postcode {
        let mut status = match postcode.terminated {
            Some(month) => format!("{} {month}", postcode.status.code()),
            None => postcode.status.code().to_owned(),
        };
        if let Some(month) = postcode.introduced {
            status = format!("{status}, introduced {month}");
        }
        about.add_row(["Status", &status]);
        for (what, code) in [
            ("Output area 2011", postcode.oa),
            ("LSOA 2011", postcode.lsoa),
            ("MSOA 2011", postcode.msoa),
        ] {
            if let Some(code) = code {
                about.add_row([what, &code.to_string()]);
            }
        }
        for (what, code) in districts(postcode) {
            about.add_row([&what, &code]);
        }
    }
    about
}

/// Returns rows with the districts that official sources give: one row if they agree.
fn districts(postcode: &AnsweredPostcode) -> Vec<(String, String)> {
    let by_release = &postcode.districts;
    if let Some(first) = by_release.first()
        && by_release
            .iter()
            .all(|district| district.code == first.code)
    {
        return vec![("District".to_owned(), first.code.to_string())];
    }
    by_release
        .iter()
        .map(|district| {
            let month = &words::month_name(district.month.month())[..3];
            let when = format!("District in {month} {}", district.month.year());
            (when, district.code.to_string())
        })
        .collect()
}

fn areas(answer: &Answer<'_>) -> Table {
    let mut areas = table(&["family", "area", "code", "ODS", "by", "boundary", "sure"]);
    for area in &answer.areas {
        let by = match (area.method, area.agrees) {
            (Method::Table, Some(true)) => "table, polygon agrees",
            (Method::Table, Some(false)) => "table, polygon differs",
            (Method::Table, None) => "table",
            (Method::Polygon, _) => "polygon",
        };
        let boundary = area
            .boundary_distance_m
            .map(|metres| format!("{metres:.0} m"))
            .unwrap_or_default();
        areas.add_row(vec![
            area.family.into(),
            area.name.into(),
            area.code.into(),
            area.codes.get("ods").map_or("", String::as_str).into(),
            by.into(),
            Cell::from(boundary).right(),
            sure(area),
        ]);
    }
    areas
}

/// Maximum number of alternatives that are named; an imputed postcode may have dozens.
const NAMED: usize = 3;

/// Returns sentences on the alternatives, each after a space; empty if there are none.
fn perhaps(alternatives: &[Alternative<'_>], perhaps_none: bool) -> String {
    let mut texts: Vec<String> = alternatives
        .iter()
        .take(NAMED)
        .map(|other| {
            if other.distance_m == 0.0 {
                format!("{} ({}), where it is drawn", other.name, other.code)
            } else {
                let away = words::length(other.distance_m);
                format!("{} ({}), {away} away", other.name, other.code)
            }
        })
        .collect();
    if alternatives.len() > NAMED {
        texts.push(format!(
            "{} more, which --json lists",
            alternatives.len() - NAMED
        ));
    }
    let could_be = if texts.is_empty() {
        String::new()
    } else {
        format!(" It could also be: {}.", texts.join("; "))
    };
    let none = match (perhaps_none, texts.is_empty()) {
        (false, _) => "",
        (true, true) => " It may be in no area of this layer.",
        (true, false) => " It may also be in no area of this layer.",
    };
    could_be + none
}
