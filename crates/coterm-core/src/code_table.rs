use std::collections::{BTreeSet, HashMap};

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
#[derive(Debug, Default)]
pub struct CodeTable {
    blocks: Vec<String>,
    by_code: HashMap<String, usize>,
    columns: HashMap<usize, Vec<Option<usize>>>,
    /// District code, then layer: what all blocks of the district agree on.
    districts: HashMap<String, HashMap<usize, Option<usize>>>,
}

impl CodeTable {
    /// A table of these blocks; `columns` holds, for each layer that the table
    /// covers, one entry a block.
    pub fn new(blocks: Vec<String>, columns: HashMap<usize, Vec<Option<usize>>>) -> Self {
        let by_code = blocks
            .iter()
            .enumerate()
            .map(|(i, code)| (code.clone(), i))
            .collect();
        Self {
            blocks,
            by_code,
            columns,
            districts: HashMap::new(),
        }
    }

    /// The same table, which now also answers for whole districts: `districts`
    /// is the layer whose areas they are, `codes` the code of each, and those
    /// not `complete` are left out because blocks of theirs are not here.
    ///
    /// For a postcode that is too new for the table of blocks but has a district
    /// code: if all blocks of the district are in one area, so is the postcode.
    #[must_use]
    pub fn with_districts<'a>(
        mut self,
        districts: usize,
        areas: impl IntoIterator<Item = (&'a str, bool)>,
    ) -> Self {
        let Some(of_block) = self.columns.get(&districts) else {
            return self;
        };
        for (area, (code, _)) in areas
            .into_iter()
            .enumerate()
            .filter(|(_, (_, complete))| *complete)
        {
            let blocks: Vec<usize> = (0..of_block.len())
                .filter(|&block| of_block[block] == Some(area))
                .collect();
            let agreed = self
                .columns
                .iter()
                .filter_map(|(&layer, column)| {
                    let mut owners = blocks.iter().map(|&block| column[block]);
                    let first = owners.next()?;
                    owners.all(|owner| owner == first).then_some((layer, first))
                })
                .collect();
            self.districts.insert(code.to_owned(), agreed);
        }
        self
    }

    /// The blocks' codes, in the table's order.
    pub fn blocks(&self) -> &[String] {
        &self.blocks
    }

    /// Where in [`CodeTable::blocks`] the block with this code is.
    pub fn block(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The area of the layer that the block is in.
    pub fn of_block(&self, block: usize, layer: usize) -> Coded {
        match self
            .columns
            .get(&layer)
            .map(|column| column.get(block).copied())
        {
            Some(Some(Some(area))) => Coded::Area(area),
            Some(Some(None)) => Coded::NoArea,
            Some(None) | None => Coded::Unknown,
        }
    }

    /// The area of the layer that the whole district is in.
    pub fn of_district(&self, district: &str, layer: usize) -> Coded {
        match self
            .districts
            .get(district)
            .and_then(|agreed| agreed.get(&layer))
        {
            Some(Some(area)) => Coded::Area(*area),
            Some(None) => Coded::NoArea,
            None => Coded::Unknown,
        }
    }

    /// The blocks of an area, or `None` if the table does not cover the layer.
    pub fn blocks_of(&self, layer: usize, area: usize) -> Option<BTreeSet<usize>> {
        let column = self.columns.get(&layer)?;
        Some(
            (0..column.len())
                .filter(|&block| column[block] == Some(area))
                .collect(),
        )
    }
}
