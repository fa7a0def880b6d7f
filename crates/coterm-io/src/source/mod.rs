//! The published files that data is built from, each read as it is.

pub(crate) mod code_point_open;
pub(crate) mod lookups;
pub(crate) mod onspd;
pub(crate) mod postcode_table;
pub(crate) mod wheel;

pub(crate) use wheel::Wheels;
