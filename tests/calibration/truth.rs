//! [`Truth`]: a finer drawing of a layer's areas, taken as true.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use coterm_core::codes::Coded;
use coterm_core::dataset::Dataset;
use coterm_core::layers::{AreaId, LayerId};
use coterm_core::space::GridPoint;
use coterm_io::{AreaFile, Fields};
use geo::{Coord, MultiPolygon};
use polygon_coverage::{PointIndex, measure::edges};

use crate::Outcome;

/// Edge with its start and its end.
pub(crate) type Edge = [Coord<f64>; 2];

/// How a finer file's codes relate to the areas of the layer that is compared with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Through {
    /// The file has the layer's own areas. An area that only one of both has is not compared.
    Codes,
    /// The file has the areas of this layer, which make up those of the compared layer by the
    /// data's code table. Areas that the data does not have lie outside it.
    Layer(&'static str),
}

/// File of finer lines, read once for all layers that it is compared with.
pub(crate) struct FinerFile {
    codes: Vec<String>,
    footprints: Vec<MultiPolygon<f64>>,
    index: PointIndex,
    edges: Vec<Edge>,
}

impl FinerFile {
    /// Reads the areas of a file, with the codes of one of its fields.
    pub(crate) fn read(path: &Path, code_field: &str) -> Outcome<Self> {
        let fields = Fields {
            code: Some(code_field.to_owned()),
            ..Fields::default()
        };
        let areas = AreaFile::read(path, &fields)?.areas;
        let codes = areas.iter().map(|area| area.code.clone()).collect();
        let footprints: Vec<_> = areas.into_iter().map(|area| area.footprint).collect();
        Ok(Self {
            index: PointIndex::build(&footprints)?,
            edges: different(footprints.iter().flat_map(edges)),
            codes,
            footprints,
        })
    }

    /// Number of areas.
    pub(crate) fn areas(&self) -> usize {
        self.footprints.len()
    }
}

/// Edges without repetition in either direction, in order of their first occurrence.
pub(crate) fn different(edges: impl Iterator<Item = Edge>) -> Vec<Edge> {
    let mut seen = HashSet::new();
    let bits = |at: Coord<f64>| [at.x.to_bits(), at.y.to_bits()];
    edges
        .filter(|[from, to]| {
            let (from, to) = (bits(*from), bits(*to));
            from != to && seen.insert([from.min(to), from.max(to)])
        })
        .collect()
}

/// Containing area of a point by the finer lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrueArea {
    /// This area of the layer.
    Area(AreaId),
    /// An area that the data does not have.
    Beyond,
    /// Ground in no area of the file: the sea, or another country.
    Nobody,
    /// An area that cannot be compared, because only one of both has its code.
    NotCompared,
}

/// Finer file in relation to one layer.
pub(crate) struct Truth<'a> {
    file: &'a FinerFile,
    /// Area of the layer for each area of the file.
    containing: Vec<TrueArea>,
    /// Codes of areas that cannot be compared, because only one of both has them.
    pub(crate) left_out: BTreeSet<String>,
}

impl<'a> Truth<'a> {
    /// Matches the file's areas with those of the layer.
    pub(crate) fn of(
        file: &'a FinerFile,
        through: Through,
        dataset: &Dataset,
        layer: LayerId,
    ) -> Outcome<Self> {
        let target = &dataset.catalogue()[layer];
        let mut left_out = BTreeSet::new();
        let containing = match through {
            Through::Codes => {
                let theirs: BTreeSet<&str> = file.codes.iter().map(String::as_str).collect();
                let ours = target.areas().iter().map(coterm_core::layers::Area::code);
                left_out.extend(
                    ours.filter(|code| !theirs.contains(code))
                        .map(str::to_owned),
                );
                let containing = |code: &String| {
                    if let Some(area) = target.position(code) {
                        return TrueArea::Area(area);
                    }
                    left_out.insert(code.clone());
                    TrueArea::NotCompared
                };
                file.codes.iter().map(containing).collect()
            }
            Through::Layer(parts) => {
                let table = through_table(dataset, parts, layer)?;
                let containing = |code: &String| match table.get(code) {
                    // The code is not in the data, or is in none of the layer's areas by the table.
                    None | Some(None) => TrueArea::Beyond,
                    Some(Some(area)) => TrueArea::Area(*area),
                };
                file.codes.iter().map(containing).collect()
            }
        };
        Ok(Self {
            file,
            containing,
            left_out,
        })
    }

    /// The containing area of a point.
    pub(crate) fn containing(&self, point: GridPoint) -> TrueArea {
        self.file
            .index
            .locate(point.coord())
            .map_or(TrueArea::Nobody, |area| self.containing[area.index()])
    }

    /// Every edge of the file, including those within the layer's areas.
    pub(crate) fn edges(&self) -> &[Edge] {
        &self.file.edges
    }

    /// Whether an answer's area cannot be compared.
    pub(crate) fn is_left_out(&self, code: &str) -> bool {
        self.left_out.contains(code)
    }
}

/// Area of the layer that each code of the layer `parts` is part of, by the
/// data's code table; `None` for a part without any.
fn through_table(
    dataset: &Dataset,
    parts: &str,
    layer: LayerId,
) -> Outcome<BTreeMap<String, Option<AreaId>>> {
    let catalogue = dataset.catalogue();
    let position = |id: &str| {
        let found = catalogue.position(id);
        found.ok_or_else(|| format!("the data has no layer {id}"))
    };
    let target = &catalogue[layer];
    let column = position(coded_as(target.id()))?;
    let (parts, codes) = (position(parts)?, dataset.codes());
    let mut table = BTreeMap::new();
    for (block, name) in codes.block_ids().zip(codes.blocks()) {
        let part = match codes.of_block(block, parts) {
            Coded::Area(area) => catalogue[parts][area].code(),
            _ if catalogue[parts].position(name).is_some() => name,
            _ => continue,
        };
        let whole = match codes.of_block(block, column) {
            Coded::Area(area) => target.position(catalogue[column][area].code()),
            _ if column == parts => target.position(part),
            _ => None,
        };
        table.insert(part.to_owned(), whole);
    }
    Ok(table)
}

/// The layer whose areas another generalisation has; the layer itself for any other.
fn coded_as(layer: &str) -> &str {
    match layer {
        "sicbl-2022-buc" => "sicbl-2022",
        "lad-2024-buc" => "lad-2023",
        "ccg-2019-bsc" => "ccg-2021",
        itself => itself,
    }
}
