//! [`ChosenExtent`]: the ground that a data folder covers, found by what a person called it.
//!
//! An extent is named in the recipe, or is an integrated care board, or a list of districts. Each
//! ground has one name, whatever it was asked for by, so that equal ground gives equal data.

use std::collections::BTreeSet;

use coterm_core::codes::BlockId;
use coterm_core::layers::find_area;
use coterm_core::words::{day, excerpt, list};

use super::membership::{Column, Membership};
use crate::manifest::sha256_hex;
use crate::recipe::{Extent, Made, Recipe};
use crate::{Error, Result};

/// Largest number of districts whose codes make the name of an extent.
const NAMED_BY_CODES: usize = 4;
/// Longest part of a wrong name that its error repeats, in characters.
const REPEATED: usize = 60;

/// The ground that a data folder covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenExtent {
    /// The only name of this ground: that of the recipe, or `icb-` with the board's ODS code, or
    /// `lad-` with the codes of the districts. It can be part of a file's name.
    pub name: String,
    /// The extent in words.
    pub title: String,
    /// Codes of the districts that make up the extent; empty for all of England.
    pub(super) districts: Vec<String>,
}

/// An integrated care board, with its ground in all of England.
struct Board<'a> {
    code: &'a str,
    ods: &'a str,
    /// The full name, `NHS Dorset Integrated Care Board`.
    name: &'a str,
    blocks: BTreeSet<BlockId>,
}

/// The layers in which extents are looked for, for all of England.
struct England<'a> {
    recipe: &'a Recipe,
    boards: Vec<Board<'a>>,
    /// Columns of the layers of districts, those of earlier layers first. The codes of the first
    /// make up an extent.
    districts: Vec<&'a Column>,
}

/// Returns the extent that a text names: by its name in the recipe; by the ODS code, the ONS code or the name of an
/// integrated care board; or by the codes or names of districts, with commas between them. The
/// membership is that of all England.
///
/// A board's extent has all districts, past and present, that the board has any block of, so that
/// the board and its districts are whole.
///
/// # Errors
///
/// [`Error::InvalidInput`] if a part of the text names nothing, or several things; it names the
/// nearest.
pub(super) fn find(recipe: &Recipe, membership: &Membership, wanted: &str) -> Result<ChosenExtent> {
    if let Some(extent) = recipe.sources.extent.get(wanted) {
        return Ok(of_recipe(wanted, extent));
    }
    let england = England::new(recipe, membership)?;
    let board = england.board(wanted);
    let districts = england.districts_called(wanted);
    match (board, districts) {
        (Some(board), Ok(districts)) if england.around(board) != districts => {
            Err(Error::InvalidInput(format!(
                "\"{wanted}\" is both a district and an integrated care board; for the board write {}, for the district its code, {}",
                board.ods,
                england.codes(&districts).join(",")
            )))
        }
        (Some(board), _) => Ok(england.of_board(board)),
        (None, Ok(districts)) => Ok(england.of_districts(&districts)),
        (None, Err(unknown)) => Err(england.refusal(&unknown, membership)),
    }
}

fn of_recipe(name: &str, extent: &Extent) -> ChosenExtent {
    ChosenExtent {
        name: name.to_owned(),
        title: extent.title.clone(),
        districts: extent.districts.clone(),
    }
}

impl<'a> England<'a> {
    fn new(recipe: &'a Recipe, membership: &'a Membership) -> Result<Self> {
        let mut boards = Vec::new();
        for (id, _) in recipe.made(Made::Icb) {
            let column = membership.column(id)?;
            boards.extend(column.areas.iter().enumerate().map(|(area, entry)| Board {
                code: &entry.code,
                ods: entry.ods.as_deref().unwrap_or(&entry.code),
                name: &entry.name,
                blocks: column.blocks(area),
            }));
        }
        let mut districts: Vec<_> = recipe
            .made(Made::District)
            .map(|(id, layer)| (layer.valid_from, id))
            .collect();
        let defined = recipe.definitions.iter();
        let defined = defined.filter(|layer| layer.gives_districts);
        districts.extend(defined.map(|layer| (layer.period.from(), layer.layer.as_str())));
        districts.sort_unstable();
        let districts = districts.into_iter().map(|(_, id)| membership.column(id));
        Ok(Self {
            recipe,
            boards,
            districts: districts.collect::<Result<_>>()?,
        })
    }

    /// Returns the board that a text names, if any: by a code, or by its name with or without "NHS"
    /// and "Integrated Care Board", whatever the case.
    fn board(&self, wanted: &str) -> Option<&Board<'a>> {
        let wanted = plain(wanted);
        self.boards.iter().find(|board| {
            [board.code, board.ods]
                .map(str::to_lowercase)
                .contains(&wanted)
                || plain(board.name) == wanted
        })
    }

    /// Returns the blocks of the districts in a list. A name may itself have a comma: `Bristol, City
    /// of`. The error is the part of the text that names no district.
    fn districts_called(&self, wanted: &str) -> std::result::Result<BTreeSet<BlockId>, String> {
        let parts: Vec<&str> = wanted.split(',').map(str::trim).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let mut rest = parts.as_slice();
        let mut blocks = BTreeSet::new();
        while let [first, ..] = rest {
            let with_comma = rest.get(..2).map(|two| two.join(", "));
            let long = with_comma.and_then(|name| Some((2, self.district(&name)?)));
            let (length, found) = long
                .or_else(|| Some((1, self.district(first)?)))
                .ok_or_else(|| (*first).to_owned())?;
            blocks.extend(found);
            rest = &rest[length..];
        }
        if blocks.is_empty() {
            return Err(wanted.to_owned());
        }
        Ok(blocks)
    }

    /// Returns the blocks of a district, past or present, by its code or name, whatever the case. A
    /// name may lack what follows its comma: `Bristol`.
    fn district(&self, wanted: &str) -> Option<BTreeSet<BlockId>> {
        let defects = self.recipe.sources.known_defect.iter();
        let mut renewed = defects.filter(|defect| {
            let new = defect.new_code.as_deref();
            new.is_some_and(|new| new.eq_ignore_ascii_case(wanted))
        });
        let old = renewed.find_map(|defect| defect.areas.first());
        let wanted = old.map_or(wanted, String::as_str);
        let mut districts = self.districts.iter();
        let named = districts.find_map(|column| column.blocks_of(wanted));
        let lower = wanted.to_lowercase();
        named.or_else(|| {
            self.districts.iter().find_map(|column| {
                let mut areas = column.areas.iter();
                let area = areas.position(|area| said(&area.name).to_lowercase() == lower)?;
                Some(column.blocks(area))
            })
        })
    }

    /// Returns the blocks of all districts that a board has any block of. Districts of one year may
    /// be parts of those of another, so this is repeated until nothing is added.
    fn around(&self, board: &Board<'_>) -> BTreeSet<BlockId> {
        let mut blocks = board.blocks.clone();
        loop {
            let before = blocks.len();
            for column in &self.districts {
                let touched: BTreeSet<usize> = blocks
                    .iter()
                    .filter_map(|block| column.of_block[block.index()])
                    .collect();
                for area in touched {
                    blocks.extend(column.blocks(area));
                }
            }
            if blocks.len() == before {
                return blocks;
            }
        }
    }

    /// Returns the codes of the earliest districts that have these blocks, in order.
    fn codes(&self, blocks: &BTreeSet<BlockId>) -> Vec<String> {
        let Some(column) = self.districts.first() else {
            return Vec::new();
        };
        let areas = blocks.iter();
        let areas = areas.filter_map(|block| column.of_block[block.index()]);
        let codes: BTreeSet<&str> = areas.map(|area| column.areas[area].code.as_str()).collect();
        codes.into_iter().map(str::to_owned).collect()
    }

    fn of_board(&self, board: &Board<'_>) -> ChosenExtent {
        let blocks = self.around(board);
        // Names of today: a district of which the board has only a part.
        let rest = self.districts.last().into_iter().flat_map(|column| {
            let beyond = blocks.difference(&board.blocks);
            let beyond = beyond.filter_map(|block| column.of_block[block.index()]);
            let names: BTreeSet<&str> = beyond.map(|area| said(&column.areas[area].name)).collect();
            names
        });
        let rest = list(rest);
        let short = board.name.trim_end_matches(" Integrated Care Board");
        ChosenExtent {
            name: format!("icb-{}", board.ods),
            title: match rest.as_str() {
                "" => short.to_owned(),
                rest => format!("{short}, with the rest of {rest}"),
            },
            districts: self.codes(&blocks),
        }
    }

    /// Makes the extent of some districts. If it is that of the recipe or of a board, it has that
    /// name.
    fn of_districts(&self, blocks: &BTreeSet<BlockId>) -> ChosenExtent {
        let codes = self.codes(blocks);
        let of_recipe_or_board = self
            .recipe
            .sources
            .extent
            .iter()
            .find_map(|(name, extent)| {
                let same =
                    codes.iter().collect::<BTreeSet<_>>() == extent.districts.iter().collect();
                same.then(|| of_recipe(name, extent))
            });
        let of_board = || {
            let mut boards = self.boards.iter();
            let board = boards.find(|board| self.around(board) == *blocks)?;
            Some(self.of_board(board))
        };
        if let Some(extent) = of_recipe_or_board.or_else(of_board) {
            return extent;
        }
        let names = self.districts.first().into_iter().flat_map(|column| {
            let areas = column.areas.iter();
            let areas = areas.filter(|area| codes.binary_search(&area.code).is_ok());
            let names: BTreeSet<&str> = areas.map(|area| said(&area.name)).collect();
            names
        });
        let name = if codes.len() <= NAMED_BY_CODES {
            format!("lad-{}", codes.join("-"))
        } else {
            let digest = sha256_hex(codes.join(",").as_bytes());
            format!("lad-{}-{}", codes.len(), &digest[..8])
        };
        ChosenExtent {
            name,
            title: list(names),
            districts: codes,
        }
    }

    /// Says why a text is no extent, and what is near it.
    fn refusal(&self, wanted: &str, membership: &Membership) -> Error {
        let shown = excerpt(wanted, REPEATED);
        if let Some((code, title)) = self.later_code(wanted) {
            return Error::InvalidInput(format!(
                "\"{shown}\" is a later code of {title}; write {code}, which the data has"
            ));
        }
        if let Some((name, title, boards)) = self.other_area(wanted, membership) {
            return Error::InvalidInput(format!(
                "\"{shown}\" is {name} of the layer \"{title}\", and an extent is a board or districts; write {boards}"
            ));
        }
        let boards = self.boards.iter();
        let boards = boards.map(|board| (board.ods, board.name));
        let districts = self.districts.iter().flat_map(|column| &column.areas);
        let districts = districts.map(|area| (area.code.as_str(), area.name.as_str()));
        let all: BTreeSet<(&str, &str)> = boards.chain(districts).collect();
        let nearest = match find_area(all.iter().copied(), wanted) {
            Ok(one) => list(all.iter().nth(one).map(|(code, _)| *code)),
            Err(not_one) => not_one.areas.join(", "),
        };
        let known = list(self.recipe.sources.extent.keys().map(String::as_str));
        Error::InvalidInput(format!(
            "there is no district and no integrated care board {}called \"{shown}\"; the closest matches are {nearest}; the recipe itself has the extents {known}",
            self.days_of_boards()
        ))
    }

    /// Returns the days on which the boards are known to have been these, as part of a sentence.
    fn days_of_boards(&self) -> String {
        let layer = self.recipe.made(Made::Icb).next();
        layer.map_or_else(String::new, |(_, layer)| {
            let from = day(layer.valid_from);
            match layer.known_to.map(day) {
                Some(to) => format!("of {from} to {to} "),
                None => format!("from {from} on "),
            }
        })
    }

    /// Returns the code and name of the board that was given a code later, by the notes of the known
    /// defects.
    fn later_code(&self, wanted: &str) -> Option<(&'a str, &'a str)> {
        let is_code = wanted.len() == 9 && wanted.chars().all(char::is_alphanumeric);
        let wanted = wanted.to_uppercase();
        let mut defects = self.recipe.sources.known_defect.iter();
        let defect = defects
            .find(|defect| is_code && !defect.areas.is_empty() && defect.note.contains(&wanted))?;
        let mut boards = self.boards.iter();
        let board = boards.find(|board| defect.areas.iter().any(|area| area == board.code))?;
        Some((board.ods, board.name))
    }

    /// Returns the name of an area of another layer that has this code, name or ODS code, the
    /// layer's title, and the boards that it is in, or else its districts.
    fn other_area(
        &self,
        wanted: &str,
        membership: &Membership,
    ) -> Option<(String, String, String)> {
        self.recipe.sources.order.iter().find_map(|id| {
            let column = membership.column(id).ok()?;
            let area = column.areas.iter().position(|area| {
                let ods = area.ods.as_deref().unwrap_or_default();
                [area.code.as_str(), area.name.as_str(), ods]
                    .iter()
                    .any(|text| text.eq_ignore_ascii_case(wanted))
            })?;
            let blocks = column.blocks(area);
            let boards = self.boards.iter();
            let boards = boards.filter(|board| !board.blocks.is_disjoint(&blocks));
            let boards: Vec<String> = boards
                .map(|board| format!("{} for {}", board.ods, board.name))
                .collect();
            let title = self.recipe.info(id).ok()?.title;
            let instead = match boards.as_slice() {
                [] => self.codes(&blocks).join(","),
                boards => boards.join(", or "),
            };
            Some((column.areas[area].name.clone(), title, instead))
        })
    }
}

/// Returns the name of a district without what follows a comma: `Bristol` of `Bristol, City of`.
fn said(name: &str) -> &str {
    name.split_once(", ").map_or(name, |(name, _)| name)
}

/// Returns the name of a board as people say it: in lower case, without "NHS" and the kind.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("nhs ").unwrap_or(&name);
    let kinds = [" integrated care board", " icb"];
    let short = kinds.iter().find_map(|kind| name.strip_suffix(kind));
    short.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests;
