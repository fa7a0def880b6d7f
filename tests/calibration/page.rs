//! The page that is written: what was measured, in words and tables.

use std::fmt::Write;

use coterm_core::dataset::Dataset;
use coterm_core::words::{count, list};

use crate::check::{Check, Tally};
use crate::measuring::{Extent, Measured};
use crate::sources::{CODE_POINT, LICENCE, TABLE};
use crate::{listing, tables};

const HOW_TO_READ: &str = "\
An answer of a lookup says whether it is certain. A certain answer is meant to be wrong no more \
than once in 100,000 times. This page compares answers with sources that the data is not made \
from, or that draw the same lines more finely.

- **at most, in 100,000**: the highest rate of wrong answers that the count allows with 95 % \
confidence (Clopper and Pearson, one-sided, exact). Without a wrong answer it is close to 3 \
divided by the number of certain answers, so it takes 300,000 answers to show 1 in 100,000.
- **holds**: \"yes\" if that is 1 or less; \"too few to say\" if the rate that was seen is 1 in \
100,000 or less but the bound is not; \"no\" if the rate that was seen is more.
- **by**: whether an official code table answered or a polygon.
- **of these moved since**: the answer is right for the position that the data has, and the \
source has the postcode elsewhere. A source that is later than the data may know more.
- **of these at the coast**: the answer is an area and the finer source has none there, or the \
other way round. The sources draw the coast differently.
- **not certain** and **of these wrong** say what the doubt is worth: how often an answer that \
is not certain is wrong.
- **truth among what is named**: up to 20,000 of the answers that are not certain are asked for \
their alternatives. This is how many name the true area as the answer or an alternative.
";

const WRONG_MEANS: &str = "\
Points and positions are left out where the source cannot tell, or there is no answer:

- within 21 m of the source's own line: it is generalised to 20 m, and its vertices are rounded \
to 0.00001 degrees, about 1 m
- on ground that is in no area by the finer lines: sea, sand, wide rivers, or another country. \
Districts end at high water in these sources and at low water in law, so an answer there is \
neither right nor wrong. The table says how many were certain of an area
- where no layer of the data has ground, so that the answer is that the place is outside the \
data. The table says how many of these are in an area by the finer lines, along the coast
- in areas whose codes only one of the two files has
- postcodes that the data does not have (those of Southport, and those newer than the data), or \
for which the source gives no district. For layers that have ended, also postcodes that are \
newer than the code table or had ended: where they are now says nothing about where they were

Where the source is later than the answer's layer, a difference may be a change and not a \
mistake. It is counted as wrong all the same.
";

/// Writes the whole page. The same measurements give the same text.
pub(crate) fn written(
    dataset: &Dataset,
    extent: Extent,
    measured: &mut Measured,
    points: usize,
    fingerprint: &str,
) -> String {
    let (title, command) = match extent {
        Extent::Region => ("How certain \"certain\" is", "make certainty"),
        Extent::England => (
            "How certain \"certain\" is in England",
            "make certainty ENGLAND=FOLDER",
        ),
    };
    let mut page = format!(
        "# {title}\n\n<!-- Written by `{command}`; do not edit. -->\n\n{HOW_TO_READ}\n\
         The data is the one whose `catalogue.json` has the fingerprint `{fingerprint}`: {} \
         postcodes, {} layers. For each layer {} points of each kind were tried.\n\n",
        count(dataset.postcodes().records().len()),
        count(dataset.catalogue().layers().len()),
        count(points),
    );
    page += &in_short(measured);
    page.push('\n');
    page += &evidence(measured);
    page += "## What is left out\n\n";
    page += WRONG_MEANS;
    page.push('\n');
    for (heading, what, checks) in sections(extent, measured) {
        let _ = write!(page, "## {heading}\n\n{what}\n\n");
        if checks.is_empty() {
            page += "The source is not there, so this was not checked.\n\n";
            continue;
        }
        page += &tables::checks(checks);
        page += "\nLeft out:\n\n";
        page += &tables::left_aside(checks);
        page += "\nCertain and wrong:\n\n";
        page += &listing::wrong(checks);
    }
    page += &lines(measured);
    page += &sources(extent, measured);
    page
}

/// Kind of check: its heading, its description, and its counts.
type Section<'a> = (&'static str, &'static str, &'a [Check]);

fn sections(extent: Extent, measured: &Measured) -> Vec<Section<'_>> {
    let positions = match extent {
        Extent::Region => {
            "Each postcode of Code-Point Open October 2025 with positional quality 10, against the \
             area whose finer polygon has its position of October 2025."
        }
        Extent::England => {
            "Each postcode of the data that Code-Point Open May 2025 has with positional quality \
             10, against the area whose finer polygon has that position. The data's own position \
             is the same, so answers by polygon are only tried for how the lines are drawn."
        }
    };
    let districts: Section<'_> = (
        "Postcodes and their districts",
        "Each postcode of Code-Point Open October 2025 with positional quality 10, against the \
         district whose code it has there.",
        &measured.districts,
    );
    let mut sections = if extent == Extent::Region {
        vec![districts]
    } else {
        Vec::new()
    };
    sections.extend([
        ("Postcodes and finer lines", positions, &*measured.positions),
        (
            "Postcodes and the official table",
            "All postcodes of the data that have an LSOA, live or not, against the area that the \
             official table of April 2021 has for that LSOA. This tries the data's own code \
             table; the LSOA is taken as it is.",
            &*measured.tables,
        ),
        (
            "Points anywhere",
            "Points that are equally likely everywhere in the areas of the layer, by the finer \
             lines.",
            &*measured.anywhere,
        ),
        (
            "Points beside a line",
            "Points up to 600 m from a finer line of the layer, equally likely all along it. \
             This is where answers can be wrong; few real questions are as hard.",
            &*measured.beside,
        ),
    ]);
    sections
}

fn in_short(measured: &Measured) -> String {
    let mut text = String::from(
        "## In short\n\n\
         | | checked | certain | certain and wrong | of these moved since | not certain | of these wrong | 1 in 100,000 holds |\n\
         |---|--:|--:|--:|--:|--:|--:|---|\n",
    );
    let all: [(&str, &[Check]); 5] = [
        ("postcodes and their districts", &measured.districts),
        ("postcodes and finer lines", &measured.positions),
        ("postcodes and the official table", &measured.tables),
        ("points anywhere", &measured.anywhere),
        ("points beside a line", &measured.beside),
    ];
    for (name, checks) in all {
        let tallies = || checks.iter().flat_map(|check| check.tallies.values());
        let total = tallies().fold(Tally::default(), |all, tally| all.and(*tally));
        if total.checked == 0 {
            continue;
        }
        let judged = tallies().map(|tally| tables::holds(tally.wrong, tally.certain));
        let (yes, no, few) = judged.fold((0, 0, 0), |(yes, no, few), holds| match holds {
            "yes" => (yes + 1, no, few),
            "no" => (yes, no + 1, few),
            _ => (yes, no, few + 1),
        });
        let cells = [
            count(total.checked),
            count(total.certain),
            count(total.wrong),
            count(total.wrong_as_moved),
            count(total.unsure()),
            count(total.unsure_wrong),
            format!("{yes} yes, {no} no, {few} too few to say"),
        ];
        let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
    }
    text += "\nCounts are of all layers together, so one place counts once for each layer, and there is \
             no bound for them. Whether 1 in 100,000 holds is told for each layer and way of \
             answering: here how many of those, below which.\n";
    text
}

fn evidence(measured: &Measured) -> String {
    if measured.positions.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "## What the evidence is worth\n\n\
         The check of postcodes against finer lines, by the evidence for the answer: whether the \
         data's polygon agrees with the code table; if so, how far away the layer's nearest drawn \
         line is, and if not, how far away the polygon of the answer is. A place counts once for \
         each layer, so the bounds for several layers together are only a guide.\n\n",
    );
    let is_block = |check: &&Check| check.layer.starts_with("lsoa");
    let (blocks, rest): (Vec<&Check>, Vec<&Check>) =
        measured.positions.iter().partition(|check| is_block(check));
    for (title, checks) in [("LSOAs", blocks), ("all other layers", rest)] {
        if !checks.is_empty() {
            text += &tables::standings(title, checks.into_iter());
            text.push('\n');
        }
    }
    text += "What other rules for answers by table would give: how many of those that say certain \
             would be wrong, and at most how many in 100,000.\n\n";
    text += &tables::rules(&measured.positions);
    text.push('\n');
    text
}

fn lines(measured: &mut Measured) -> String {
    let mut text = String::from(
        "## How far the drawn lines are off\n\n\
         Distances in metres from places every 10 m or less along the lines of a layer as the \
         finer source has them (\"true\") to the nearest line that the data draws for the layer, \
         and the other way round. At the coast one side of the true line is in no area. The \
         figures are the distances within which half, 95 %, 99.9 %, 99.99 % and all of the length \
         lies; the last is exact from true to drawn.\n\n",
    );
    text += &tables::line_errors(&mut measured.lines);
    text += "\nPoints up to 600 m from a true line, by their distance to the nearest drawn line: \
             how many were tried, and how many are drawn in another area than the true one.\n\n";
    text += &tables::depths(&measured.lines);
    let left_out = measured
        .lines
        .iter()
        .filter(|lines| !lines.left_out.is_empty());
    let mut left_out = left_out.peekable();
    if left_out.peek().is_some() {
        text += "\nNot compared, because only one of the two files has the code:\n\n";
    }
    for lines in left_out {
        let codes = lines.left_out.iter().map(String::as_str);
        let _ = match lines.left_out.len() {
            many @ 31.. => writeln!(text, "- {}: {} areas", lines.layer, count(many)),
            _ => writeln!(text, "- {}: {}", lines.layer, list(codes)),
        };
    }
    text.push('\n');
    text
}

fn sources(extent: Extent, measured: &Measured) -> String {
    let mut text = format!(
        "## Sources\n\nAll are under the {LICENCE}, and none of them is part of this repository. \
         Source: Office for National Statistics licensed under the Open Government Licence \
         v.3.0. Contains OS data © Crown copyright and database right. Contains Royal Mail data \
         © Royal Mail copyright and database right.\n\n\
         | file | what | date | areas or rows |\n|---|---|---|--:|\n"
    );
    let mut row = |file: &str, what: &str, date: &str| {
        let read = measured.read.iter().find(|(read, _)| *read == file);
        let rows = read.map_or_else(
            || "absent: not checked".to_owned(),
            |(_, rows)| count(*rows),
        );
        let _ = writeln!(text, "| {file} | {what} | {date} | {rows} |");
    };
    if extent == Extent::Region {
        row(CODE_POINT.file, CODE_POINT.what, CODE_POINT.date);
    }
    row(TABLE.file, TABLE.what, TABLE.date);
    for finer in extent.finer() {
        row(finer.file, finer.what, finer.date);
    }
    text += NOT_MEASURED;
    text
}

const NOT_MEASURED: &str = "
## What is not measured

- Where the addresses of a postcode are that the directory only imputes: no open source says.
- Postcodes without a position in Code-Point Open, most of them terminated.
- Postcodes of the data outside LA, PR, FY and BB, for the default data.
- LSOAs of England outside the region: there are no finer lines of them here.
- Streets and houses on either side of a line within one postcode: a postcode has one position.
";
