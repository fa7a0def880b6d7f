//! Lookups of whole Arrow columns: the one door by which columns of postcodes, coordinates or points
//! come in, and columns of areas go out.
//!
//! | to | use |
//! |---|---|
//! | read the places of rows from columns | [`PlaceColumns`] |
//! | add to a table what `coterm bulk` adds | [`RowColumns`] |
//! | find only the areas of one layer | [`area_keys`] |
//! | name areas without copying their names | [`Dictionaries`] |
//!
//! Codes and names come out dictionary-encoded, with the areas' positions in their layer as keys, so
//! that a row costs four bytes and the names of a layer are held once. Everything here is pure:
//! `coterm_io::bulk` reads and writes files, and `coterm_datafusion` makes SQL functions of it.

mod area_keys;
mod dictionaries;
mod error;
mod place_columns;
mod row_columns;
mod wkb_point;

pub use area_keys::area_keys;
pub use dictionaries::{Dictionaries, LayerDictionary};
pub use error::{Error, Result};
pub use place_columns::{PlaceColumns, PointSystem};
pub use row_columns::{ReasonWriter, RowColumns};
