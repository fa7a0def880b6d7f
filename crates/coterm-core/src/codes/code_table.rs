//! [`CodeTable`]: the areas that each building block is in, by official codes. Lookups and
//! comparisons ask it before any polygon. Layers, blocks and areas are named by position.

use std::collections::{BTreeSet, HashMap};

use polygon_coverage::AreaId;

use crate::codes::gss_code_map::GssCodeMap;
use crate::codes::{BlockId, GssCode};
use crate::layers::LayerId;

/// Entry of a code table for a block or district, and a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coded {
    /// Inside this area, by position in the layer.
    Area(AreaId),
    /// Outside all of the layer's areas.
    NoArea,
    /// Absent from the table.
    Unknown,
}

/// The area of each layer that each building block (LSOA 2011) belongs to. This is the truth that
/// polygons picture.
///
/// Areas are named by their positions in the layer, blocks by their positions in the table, layers
/// by their positions in the catalogue.
#[derive(Debug, Default, Clone)]
pub struct CodeTable {
    blocks: Vec<String>,
    by_code: GssCodeMap,
    /// Entries of all layers, block by block: a lookup reads those of one block together.
    entries: Vec<Entry>,
    /// Number of entries of a block: one more than the position of the last layer that the table
    /// covers.
    layers: usize,
    /// Positions in `districts`, by the districts' codes.
    by_district: GssCodeMap,
    districts: Vec<District>,
}

/// A district that postcodes are in by code, and the areas of other layers that follow from it.
#[derive(Debug, Clone)]
struct District {
    /// Layer that the district is an area of, by position in the catalogue.
    layer: LayerId,
    area: AreaId,
    /// Entry of each layer that all blocks of the district have in common.
    agreed: Vec<Entry>,
}

/// An area of a layer of districts, with the code by which releases of postcodes name it: see
/// [`CodeTable::with_districts`].
#[derive(Debug, Clone, Copy)]
pub struct DistrictCode<'a> {
    /// Code that releases give to postcodes in the district.
    pub code: &'a str,
    /// Layer of the district, by position in the catalogue.
    pub layer: LayerId,
    /// Area in that layer, by position.
    pub area: AreaId,
    /// Whether all blocks of the district are in the table.
    pub complete: bool,
}

/// A [`Coded`] packed into four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry(u32);

impl Entry {
    const UNKNOWN: Self = Self(u32::MAX);
    const NO_AREA: Self = Self(u32::MAX - 1);

    fn of(area: Option<AreaId>) -> Self {
        area.map_or(Self::NO_AREA, |area| Self(area.position()))
    }

    fn coded(self) -> Coded {
        match self {
            Self::UNKNOWN => Coded::Unknown,
            Self::NO_AREA => Coded::NoArea,
            Self(area) => AreaId::new(area as usize).map_or(Coded::Unknown, Coded::Area),
        }
    }
}

impl CodeTable {
    /// Makes a table of these blocks. `columns` holds, for each layer that the table covers, one
    /// entry for each block; `None` is outside all of the layer's areas. O(n) in the entries.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use coterm_core::codes::{BlockId, CodeTable, Coded};
    /// use coterm_core::layers::{AreaId, LayerId};
    ///
    /// // The first layer has one area, Lancaster. The second block is outside it, in Blackburn.
    /// let (districts, lancaster) = (LayerId::new(0), AreaId::new(0));
    /// let blocks = vec!["E01025105".to_owned(), "E01012571".to_owned()];
    /// let table = CodeTable::new(blocks, HashMap::from([(districts, vec![lancaster, None])]));
    ///
    /// let block = table.block("E01025105".parse()?).expect("it is in the table");
    /// assert_eq!(Some(table.of_block(block, districts)), lancaster.map(Coded::Area));
    /// assert_eq!(table.of_block(BlockId::new(1), districts), Coded::NoArea);
    /// assert_eq!(table.of_block(block, LayerId::new(1)), Coded::Unknown);
    /// # Ok::<(), coterm_core::codes::ParseGssCodeError>(())
    /// ```
    pub fn new(blocks: Vec<String>, columns: HashMap<LayerId, Vec<Option<AreaId>>>) -> Self {
        let layers = columns.keys().max().map_or(0, |last| last.index() + 1);
        let mut entries = vec![Entry::UNKNOWN; layers * blocks.len()];
        for (layer, column) in columns {
            for (block, area) in column.into_iter().enumerate().take(blocks.len()) {
                entries[block * layers + layer.index()] = Entry::of(area);
            }
        }
        Self {
            by_code: GssCodeMap::new(blocks.iter().map(String::as_str).zip(0..)),
            blocks,
            entries,
            layers,
            ..Self::default()
        }
    }

    /// Adds districts, so that the table also answers for a whole district.
    ///
    /// A postcode may be too new for the table of blocks but have a district's code. If all blocks
    /// of the district are in one area, so is the postcode. If a postcode has both a block and a
    /// district, each shows whether the other can be true.
    #[must_use]
    pub fn with_districts<'a>(
        mut self,
        districts: impl IntoIterator<Item = DistrictCode<'a>>,
    ) -> Self {
        let mut codes = Vec::new();
        for DistrictCode {
            code,
            layer,
            area,
            complete,
        } in districts
        {
            let Some(blocks) = self.blocks_of(layer, area) else {
                continue;
            };
            // Blocks that are not in the table may be in other areas.
            let agreed = if complete {
                self.agreed(&blocks)
            } else {
                vec![Entry::UNKNOWN; self.layers]
            };
            codes.push((code, codes.len()));
            self.districts.push(District {
                layer,
                area,
                agreed,
            });
        }
        self.by_district = GssCodeMap::new(codes);
        self
    }

    /// Entry of each layer that all the blocks have in common; [`Entry::UNKNOWN`] if they differ.
    fn agreed(&self, blocks: &BTreeSet<BlockId>) -> Vec<Entry> {
        (0..self.layers)
            .map(LayerId::new)
            .map(|layer| {
                let mut entries = blocks.iter().map(|&block| self.entry(block, layer));
                let first = entries.next().unwrap_or(Entry::UNKNOWN);
                if entries.all(|entry| entry == first) {
                    first
                } else {
                    Entry::UNKNOWN
                }
            })
            .collect()
    }

    /// Codes of the blocks, in the table's order.
    pub fn blocks(&self) -> &[String] {
        &self.blocks
    }

    /// The ids of the blocks, in the table's order.
    pub fn block_ids(&self) -> impl ExactSizeIterator<Item = BlockId> + Clone {
        (0..self.blocks.len()).map(BlockId::new)
    }

    /// The id of the block with this code. O(1).
    pub fn block(&self, code: GssCode) -> Option<BlockId> {
        self.by_code.position(code).map(BlockId::new)
    }

    /// The code of a block.
    ///
    /// # Panics
    ///
    /// If the id is of another table, and this one has fewer blocks.
    pub fn block_code(&self, block: BlockId) -> &str {
        &self.blocks[block.index()]
    }

    /// The area of the layer that the block is in. O(1).
    pub fn of_block(&self, block: BlockId, layer: LayerId) -> Coded {
        self.entry(block, layer).coded()
    }

    fn entry(&self, block: BlockId, layer: LayerId) -> Entry {
        let (block, layer) = (block.index(), layer.index());
        if layer >= self.layers {
            return Entry::UNKNOWN;
        }
        let entry = self.entries.get(block * self.layers + layer);
        entry.copied().unwrap_or(Entry::UNKNOWN)
    }

    /// The area of the layer that the whole district is in. [`Coded::Unknown`] if the table does
    /// not know the district, or if its blocks differ.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::codes::Coded;
    ///
    /// let (catalogue, codes) = (dataset.catalogue(), dataset.codes());
    /// let [ccgs, counties] = ["ccg-2021", "utla-2023"].map(|id| catalogue.position(id).expect("it is there"));
    /// let preston = "E07000123".parse()?;
    /// assert!(matches!(codes.of_district(preston, counties), Coded::Area(_)), "all in Lancashire");
    /// assert_eq!(codes.of_district(preston, ccgs), Coded::Unknown, "in two CCGs");
    /// # Ok::<(), coterm_core::codes::ParseGssCodeError>(())
    /// ```
    pub fn of_district(&self, district: GssCode, layer: LayerId) -> Coded {
        let Some(district) = self.district(district) else {
            return Coded::Unknown;
        };
        if district.layer == layer {
            return Coded::Area(district.area);
        }
        let entry = district.agreed.get(layer.index());
        entry.map_or(Coded::Unknown, |entry| entry.coded())
    }

    /// Whether the block is in the district; `None` if the table does not know the district.
    pub fn is_in_district(&self, block: BlockId, district: GssCode) -> Option<bool> {
        let District { layer, area, .. } = self.district(district)?;
        Some(self.of_block(block, *layer) == Coded::Area(*area))
    }

    /// Whether one postcode can be in both districts: they have one code, or share a block, such as
    /// a district of one year and its successor. O(n) in blocks unless the codes are the same.
    pub fn districts_overlap(&self, one: GssCode, other: GssCode) -> bool {
        if one == other {
            return true;
        }
        let (Some(one), Some(other)) = (self.district(one), self.district(other)) else {
            return false;
        };
        self.block_ids().any(|block| {
            [one, other]
                .iter()
                .all(|district| self.of_block(block, district.layer) == Coded::Area(district.area))
        })
    }

    fn district(&self, code: GssCode) -> Option<&District> {
        self.districts.get(self.by_district.position(code)?)
    }

    /// Blocks of an area; `None` if the table does not cover the layer. O(n) in blocks.
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// let (catalogue, codes) = (dataset.catalogue(), dataset.codes());
    /// let districts = catalogue.position("lad-2023").expect("it has districts");
    /// let preston = catalogue[districts].find("Preston")?;
    /// let blocks = codes.blocks_of(districts, preston).expect("the table has districts");
    /// let names: Vec<&str> = blocks.iter().map(|&block| codes.block_code(block)).collect();
    /// assert_eq!(names, ["E01025281", "E01025314"]);
    /// # Ok::<(), coterm_core::layers::NotOneArea>(())
    /// ```
    pub fn blocks_of(&self, layer: LayerId, area: AreaId) -> Option<BTreeSet<BlockId>> {
        let blocks = self.block_ids();
        let covered = |block: BlockId| self.entry(block, layer) != Entry::UNKNOWN;
        blocks.clone().any(covered).then(|| {
            blocks
                .filter(|&block| self.of_block(block, layer) == Coded::Area(area))
                .collect()
        })
    }
}
