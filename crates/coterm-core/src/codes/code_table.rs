use std::collections::{BTreeSet, HashMap};

use crate::GssCode;
use crate::codes::numbered::Numbered;

/// What a code table says of a block or district and a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coded {
    /// It is in this area, by position in the layer.
    Area(usize),
    /// It is in none of the layer's areas.
    NoArea,
    /// The table says nothing.
    Unknown,
}

/// For each building block (LSOA 2011) the area that it belongs to in each
/// layer: the truth that polygons are a picture of.
///
/// Areas are named by their position in the layer, blocks by theirs in the
/// table, layers by theirs in the catalogue.
#[derive(Debug, Default, Clone)]
pub struct CodeTable {
    blocks: Vec<String>,
    by_code: Numbered,
    /// For each block an entry for each layer, side by side: all are asked together.
    entries: Vec<Entry>,
    /// Layers that have an entry, the last one that the table covers included.
    layers: usize,
    /// Codes of districts, by position in `districts`.
    by_district: Numbered,
    districts: Vec<District>,
}

/// A district that postcodes are in by code, and what follows from that.
#[derive(Debug, Clone)]
struct District {
    /// The layer that it is an area of.
    layer: usize,
    area: usize,
    /// An entry for each layer: what all its blocks agree on.
    agreed: Vec<Entry>,
}

/// An area of a layer of districts, as releases of postcodes name it: see
/// [`CodeTable::with_districts`].
#[derive(Debug, Clone, Copy)]
pub struct DistrictCode<'a> {
    /// The code that releases give postcodes in it.
    pub code: &'a str,
    /// The layer, by position in the catalogue.
    pub layer: usize,
    /// The area, by position in the layer.
    pub area: usize,
    /// Whether all of its blocks are in the table.
    pub complete: bool,
}

/// [`Coded`], in four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry(u32);

impl Entry {
    const UNKNOWN: Self = Self(u32::MAX);
    const NO_AREA: Self = Self(u32::MAX - 1);

    fn of(area: Option<usize>) -> Self {
        let Some(area) = area else {
            return Self::NO_AREA;
        };
        // No layer has four thousand million areas.
        u32::try_from(area).map_or(Self::UNKNOWN, Self)
    }

    fn coded(self) -> Coded {
        match self {
            Self::UNKNOWN => Coded::Unknown,
            Self::NO_AREA => Coded::NoArea,
            Self(area) => Coded::Area(area as usize),
        }
    }
}

impl CodeTable {
    /// A table of these blocks; `columns` holds, for each layer that the table
    /// covers, one entry a block.
    pub fn new(blocks: Vec<String>, columns: HashMap<usize, Vec<Option<usize>>>) -> Self {
        let layers = columns.keys().max().map_or(0, |last| last + 1);
        let mut entries = vec![Entry::UNKNOWN; layers * blocks.len()];
        for (layer, column) in columns {
            for (block, area) in column.into_iter().enumerate().take(blocks.len()) {
                entries[block * layers + layer] = Entry::of(area);
            }
        }
        Self {
            by_code: Numbered::new(blocks.iter().map(String::as_str).zip(0..)),
            blocks,
            entries,
            layers,
            ..Self::default()
        }
    }

    /// Adds districts, so that the table also answers for whole ones.
    ///
    /// A postcode may be too new for the table of blocks but have a district's code: if all
    /// blocks of the district are in one area, so is the postcode. And where it has both, the
    /// one tells whether the other can be true.
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
            // Blocks that are not here may be in other areas.
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
        self.by_district = Numbered::new(codes);
        self
    }

    /// For each layer the area that all the blocks are in, if that is one or none.
    fn agreed(&self, blocks: &BTreeSet<usize>) -> Vec<Entry> {
        (0..self.layers)
            .map(|layer| {
                let mut owners = blocks.iter().map(|&block| self.entry(block, layer));
                let first = owners.next().unwrap_or(Entry::UNKNOWN);
                if owners.all(|owner| owner == first) {
                    first
                } else {
                    Entry::UNKNOWN
                }
            })
            .collect()
    }

    /// The blocks' codes, in the table's order.
    pub fn blocks(&self) -> &[String] {
        &self.blocks
    }

    /// Where in [`CodeTable::blocks`] the block with this code is.
    pub fn block(&self, code: GssCode) -> Option<usize> {
        self.by_code.position(code)
    }

    /// The area of the layer that the block is in.
    pub fn of_block(&self, block: usize, layer: usize) -> Coded {
        self.entry(block, layer).coded()
    }

    fn entry(&self, block: usize, layer: usize) -> Entry {
        if layer >= self.layers {
            return Entry::UNKNOWN;
        }
        let entry = self.entries.get(block * self.layers + layer);
        entry.copied().unwrap_or(Entry::UNKNOWN)
    }

    /// The area of the layer that the whole district is in.
    pub fn of_district(&self, district: GssCode, layer: usize) -> Coded {
        let Some(district) = self.district(district) else {
            return Coded::Unknown;
        };
        if district.layer == layer {
            return Coded::Area(district.area);
        }
        let entry = district.agreed.get(layer);
        entry.map_or(Coded::Unknown, |entry| entry.coded())
    }

    /// Whether the block is in the district, or `None` if the table does not know such a
    /// district.
    pub fn is_in_district(&self, block: usize, district: GssCode) -> Option<bool> {
        let District { layer, area, .. } = self.district(district)?;
        Some(self.of_block(block, *layer) == Coded::Area(*area))
    }

    /// Whether a postcode can be in two districts: in one by two codes, or in one of a year
    /// and its successor. O(n) in blocks unless the codes are the same.
    pub fn districts_overlap(&self, one: GssCode, other: GssCode) -> bool {
        if one == other {
            return true;
        }
        let (Some(one), Some(other)) = (self.district(one), self.district(other)) else {
            return false;
        };
        (0..self.blocks.len()).any(|block| {
            [one, other]
                .iter()
                .all(|district| self.of_block(block, district.layer) == Coded::Area(district.area))
        })
    }

    fn district(&self, code: GssCode) -> Option<&District> {
        self.districts.get(self.by_district.position(code)?)
    }

    /// The blocks of an area, or `None` if the table does not cover the layer.
    pub fn blocks_of(&self, layer: usize, area: usize) -> Option<BTreeSet<usize>> {
        let blocks = 0..self.blocks.len();
        let covered = |block: usize| self.entry(block, layer) != Entry::UNKNOWN;
        blocks.clone().any(covered).then(|| {
            blocks
                .filter(|&block| self.of_block(block, layer) == Coded::Area(area))
                .collect()
        })
    }
}
