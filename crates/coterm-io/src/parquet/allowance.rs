//! The bytes that a file may unpack to ([`Allowance`]).

use super::Result;

/// Number of bytes that each byte of a file may unpack to. Boundaries are packed to about a half, and
/// repeated texts to next to nothing, but they are a small part.
const TIMES: usize = 64;
/// Number of bytes that any file may unpack to.
const MIN: usize = 16 << 20;
/// Number of bytes that a value or a page counts as, besides its own.
const EACH: usize = 64;

/// The bytes that a file may still unpack to. A page of some bytes can stand for millions of values, and
/// one page can be named many times, so all that is unpacked is counted.
#[derive(Debug)]
pub(super) struct Allowance(usize);

impl Allowance {
    pub(super) fn of(file: usize) -> Self {
        Self(MIN.saturating_add(file.saturating_mul(TIMES)))
    }

    /// Takes what a value or page of this many bytes needs.
    pub(super) fn take(&mut self, bytes: usize) -> Result<()> {
        let left = self.0.checked_sub(bytes.saturating_add(EACH));
        self.0 = left.ok_or_else(|| {
            format!(
                "the file unpacks to more than {TIMES} times its size; save it with the geometry and \
                 the fields that you need only"
            )
        })?;
        Ok(())
    }
}
