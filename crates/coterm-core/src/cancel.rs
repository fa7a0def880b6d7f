//! [`Cancel`], a token by which work is told to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Error, Result};

/// A token by which whoever started some work tells it to stop. Clones share it.
///
/// Work that takes long looks at it between its parts, and then ends with [`Error::Cancelled`].
/// All tokens are equal: none changes what is computed.
///
/// ```
/// use coterm_core::Cancel;
///
/// let cancel = Cancel::default();
/// let worker = cancel.clone();
/// assert!(worker.check().is_ok());
/// cancel.cancel();
/// assert!(worker.check().is_err());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl PartialEq for Cancel {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Cancel {
    /// Tells the work to stop. It cannot be undone.
    ///
    /// ```
    /// let cancel = coterm_core::Cancel::default();
    /// cancel.cancel();
    /// assert!(cancel.is_cancelled());
    /// ```
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the work was told to stop.
    ///
    /// ```
    /// assert!(!coterm_core::Cancel::default().is_cancelled());
    /// ```
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Returns nothing, or the error that ends the work.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`] once [`cancel`](Self::cancel) was called.
    ///
    /// ```
    /// assert!(coterm_core::Cancel::default().check().is_ok());
    /// ```
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }
}
