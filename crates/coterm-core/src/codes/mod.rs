//! Postcodes, official codes, and the tables that lead from one to the other.

mod code_table;
mod directory;
mod gss;
mod invisible;
mod numbered;
mod postcode;
mod sectors;

pub use code_table::{CodeTable, Coded};
pub use directory::{
    PositionSource, PositionalQuality, PostcodeDirectory, PostcodeRecord, UserType,
};
pub use gss::GssCode;
pub use invisible::without_invisible;
pub use postcode::Postcode;
