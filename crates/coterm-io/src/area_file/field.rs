//! Choice of the fields of a file that hold the codes and the names ([`field`]).

use std::collections::BTreeSet;
use std::path::Path;

use crate::feature::RawFeature;
use crate::{Error, Result};

/// Returns the wanted field. If none is wanted: the field that is called `whole`, or, of those
/// whose names end in `end`, the one with the most different values. Case is ignored.
pub(super) fn field(
    path: &Path,
    features: &[RawFeature],
    wanted: Option<&str>,
    [whole, end]: [&str; 2],
) -> Result<Option<String>> {
    let all: BTreeSet<&str> = features
        .iter()
        .flat_map(|feature| feature.fields.keys().map(String::as_str))
        .collect();
    let Some(wanted) = wanted else {
        let lower = |name: &str| name.to_ascii_lowercase();
        if let Some(named) = all.iter().find(|name| lower(name) == whole) {
            return Ok(Some((*named).to_owned()));
        }
        // A file often has the codes of the surrounding areas as well, of which there are fewer.
        let different = |name: &str| {
            let values = features
                .iter()
                .filter_map(|feature| feature.fields.get(name));
            values.collect::<BTreeSet<_>>().len()
        };
        let ending = all.iter().rev().filter(|name| lower(name).ends_with(end));
        return Ok(ending
            .max_by_key(|name| different(name))
            .map(|name| (*name).to_owned()));
    };
    if all.contains(wanted) {
        return Ok(Some(wanted.to_owned()));
    }
    let all: Vec<&str> = all.into_iter().collect();
    let available = if all.is_empty() {
        "it has none".to_owned()
    } else {
        format!("its fields are {}", all.join(", "))
    };
    Err(Error::InvalidInput(format!(
        "{}: it has no field \"{wanted}\"; {available}",
        path.display()
    )))
}
