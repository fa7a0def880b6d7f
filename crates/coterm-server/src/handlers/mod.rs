//! The handlers of the endpoints that `router` lists: one file for each resource.

mod answers;
pub(crate) mod areas;
pub(crate) mod batch;
mod batch_csv;
mod batch_json;
pub(crate) mod collections;
pub(crate) mod compare;
pub(crate) mod conformance;
pub(crate) mod health;
mod landing;
pub(crate) mod lookup;
pub(crate) mod metrics;
pub(crate) mod nearest;
pub(crate) mod openapi;
pub(crate) mod page;
pub(crate) mod postcodes;
pub(crate) mod ready;
pub(crate) mod scenarios;
pub(crate) mod style;
pub(crate) mod tiles;
