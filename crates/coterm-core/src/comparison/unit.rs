//! What is counted, and how: by the code table or by the drawing.

use super::Comparison;

/// How areas are counted where both layers are defined over building blocks, as the end of
/// a name for what is counted.
pub(super) const BY_CODE_TABLE: &str = " by the code table";

/// How pieces of ground are counted, in the same place of the name.
const BY_DRAWING: &str = " by the drawing";

impl Comparison {
    /// What areas, overlaps and differences are counted in: `live postcodes by the code
    /// table` where both layers are defined over building blocks, which pieces are not.
    /// Two counts never have one name.
    pub fn unit(&self) -> String {
        self.unit_counted(BY_CODE_TABLE)
    }

    /// What pieces of ground are counted in: `live postcodes by the drawing` where areas are
    /// counted by the code table.
    pub fn drawn_unit(&self) -> String {
        self.unit_counted(BY_DRAWING)
    }

    /// A unit of which there are two counts, by the code table and by the drawing.
    fn unit_counted(&self, how: &str) -> String {
        let unit = &self.weight.unit;
        if self.blocks.is_some() && !self.counts_ground() {
            format!("{unit}{how}")
        } else {
            unit.clone()
        }
    }

    /// Whether ground itself is what is counted.
    pub fn counts_ground(&self) -> bool {
        self.weight.unit == "hectares"
    }
}
