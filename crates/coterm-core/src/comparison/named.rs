//! Areas by code and name, as results list them.

use serde::Serialize;

use crate::layers::{Area, Layer};

/// An area, by code and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Named {
    /// The area's code.
    pub code: String,
    /// The area's name.
    pub name: String,
}

impl From<&Area> for Named {
    fn from(area: &Area) -> Self {
        Self {
            code: area.code().to_owned(),
            name: area.name().to_owned(),
        }
    }
}

/// An area, by layer, code and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedArea {
    /// The layer: `utla-2023`.
    pub layer: String,
    /// The area's code in the layer.
    pub code: String,
    /// The area's name.
    pub name: String,
}

impl NamedArea {
    pub(crate) fn of(layer: &Layer, area: &Area) -> Self {
        let Named { code, name } = Named::from(area);
        Self {
            layer: layer.id().to_owned(),
            code,
            name,
        }
    }
}
