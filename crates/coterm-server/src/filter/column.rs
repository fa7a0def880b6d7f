//! [`Column`], a property of areas by which they are filtered and sorted, and its [`Value`].

use coterm_core::layers::{Area, Layer};
use coterm_core::period::parse_day;
use jiff::civil::Date;

/// A property of the areas of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Column {
    Code,
    Name,
    /// The code in another system, such as `ods`.
    System(String),
    Layer,
    Complete,
    ValidFrom,
    ValidTo,
}

/// The type of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Truth,
    Day,
    Number,
}

/// A value of a property or of a filter.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub(crate) enum Value {
    Text(String),
    Truth(bool),
    Day(Date),
    Number(f64),
}

impl Column {
    /// Returns the properties of a layer's areas, in the order in which features have them.
    pub(crate) fn of(layer: &Layer) -> Vec<Self> {
        let systems = layer.areas().iter().flat_map(|area| area.codes().keys());
        let systems: std::collections::BTreeSet<&String> = systems.collect();
        let mut columns = vec![Self::Code, Self::Name];
        columns.extend(systems.into_iter().cloned().map(Self::System));
        columns.extend([Self::Layer, Self::Complete, Self::ValidFrom, Self::ValidTo]);
        columns
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::System(system) => system,
            Self::Layer => "layer",
            Self::Complete => "complete",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
        }
    }

    pub(crate) fn title(&self) -> &'static str {
        match self {
            Self::Code => "Official code",
            Self::Name => "Name",
            Self::System(_) => "Code in another system",
            Self::Layer => "Layer",
            Self::Complete => "Whether all of the area is in the data",
            Self::ValidFrom => "First day",
            Self::ValidTo => "Last day",
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Code | Self::Name | Self::System(_) | Self::Layer => Kind::Text,
            Self::Complete => Kind::Truth,
            Self::ValidFrom | Self::ValidTo => Kind::Day,
        }
    }

    /// Returns the area's value; `None` if it has none.
    pub(crate) fn value(&self, layer: &Layer, area: &Area) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        match self {
            Self::Code => text(area.code()),
            Self::Name => text(area.name()),
            Self::System(system) => area.codes().get(system).and_then(|code| text(code)),
            Self::Layer => text(layer.id()),
            Self::Complete => Some(Value::Truth(area.complete())),
            Self::ValidFrom => area.period().known_from().map(Value::Day),
            Self::ValidTo => area.period().to().map(Value::Day),
        }
    }
}

impl Kind {
    /// Returns the form in which a filter has values of this type.
    pub(crate) fn form(self) -> &'static str {
        match self {
            Self::Text => "a text such as 'Lancaster'",
            Self::Truth => "true or false",
            Self::Day => "a day such as DATE('2022-06-30')",
            Self::Number => "a number",
        }
    }

    /// Reads a value of this type from the text of a parameter.
    pub(crate) fn read(self, text: &str) -> Option<Value> {
        match self {
            Self::Text => Some(Value::Text(text.to_owned())),
            Self::Truth => text.parse().ok().map(Value::Truth),
            Self::Day => parse_day(text).ok().map(Value::Day),
            Self::Number => text.parse().ok().map(Value::Number),
        }
    }
}

impl Value {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Truth(_) => Kind::Truth,
            Self::Day(_) => Kind::Day,
            Self::Number(_) => Kind::Number,
        }
    }
}
