//! [`BlockId`]: how the building blocks of a code table are named inside the program. People name
//! them by their codes, such as `E01025128`.

/// The position of a building block in its [`CodeTable`](crate::codes::CodeTable), counted from 0. It
/// means nothing in another table.
///
/// ```
/// use coterm_core::codes::BlockId;
///
/// assert_eq!(BlockId::new(3).index(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(usize);

impl BlockId {
    /// The block at this position.
    pub const fn new(index: usize) -> Self {
        Self(index)
    }

    /// The position, to index a slice with.
    pub const fn index(self) -> usize {
        self.0
    }
}
