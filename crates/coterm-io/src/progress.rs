//! [`Progress`]: how long-running functions report how far they are.
//!
//! The command line shows bars; tests use [`Silent`].

/// Receiver of reports on how far a long task has come.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use coterm_io::Progress;
///
/// /// Counts the steps of all stages.
/// #[derive(Default)]
/// struct Steps(AtomicU64);
///
/// impl Progress for Steps {
///     fn begin(&self, stage: &str, total: Option<u64>) {
///         println!("{stage}: {total:?} steps");
///     }
///     fn advance(&self, steps: u64) {
///         self.0.fetch_add(steps, Ordering::Relaxed);
///     }
///     fn end(&self) {}
/// }
///
/// let steps = Steps::default();
/// steps.advance(2);
/// assert_eq!(steps.0.into_inner(), 2);
/// ```
pub trait Progress: Sync {
    /// Begins a stage, with its number of steps if that is known.
    fn begin(&self, stage: &str, total: Option<u64>);
    /// Reports that so many more steps are done.
    fn advance(&self, steps: u64);
    /// Ends the stage.
    fn end(&self);
}

/// Receiver that shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
