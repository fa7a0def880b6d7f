//! [`GssCodeMap`]: positions by GSS code, for the code table. Codes that are not GSS codes are left
//! out.

use crate::codes::GssCode;

const NONE: u32 = u32::MAX;

/// Finds the position of a GSS code without hashing it. Each kind of code (`E01`) has a row of
/// positions by serial number, and serial numbers have few gaps.
#[derive(Debug, Default, Clone)]
pub(crate) struct GssCodeMap {
    kinds: Vec<Vec<u32>>,
}

impl GssCodeMap {
    /// Makes the rows from pairs of code and position. Codes of another shape are left out, and so
    /// are positions beyond `u32`.
    pub(crate) fn new<'a>(codes: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let mut kinds: Vec<Vec<u32>> = Vec::new();
        for (code, position) in codes {
            let (Ok(code), Ok(position)) = (code.parse::<GssCode>(), u32::try_from(position))
            else {
                continue;
            };
            let (kind, serial) = code.kind_and_serial();
            if kinds.len() <= kind {
                kinds.resize_with(kind + 1, Vec::new);
            }
            let row = &mut kinds[kind];
            if row.len() <= serial {
                row.resize(serial + 1, NONE);
            }
            row[serial] = position;
        }
        Self { kinds }
    }

    /// Position of a code, if it has one. O(1).
    pub(crate) fn position(&self, code: GssCode) -> Option<usize> {
        let (kind, serial) = code.kind_and_serial();
        let position = *self.kinds.get(kind)?.get(serial)?;
        (position != NONE).then_some(position as usize)
    }
}
