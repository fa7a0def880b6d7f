/// How far long work has come. The command line draws bars; tests stay silent.
pub trait Progress: Sync {
    /// A stage begins, with as many steps as `total`, if that is known.
    fn begin(&self, stage: &str, total: Option<u64>);
    /// So many steps more are done.
    fn advance(&self, steps: u64);
    /// The stage is done.
    fn end(&self);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
