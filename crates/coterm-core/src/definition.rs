//! [`Definition`]: an area as set algebra over other layers' areas, from which scenarios are made.
//! It comes to a set of building blocks, so no geometry is computed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::{Error, Result};

/// An area of a layer, by code or name: `utla-2021/E10000017`, `utla-2021/Lancashire`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaRef {
    /// Name of the layer: `utla-2021`.
    pub layer: String,
    /// Code of the area in that layer, `E10000017`, or its name if no other area there has it; see
    /// [`Layer::find`](crate::Layer::find).
    pub code: String,
}

impl FromStr for AreaRef {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.split_once('/') {
            Some((layer, code)) if !layer.is_empty() && !code.is_empty() => Ok(Self {
                layer: layer.to_owned(),
                code: code.to_owned(),
            }),
            _ => Err(format!(
                "\"{text}\" does not name an area; write LAYER/CODE or LAYER/NAME, such as utla-2021/E10000017 or utla-2021/Lancashire"
            )),
        }
    }
}

impl fmt::Display for AreaRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.layer, self.code)
    }
}

/// An area as set algebra over other layers' areas:
/// (the union of `union`) ∩ (the union of `intersect`, if any) ∖ (the union of `minus`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Code of the area that is defined.
    pub code: String,
    /// Name of the area that is defined.
    pub name: String,
    /// Areas that it is made of.
    pub union: Vec<AreaRef>,
    /// Areas that it is kept within; empty for no such limit.
    pub intersect: Vec<AreaRef>,
    /// Areas that are taken away from it.
    pub minus: Vec<AreaRef>,
}

impl Definition {
    /// The building blocks of the defined area, exactly: set algebra on blocks, not geometry.
    /// `blocks_of` gives the building blocks of an area that the definition names, or `None` if
    /// there is no such area.
    ///
    /// # Errors
    ///
    /// [`Error::BadDefinition`] if the definition names an area that does not exist, has nothing to
    /// unite, or comes to no block at all.
    pub fn blocks(
        &self,
        blocks_of: impl Fn(&AreaRef) -> Option<BTreeSet<usize>>,
    ) -> Result<BTreeSet<usize>> {
        let bad = |reason: String| Error::BadDefinition {
            area: self.name.clone(),
            reason,
        };
        let all = |refs: &[AreaRef]| -> Result<BTreeSet<usize>> {
            refs.iter()
                .try_fold(BTreeSet::new(), |mut blocks, reference| {
                    let more = blocks_of(reference)
                        .ok_or_else(|| bad(format!("names {reference}, which does not exist")))?;
                    blocks.extend(more);
                    Ok(blocks)
                })
        };
        if self.union.is_empty() {
            return Err(bad("has nothing under \"union\"".into()));
        }
        let mut blocks: BTreeSet<usize> = all(&self.union)?;
        if !self.intersect.is_empty() {
            let within = all(&self.intersect)?;
            blocks.retain(|block| within.contains(block));
        }
        let without = all(&self.minus)?;
        blocks.retain(|block| !without.contains(block));
        if blocks.is_empty() {
            return Err(bad("comes to nothing".into()));
        }
        Ok(blocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(reference: &AreaRef) -> Option<BTreeSet<usize>> {
        match reference.to_string().as_str() {
            "icb/all" => Some((0..10).collect()),
            "utla/a" => Some([0, 1, 20].into()),
            "utla/b" => Some([2].into()),
            _ => None,
        }
    }

    fn definition(union: &[&str], intersect: &[&str], minus: &[&str]) -> Definition {
        let refs = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Definition {
            code: "X".into(),
            name: "X".into(),
            union: refs(union),
            intersect: refs(intersect),
            minus: refs(minus),
        }
    }

    #[test]
    fn what_is_left_of_a_whole_is_the_whole_minus_its_parts() {
        let rest = definition(&["icb/all"], &[], &["utla/a", "utla/b"]);
        assert_eq!(rest.blocks(blocks).unwrap(), (3..10).collect());
    }

    #[test]
    fn an_intersection_keeps_what_is_in_both() {
        assert_eq!(
            definition(&["utla/a"], &["icb/all"], &[])
                .blocks(blocks)
                .unwrap(),
            [0, 1].into()
        );
    }

    #[test]
    fn a_definition_that_names_nothing_real_or_comes_to_nothing_is_refused() {
        for (wrong, part) in [
            (
                definition(&["icb/none"], &[], &[]),
                "icb/none, which does not exist",
            ),
            (definition(&[], &[], &[]), "nothing under"),
            (
                definition(&["utla/b"], &[], &["utla/b"]),
                "comes to nothing",
            ),
        ] {
            let message = wrong.blocks(blocks).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
