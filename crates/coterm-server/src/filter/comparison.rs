//! [`Operand`] and [`Comparison`]: what filters compare, and how. Both sides have one type.

use std::cmp::Ordering;

use coterm_core::layers::{Area, Layer};

use super::{Column, Filter, Kind, Value};

/// A side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    Property(Column),
    Value(Value),
    /// Text whose case is ignored: `CASEI(name)`.
    CaseI(Box<Operand>),
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// Returns the comparison with this sign.
    pub(super) fn of(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Equal,
            "<>" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Operand {
    pub(super) fn case_insensitive(self) -> Result<Self, String> {
        match self.kind() {
            Kind::Text => Ok(Self::CaseI(Box::new(self))),
            _ => Err(format!("CASEI needs {}", Kind::Text.form())),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Property(column) => column.kind(),
            Self::Value(value) => value.kind(),
            Self::CaseI(_) => Kind::Text,
        }
    }

    /// Returns the value for an area; `None` if it has none.
    pub(super) fn value(&self, layer: &Layer, area: &Area) -> Option<Value> {
        match self {
            Self::Property(column) => column.value(layer, area),
            Self::Value(value) => Some(value.clone()),
            Self::CaseI(inner) => match inner.value(layer, area)? {
                Value::Text(text) => Some(Value::Text(text.to_lowercase())),
                other => Some(other),
            },
        }
    }

    /// Reads a text as a day if the other side is one.
    fn fit_for(self, other: &Self) -> Self {
        match (&self, other.kind()) {
            (Self::Value(Value::Text(text)), kind @ Kind::Day) => {
                kind.read(text).map_or(self, Self::Value)
            }
            _ => self,
        }
    }

    /// Makes two operands of one type, or says what the type should be.
    fn paired(self, other: Self) -> Result<(Self, Self), String> {
        let (left, right) = (self.clone().fit_for(&other), other.fit_for(&self));
        match (left.kind(), right.kind()) {
            (one, another) if one == another => Ok((left, right)),
            (kind, _) => {
                let (name, kind) = match (&left, &right) {
                    (Self::Property(column), _) => (column.name(), kind),
                    (_, Self::Property(column)) => (column.name(), right.kind()),
                    _ => ("a value", kind),
                };
                Err(format!("{name} is compared with {}", kind.form()))
            }
        }
    }
}

impl Filter {
    /// Makes a comparison of two operands, which must have one type.
    pub(crate) fn compare(
        left: Operand,
        comparison: Comparison,
        right: Operand,
    ) -> Result<Self, String> {
        let (left, right) = left.paired(right)?;
        Ok(Self::Compare(left, comparison, right))
    }

    pub(super) fn between(value: Operand, low: Operand, high: Operand) -> Result<Self, String> {
        let (_, low) = value.clone().paired(low)?;
        let (value, high) = value.paired(high)?;
        Ok(Self::Between(value, low, high))
    }

    pub(super) fn is_in(value: Operand, list: Vec<Operand>) -> Result<Self, String> {
        let paired = list
            .into_iter()
            .map(|one| Ok(value.clone().paired(one)?.1))
            .collect::<Result<_, String>>()?;
        Ok(Self::In(value, paired))
    }

    /// Makes a comparison with a pattern, whose case is ignored if that of the value is.
    pub(super) fn like(value: Operand, pattern: &Operand) -> Result<Self, String> {
        let pattern = match pattern {
            Operand::Value(Value::Text(pattern)) => pattern.clone(),
            Operand::CaseI(inner) => match &**inner {
                Operand::Value(Value::Text(pattern)) => pattern.to_lowercase(),
                _ => return Err(NO_PATTERN.to_owned()),
            },
            _ => return Err(NO_PATTERN.to_owned()),
        };
        match value.kind() {
            Kind::Text => Ok(Self::Like(value, pattern)),
            _ => Err("LIKE needs a property that is text".to_owned()),
        }
    }

    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

const NO_PATTERN: &str = "LIKE is followed by a pattern such as 'West%'";
