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
    /// By layer; none for a layer that the table does not cover.
    columns: Vec<Option<Vec<Option<usize>>>>,
    /// District code, then layer: what all blocks of the district agree on.
    districts: HashMap<String, HashMap<usize, Option<usize>>>,
}

impl CodeTable {
    /// A table of these blocks; `columns` holds, for each layer that the table
    /// covers, one entry a block.
    pub fn new(blocks: Vec<String>, columns: HashMap<usize, Vec<Option<usize>>>) -> Self {
        let layers = columns.keys().max().map_or(0, |last| last + 1);
        let mut by_layer = vec![None; layers];
        for (layer, column) in columns {
            by_layer[layer] = Some(column);
        }
        let by_code = blocks
            .iter()
            .enumerate()
            .map(|(i, code)| (code.clone(), i))
            .collect();
        Self {
            blocks,
            by_code,
            columns: by_layer,
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
        let Some(of_block) = self.column(districts) else {
            return self;
        };
        let complete = areas
            .into_iter()
            .enumerate()
            .filter(|(_, (_, complete))| *complete);
        self.districts = complete
            .map(|(area, (code, _))| {
                let blocks = (0..of_block.len()).filter(|&block| of_block[block] == Some(area));
                (code.to_owned(), self.agreed(&blocks.collect::<Vec<_>>()))
            })
            .collect();
        self
    }

    /// For each layer the area that all the blocks are in, if that is one or none.
    fn agreed(&self, blocks: &[usize]) -> HashMap<usize, Option<usize>> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(layer, column)| {
                let column = column.as_ref()?;
                let mut owners = blocks.iter().map(|&block| column[block]);
                let first = owners.next()?;
                owners.all(|owner| owner == first).then_some((layer, first))
            })
            .collect()
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
        match self.column(layer).and_then(|column| column.get(block)) {
            Some(Some(area)) => Coded::Area(*area),
            Some(None) => Coded::NoArea,
            None => Coded::Unknown,
        }
    }

    fn column(&self, layer: usize) -> Option<&[Option<usize>]> {
        self.columns.get(layer)?.as_deref()
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
        let column = self.column(layer)?;
        Some(
            (0..column.len())
                .filter(|&block| column[block] == Some(area))
                .collect(),
        )
    }
}
