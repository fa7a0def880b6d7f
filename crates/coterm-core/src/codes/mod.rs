//! Postcodes and official codes: how they are read and held, what each release says of a postcode,
//! and the code table that leads from a building block to areas.

mod block_id;
mod code_table;
mod directory;
mod gss;
mod gss_code_map;
mod invisible;
mod position;
mod postcode;
mod postcode_fault;
mod postcode_record;
mod postcode_tree;
mod release;
mod sectors;

pub use block_id::BlockId;
pub use code_table::{CodeTable, Coded, DistrictCode};
pub use directory::PostcodeDirectory;
pub use gss::{GssCode, ParseGssCodeError};
pub use invisible::without_invisible;
pub use position::{Apart, PositionSource, PositionalQuality};
pub use postcode::Postcode;
pub use postcode_fault::PostcodeFault;
pub use postcode_record::{InUse, Lives, PostcodeRecord, UserType};
pub use postcode_tree::{NearPostcode, PostcodeTree};
pub(crate) use release::as_code;
#[cfg(test)]
pub(crate) use release::tests as release_examples;
pub use release::{Release, ReleaseId, ReleaseKind, ReleasedDistricts, Releases, ReleasesFault};
