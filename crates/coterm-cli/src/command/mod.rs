//! The subcommands: one file or folder for each, with its `run`, which returns the exit code.

pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod layers;
pub(crate) mod lookup;
pub(crate) mod map;
pub(crate) mod scenario;
pub(crate) mod serve;
pub(crate) mod tiles;
