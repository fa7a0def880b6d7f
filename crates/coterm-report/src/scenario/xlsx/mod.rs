//! The report on scenarios as an Excel workbook, with a sheet for each table.

mod blocks;
mod method;

use coterm_core::comparison::{Named, WeightUnit};
use coterm_core::scenario::AreaScore;
use coterm_core::words::{capital, weight};

use super::{ScenarioReport, side_by_side};
use crate::Result;
use crate::comparison::relation;
use crate::text;
use crate::workbook::{Cell, Kind, Table, new_workbook, practices};

/// Heading of the column that says which scenario a row is about.
const SCENARIO: (&str, Kind) = ("Proposal", Kind::Text);
/// Text for ground in no area.
const NOWHERE: &str = "In no area";

/// Writes the workbook. It holds no time of day, so the same scores give the same bytes.
pub(super) fn write(report: &ScenarioReport<'_>) -> Result<Vec<u8>> {
    let titles = report.titles();
    let mut workbook = new_workbook(
        &report.document().title,
        &report.manifest.engine,
        report.dataset.attribution(),
    )?;
    let mut tables = vec![
        beside(report, &titles),
        areas(report, &titles),
        districts(report, &titles),
    ];
    if report.against().is_some() {
        tables.push(verdicts(report, &titles));
    }
    if report.scores().any(|score| score.moves.is_some()) {
        tables.push(moves(report, &titles));
    }
    let practices = report.scores().zip(&titles);
    let practices =
        practices.filter_map(|(score, title)| Some((Some(title.as_str()), score.practices()?)));
    let practices: Vec<_> = practices.collect();
    if !practices.is_empty() {
        tables.push(practices::sheet(&practices));
    }
    tables.extend([
        blocks::table(report, &titles),
        method::table(report, &titles),
    ]);
    for table in tables {
        table.write(&mut workbook)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn code_and_name(area: Option<&Named>) -> [Cell; 2] {
    area.map_or([Cell::Empty, NOWHERE.into()], |area| {
        [area.code.as_str().into(), area.name.as_str().into()]
    })
}

fn names(areas: &[Named]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    names.join("; ")
}

fn yes_or_no(yes: bool) -> Cell {
    if yes { "yes" } else { "no" }.into()
}

/// The headings of the building blocks, of the weight, and of live postcodes if they are not
/// the weight.
struct Counted {
    blocks: String,
    weight: String,
    has_postcodes: bool,
}

impl Counted {
    fn of(report: &ScenarioReport<'_>) -> Self {
        let unit = report.scores().next().map(|score| &score.weight.unit);
        Self {
            blocks: capital(report.block()[1]),
            weight: unit.map_or_else(String::new, |unit| capital(unit.as_str())),
            has_postcodes: unit != Some(&WeightUnit::LivePostcodes),
        }
    }

    fn columns(&self) -> Vec<(&str, Kind)> {
        let mut columns = vec![
            (self.blocks.as_str(), Kind::Whole),
            (self.weight.as_str(), Kind::Whole),
        ];
        if self.has_postcodes {
            columns.push(("Live postcodes", Kind::Whole));
        }
        columns
    }

    fn cells(
        &self,
        blocks: Option<usize>,
        weight: Option<f64>,
        postcodes: Option<u64>,
    ) -> Vec<Cell> {
        let mut cells: Vec<Cell> = vec![blocks.into(), weight.into()];
        if self.has_postcodes {
            cells.push(postcodes.into());
        }
        cells
    }
}

/// A row for each question, and a column for each scenario.
fn beside(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let mut columns = vec![("Question", Kind::Text)];
    columns.extend(titles.iter().map(|title| (title.as_str(), Kind::Text)));
    let mut table = Table::new("Side by side", 1, &columns);
    for row in side_by_side(report.scores()) {
        let mut cells: Vec<Cell> = vec![capital(&row.question).into()];
        let answers = row.answers.into_iter();
        cells.extend(answers.map(|answer| Cell::from(answer.map(|answer| answer.text))));
        table.row(cells);
    }
    table
}

fn areas(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let counted = Counted::of(report);
    let mut columns = vec![SCENARIO, ("Code", Kind::Text), ("Area", Kind::Text)];
    columns.extend(counted.columns());
    columns.extend([
        ("Ground (km²)", Kind::SquareKilometres),
        ("All within the data", Kind::Text),
        ("Size limit", Kind::Text),
        ("Whole districts", Kind::Whole),
        ("Districts in part", Kind::Text),
        ("In one piece", Kind::Text),
        ("Detached pieces", Kind::Whole),
        ("Parts across water", Kind::Whole),
        ("Islands", Kind::Whole),
        ("Polsby–Popper", Kind::Ratio),
        ("Reock", Kind::Ratio),
    ]);
    let mut table = Table::new("Areas", 3, &columns);
    for (one, title) in report.scored.iter().copied().zip(titles) {
        for area in &one.score.areas {
            table.row(area_cells(&counted, title, area));
        }
    }
    table
}

fn area_cells(counted: &Counted, title: &str, area: &AreaScore) -> Vec<Cell> {
    let [code, name] = code_and_name(Some(&area.area));
    let mut cells = vec![title.into(), code, name];
    cells.extend(counted.cells(area.blocks, area.weight, area.postcodes));
    let in_part = area.districts.iter().filter(|share| !share.whole);
    let in_part: Vec<&str> = in_part.map(|share| share.district.name.as_str()).collect();
    let whole = area.districts.len() - in_part.len();
    let across = text::scenario::parts_across_water(area);
    let islands = area.detached.iter().filter(|part| part.island).count();
    let of_whole = |number: usize| Cell::from(area.complete.then_some(number));
    cells.extend([
        area.area_m2.map(|area| area / 1e6).into(),
        yes_or_no(area.complete),
        size(area).into(),
        of_whole(whole),
        in_part.join("; ").into(),
        area.contiguous.map_or(Cell::Empty, yes_or_no),
        of_whole(area.detached.len() - across - islands),
        of_whole(across),
        of_whole(islands),
        area.polsby_popper.into(),
        area.reock.into(),
    ]);
    cells
}

/// How an area's size stands to the limit.
fn size(area: &AreaScore) -> String {
    let beyond = weight(area.size.beyond.abs());
    match area.size.kept {
        None if !area.complete => "cannot be judged".into(),
        None => "not checked".into(),
        Some(true) => "within".into(),
        Some(false) if area.size.beyond > 0.0 => format!("{beyond} over"),
        Some(false) => format!("{beyond} under"),
    }
}

fn districts(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let counted = Counted::of(report);
    let share = format!("Share of the district's {}", counted.weight.to_lowercase());
    let mut columns = vec![
        SCENARIO,
        ("District code", Kind::Text),
        ("District", Kind::Text),
        ("Area code", Kind::Text),
        ("Area", Kind::Text),
    ];
    columns.extend(counted.columns().into_iter().take(2));
    columns.push((&share, Kind::Share));
    let mut table = Table::new("Districts split", 3, &columns);
    for (one, title) in report.scored.iter().copied().zip(titles) {
        for split in &one.score.districts_split {
            let all: f64 = split.parts.iter().map(|part| part.weight).sum();
            for part in &split.parts {
                let [code, name] = code_and_name(Some(&split.district));
                let [area_code, area] = code_and_name(part.area.as_ref());
                table.row(vec![
                    title.as_str().into(),
                    code,
                    name,
                    area_code,
                    area,
                    part.blocks.into(),
                    part.weight.into(),
                    (all > 0.0).then(|| part.weight / all).into(),
                ]);
            }
        }
    }
    table
}

fn verdicts(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let columns = [
        SCENARIO,
        ("Code", Kind::Text),
        ("Area", Kind::Text),
        ("Verdict", Kind::Text),
        ("Why", Kind::Long),
        ("By building blocks", Kind::Text),
    ];
    let mut table = Table::new("Verdicts", 3, &columns);
    for (one, title) in report.scored.iter().copied().zip(titles) {
        let Some(against) = &one.score.against else {
            continue;
        };
        for verdict in &against.verdicts {
            let [code, name] = code_and_name(Some(&verdict.area));
            table.row(vec![
                title.as_str().into(),
                code,
                name,
                relation(verdict.relation).into(),
                report
                    .plain(&text::reason::verdict(
                        verdict,
                        &against.layer,
                        &against.unit,
                    ))
                    .into(),
                verdict.by_blocks.map(relation).into(),
            ]);
        }
    }
    table
}

fn moves(report: &ScenarioReport<'_>, titles: &[String]) -> Table {
    let counted = Counted::of(report);
    let share = format!("Share of the old area's {}", counted.weight.to_lowercase());
    let mut columns = vec![
        SCENARIO,
        ("From code", Kind::Text),
        ("From", Kind::Text),
        ("To code", Kind::Text),
        ("To", Kind::Text),
        ("Stays or moves", Kind::Text),
    ];
    columns.extend(counted.columns());
    columns.extend([
        (share.as_str(), Kind::Share),
        ("Ground (km²)", Kind::SquareKilometres),
        ("Districts", Kind::Long),
    ]);
    let mut table = Table::new("Moves", 3, &columns);
    for (one, title) in report.scored.iter().copied().zip(titles) {
        let Some(moves) = &one.score.moves else {
            continue;
        };
        for flow in &moves.flows {
            let before = moves.before.iter().find(|sum| sum.area == flow.from);
            let all = before.map_or(0.0, |sum| sum.weight);
            let [from_code, from] = code_and_name(flow.from.as_ref());
            let [to_code, to] = code_and_name(flow.to.as_ref());
            let stays = if flow.stays { "stays" } else { "moves" };
            let mut cells = vec![
                title.as_str().into(),
                from_code,
                from,
                to_code,
                to,
                stays.into(),
            ];
            let postcodes = Some(flow.postcodes);
            cells.extend(counted.cells(Some(flow.blocks), Some(flow.weight), postcodes));
            cells.extend([
                (all > 0.0).then(|| flow.weight / all).into(),
                (flow.area_m2 / 1e6).into(),
                names(&flow.districts).into(),
            ]);
            table.row(cells);
        }
    }
    table
}
