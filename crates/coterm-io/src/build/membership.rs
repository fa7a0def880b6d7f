//! [`Membership`]: the area of each layer that each building block is in.
//!
//! It is made for all of England first and then cut to the extent ([`Membership::within`]), so that
//! each area is known to be complete or not. `shapes` dissolves blocks by it, and the code table's
//! file is written from it.

use std::collections::{BTreeMap, BTreeSet};

use coterm_core::codes::{BlockId, GssCode};
use coterm_core::definition::AreaRef;
use coterm_core::layers::{KnownDefect, find_area};

use crate::definition_file::DefinedLayer;
use crate::recipe::{Made, Recipe};
use crate::{DataReport, Error, Result};

use super::exceptions::Exceptions;
use super::tables::Tables;

/// The building blocks, and a column for each layer that is made of them.
#[derive(Debug)]
pub(super) struct Membership {
    /// The blocks' codes in ascending order, each with the block's name.
    pub(super) blocks: Vec<(GssCode, String)>,
    columns: BTreeMap<String, Column>,
}

/// The areas of a layer, and the position of each block's area among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) areas: Vec<Entry>,
    pub(super) of_block: Vec<Option<usize>>,
}

/// An area of a layer, without its footprint.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) ods: Option<String>,
    /// Whether all blocks of the area are in the extent.
    pub(super) complete: bool,
}

impl Column {
    /// Makes a column from the area code of each block. `describe` gives an area's name and ODS
    /// code.
    fn by_code(
        of_block: impl Iterator<Item = Option<String>>,
        describe: impl Fn(&str) -> (String, Option<String>),
    ) -> Self {
        let mut column = Self::default();
        let mut position = BTreeMap::new();
        for code in of_block {
            let area = code.map(|code| {
                *position.entry(code.clone()).or_insert_with(|| {
                    let (name, ods) = describe(&code);
                    column.areas.push(Entry {
                        code,
                        name,
                        ods,
                        complete: true,
                    });
                    column.areas.len() - 1
                })
            });
            column.of_block.push(area);
        }
        column
    }

    /// Returns the position of the area with this code or name.
    fn find(&self, code: &str) -> Option<usize> {
        let areas = self.areas.iter();
        let areas = areas.map(|area| (area.code.as_str(), area.name.as_str()));
        find_area(areas, code).ok()
    }

    /// Returns the blocks of the area with this code or name.
    pub(super) fn blocks_of(&self, code: &str) -> Option<BTreeSet<BlockId>> {
        Some(self.blocks(self.find(code)?))
    }

    /// Returns the blocks of the area at this position.
    pub(super) fn blocks(&self, area: usize) -> BTreeSet<BlockId> {
        (0..self.of_block.len())
            .filter(|&block| self.of_block[block] == Some(area))
            .map(BlockId::new)
            .collect()
    }
}

impl Membership {
    /// Makes the membership for all of England, from the published code tables, the recipe's
    /// exceptions to them, and its definitions.
    pub(super) fn of_england(
        recipe: &Recipe,
        tables: &Tables,
        report: &mut DataReport,
    ) -> Result<Self> {
        let mut membership = Self {
            blocks: tables.blocks.clone(),
            columns: BTreeMap::new(),
        };
        let layers = recipe.sources.layer.iter();
        for (id, layer) in layers.filter(|(_, layer)| layer.made.by_table()) {
            let column = membership.tabulated(id, layer.made, recipe, tables)?;
            report_names(id, &column, recipe, report);
            membership.columns.insert(id.clone(), column);
        }
        membership.define(recipe)?;
        Ok(membership)
    }

    /// Makes the column of a layer from a code table.
    fn tabulated(&self, id: &str, made: Made, recipe: &Recipe, tables: &Tables) -> Result<Column> {
        let exceptions = Exceptions::to(id, &recipe.sources);
        let blocks = self.blocks.iter();
        let codes = blocks.map(|(block, _)| tables.code(made, *block)).collect();
        let codes = exceptions.applied(&self.blocks, codes)?;
        let listed = |by_layer: &BTreeMap<String, BTreeMap<String, String>>, code: &str| {
            by_layer.get(id)?.get(code).cloned()
        };
        Ok(Column::by_code(codes.into_iter(), |code| {
            let in_table = exceptions.in_table(code);
            let name = listed(&recipe.sources.names, code)
                .or_else(|| tables.name(made, in_table).map(str::to_owned));
            let ods = listed(&recipe.sources.ods, code)
                .or_else(|| tables.ods(made, in_table).map(str::to_owned));
            (name.unwrap_or_else(|| code.to_owned()), ods)
        }))
    }

    /// Reports where layers differ from the tables that they are made from.
    pub(super) fn report_exceptions(&self, recipe: &Recipe, report: &mut DataReport) {
        for (id, column) in &self.columns {
            let areas = column.areas.iter().map(|area| area.code.as_str());
            Exceptions::to(id, &recipe.sources).report_to(&self.blocks, &areas.collect(), report);
        }
    }

    /// Adds the layers that are definitions, each after the layers that it refers to.
    fn define(&mut self, recipe: &Recipe) -> Result<()> {
        let mut waiting: Vec<&DefinedLayer> = recipe.definitions.iter().collect();
        while !waiting.is_empty() {
            let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|layer| {
                let named = layer.areas.iter().flat_map(|area| {
                    area.union
                        .iter()
                        .chain(&area.intersect)
                        .chain(&area.minus)
                        .map(|area| &area.layer)
                });
                named
                    .chain(&layer.keep)
                    .all(|id| self.columns.contains_key(id) || !recipe.sources.order.contains(id))
            });
            if ready.is_empty() {
                let names: Vec<&str> = later.iter().map(|layer| layer.layer.as_str()).collect();
                return Err(Error::Recipe(format!(
                    "these definitions refer to each other: {}",
                    names.join(", ")
                )));
            }
            for layer in ready {
                let column = self.defined(layer)?;
                self.columns.insert(layer.layer.clone(), column);
            }
            waiting = later;
        }
        Ok(())
    }

    /// Makes the column of a layer that is a definition. A block that two of its areas have is an
    /// error, and so is an area of the `keep` layer that the definitions use only in part.
    fn defined(&self, layer: &DefinedLayer) -> Result<Column> {
        let mut column = Column {
            areas: Vec::new(),
            of_block: vec![None; self.blocks.len()],
        };
        for definition in &layer.areas {
            let blocks = definition
                .blocks(|area: &AreaRef| self.columns.get(&area.layer)?.blocks_of(&area.code))?;
            for block in blocks.into_iter().map(BlockId::index) {
                if let Some(other) = column.of_block[block].replace(column.areas.len()) {
                    return Err(Error::Recipe(format!(
                        "{}: {} is both in {} and in {}",
                        layer.layer,
                        self.blocks[block].1,
                        column.areas[other].name,
                        definition.name
                    )));
                }
            }
            column.areas.push(Entry {
                code: definition.code.clone(),
                name: definition.name.clone(),
                ods: None,
                complete: true,
            });
        }
        if let Some(keep) = layer.keep.as_ref().and_then(|id| self.columns.get(id)) {
            for (area, entry) in keep.areas.iter().enumerate() {
                let blocks =
                    || (0..self.blocks.len()).filter(|&block| keep.of_block[block] == Some(area));
                let used = blocks()
                    .filter(|&block| column.of_block[block].is_some())
                    .count();
                if used == 0 {
                    let position = column.areas.len();
                    blocks().for_each(|block| column.of_block[block] = Some(position));
                    column.areas.push(entry.clone());
                } else if used < blocks().count() {
                    return Err(Error::Recipe(format!(
                        "{}: the definitions cover only part of {}; add the rest of it",
                        layer.layer, entry.name
                    )));
                }
            }
        }
        Ok(column)
    }

    /// Keeps only the blocks of the districts with these codes, which are all of one layer; all
    /// blocks if there are none. Areas that reach beyond them are marked as not complete.
    pub(super) fn within(self, extent: &[String]) -> Self {
        let mut columns = self.columns.values();
        let Some(districts) =
            columns.find(|column| extent.iter().any(|code| column.blocks_of(code).is_some()))
        else {
            return self;
        };
        let inside: Vec<bool> = districts
            .of_block
            .iter()
            .map(|area| area.is_some_and(|area| extent.contains(&districts.areas[area].code)))
            .collect();
        let columns = self
            .columns
            .iter()
            .map(|(id, column)| (id.clone(), clip(column, &inside)))
            .collect();
        let blocks = self
            .blocks
            .into_iter()
            .zip(&inside)
            .filter(|(_, inside)| **inside);
        Self {
            blocks: blocks.map(|(block, _)| block).collect(),
            columns,
        }
    }

    /// Returns the column of a layer.
    pub(super) fn column(&self, id: &str) -> Result<&Column> {
        self.columns
            .get(id)
            .ok_or_else(|| Error::Recipe(format!("{id} is not made of building blocks")))
    }

    /// Whether a layer has something to say here: all layers have, but for those of one region
    /// only, where the extent lacks a part of that region.
    pub(super) fn has_region_of(&self, recipe: &Recipe, id: &str) -> bool {
        let mut defined = recipe.definitions.iter();
        let layer = defined.find(|layer| layer.layer == id);
        let Some(region) = layer.and_then(|layer| layer.region.as_ref()) else {
            return true;
        };
        let column = self.columns.get(&region.layer);
        column.is_some_and(|column| {
            let area = column.find(&region.code);
            area.is_some_and(|area| column.areas[area].complete)
        })
    }

    /// Cuts the known defects of a layer to the extent. Areas and blocks outside it are removed,
    /// and then defects without any.
    pub(super) fn within_extent(&self, id: &str, defects: Vec<KnownDefect>) -> Vec<KnownDefect> {
        let blocks: BTreeSet<String> = self
            .blocks
            .iter()
            .map(|(block, _)| block.to_string())
            .collect();
        let column = self.columns.get(id);
        let has_area = |code: &String| {
            column.is_some_and(|column| column.areas.iter().any(|area| area.code == *code))
        };
        let within = defects.into_iter().map(|mut defect| {
            defect.blocks.retain(|block| blocks.contains(block));
            defect.areas.retain(has_area);
            defect
        });
        within
            .filter(|defect| !defect.blocks.is_empty() || !defect.areas.is_empty())
            .collect()
    }

    /// Returns the area code of each block for each of these layers, for the code table's file.
    pub(super) fn coded<'a>(
        &self,
        layers: impl Iterator<Item = &'a str>,
    ) -> Vec<(String, Vec<Option<String>>)> {
        layers
            .filter_map(|id| {
                let column = self.columns.get(id)?;
                let codes = column
                    .of_block
                    .iter()
                    .map(|area| area.map(|area| column.areas[area].code.clone()));
                Some((id.to_owned(), codes.collect()))
            })
            .collect()
    }
}

/// Reports areas without a name, and names without an area.
fn report_names(id: &str, column: &Column, recipe: &Recipe, report: &mut DataReport) {
    for area in column.areas.iter().filter(|area| area.name == area.code) {
        let ods = area.ods.as_ref().map(|ods| format!(" ({ods})"));
        let what = format!("{}{} has no name", area.code, ods.unwrap_or_default());
        report.add(id, what, "its code is used as its name");
    }
    let named = recipe.sources.names.get(id).into_iter().flatten();
    for (code, name) in named {
        if !column.areas.iter().any(|area| area.code == *code) {
            let what = format!("the recipe names {code} {name}, but there is no such area");
            report.add(id, what, "the name is not used");
        }
    }
}

/// Cuts a column to the blocks that are `inside`.
fn clip(column: &Column, inside: &[bool]) -> Column {
    let retained: BTreeSet<usize> = column
        .of_block
        .iter()
        .zip(inside)
        .filter(|(_, inside)| **inside)
        .filter_map(|(area, _)| *area)
        .collect();
    let beyond: BTreeSet<usize> = column
        .of_block
        .iter()
        .zip(inside)
        .filter(|(_, inside)| !**inside)
        .filter_map(|(area, _)| *area)
        .collect();
    let position: BTreeMap<usize, usize> = retained
        .iter()
        .enumerate()
        .map(|(new, &old)| (old, new))
        .collect();
    Column {
        areas: retained
            .iter()
            .map(|area| Entry {
                complete: !beyond.contains(area),
                ..column.areas[*area].clone()
            })
            .collect(),
        of_block: column
            .of_block
            .iter()
            .zip(inside)
            .filter(|(_, inside)| **inside)
            .map(|(area, _)| area.map(|area| position[&area]))
            .collect(),
    }
}

#[cfg(test)]
mod tests;
