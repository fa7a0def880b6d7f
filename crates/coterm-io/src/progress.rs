//! [`Progress`]: how long-running functions report how far they are.
//!
//! The command line shows bars; tests use [`Silent`].

/// Receiver of reports on how far a long task has come.
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
