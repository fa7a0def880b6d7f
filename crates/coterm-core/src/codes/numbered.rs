use crate::GssCode;

const NONE: u32 = u32::MAX;

/// Finds the position of a GSS code without hashing it: each kind of code (`E01`) has
/// a row of positions by number, and numbers have few gaps.
#[derive(Debug, Default, Clone)]
pub(crate) struct Numbered {
    kinds: Vec<Vec<u32>>,
}

impl Numbered {
    /// Of these codes; what has no position, or is of another shape, is not found.
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

    /// The position of a code.
    pub(crate) fn position(&self, code: GssCode) -> Option<usize> {
        let (kind, serial) = code.kind_and_serial();
        let position = *self.kinds.get(kind)?.get(serial)?;
        (position != NONE).then_some(position as usize)
    }
}
