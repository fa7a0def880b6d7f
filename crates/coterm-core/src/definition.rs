//! [`Definition`]: an area as set algebra over other layers' areas, from which scenarios are made.
//! A definition is computed as a set of building blocks, so no geometry is computed.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::codes::BlockId;
use crate::layers::NotOneArea;
use crate::{Error, Result, words};

/// An area of a layer, by code or name: `utla-2021/E10000017`, `utla-2021/Lancashire`.
///
/// ```
/// use coterm_core::definition::AreaRef;
///
/// let lancashire: AreaRef = "utla-2021/Lancashire".parse()?;
/// assert_eq!((&*lancashire.layer, &*lancashire.code), ("utla-2021", "Lancashire"));
/// # Ok::<(), coterm_core::definition::ParseAreaRefError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AreaRef {
    /// Name of the layer: `utla-2021`.
    pub layer: String,
    /// Code of the area in that layer, `E10000017`, or its name if no other area there has it; see
    /// [`Layer::find`](crate::layers::Layer::find).
    pub code: String,
}

/// The error for a text that does not have the form `LAYER/CODE` or `LAYER/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" does not name an area; write LAYER/CODE or LAYER/NAME, such as lad-2023/E07000121 \
     or lad-2023/Lancaster"
)]
pub struct ParseAreaRefError(String);

impl FromStr for AreaRef {
    type Err = ParseAreaRefError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseAreaRefError> {
        match text.split_once('/') {
            Some((layer, code)) if !layer.is_empty() && !code.is_empty() => Ok(Self {
                layer: layer.to_owned(),
                code: code.to_owned(),
            }),
            _ => Err(ParseAreaRefError(text.to_owned())),
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
    ///
    /// ```
    /// # let dataset = include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/lancashire.rs"));
    /// // `dataset` has three districts of Lancashire: see the front page of `coterm_core`.
    /// use coterm_core::definition::{AreaRef, Definition};
    ///
    /// let definition = Definition {
    ///     code: "MAINLAND".into(),
    ///     name: "Lancashire without Wyre".into(),
    ///     union: vec!["utla-2023/E10000017".parse()?],
    ///     intersect: Vec::new(),
    ///     minus: vec!["lad-2023/Wyre".parse()?],
    /// };
    /// let blocks = definition.blocks(|area: &AreaRef| {
    ///     let layer = dataset.catalogue().position(&area.layer)?;
    ///     let named = dataset.catalogue()[layer].find(&area.code).ok()?;
    ///     dataset.codes().blocks_of(layer, named)
    /// })?;
    /// assert_eq!(blocks.len(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn blocks(
        &self,
        blocks_of: impl Fn(&AreaRef) -> Option<BTreeSet<BlockId>>,
    ) -> Result<BTreeSet<BlockId>> {
        let bad = |fault: DefinitionFault| Error::BadDefinition {
            area: self.name.clone(),
            fault,
        };
        let all = |refs: &[AreaRef]| -> Result<BTreeSet<BlockId>> {
            refs.iter()
                .try_fold(BTreeSet::new(), |mut blocks, reference| {
                    let more = blocks_of(reference)
                        .ok_or_else(|| bad(DefinitionFault::NoSuchArea(reference.clone())))?;
                    blocks.extend(more);
                    Ok(blocks)
                })
        };
        if self.union.is_empty() {
            return Err(bad(DefinitionFault::NoUnion));
        }
        let mut blocks: BTreeSet<BlockId> = all(&self.union)?;
        if !self.intersect.is_empty() {
            let within = all(&self.intersect)?;
            blocks.retain(|block| within.contains(block));
        }
        let without = all(&self.minus)?;
        blocks.retain(|block| !without.contains(block));
        if blocks.is_empty() {
            return Err(bad(DefinitionFault::NoBlocks));
        }
        Ok(blocks)
    }
}

/// The fault of a definition that cannot be computed. Its message completes a sentence that begins
/// with the name of the area: "the definition of \"Fylde Coast\" …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DefinitionFault {
    /// A definition without an area under `union`.
    #[error("needs at least one area under \"union\"")]
    NoUnion,
    /// A definition that leaves no block.
    #[error("has no building blocks; check what \"intersect\" and \"minus\" leave")]
    NoBlocks,
    /// An area that does not exist.
    #[error("names {0}, which does not exist")]
    NoSuchArea(AreaRef),
    /// An area that does not exist, or a name of several.
    #[error("names {area}, which {error}")]
    NotOneArea {
        /// The area, as the definition names it.
        area: AreaRef,
        /// The areas that may be meant.
        error: NotOneArea,
    },
    /// A building block that does not exist, or a name of several.
    #[error("names the block {block}, which {error}")]
    NotOneBlock {
        /// The block, as the definition names it.
        block: String,
        /// The blocks that may be meant.
        error: NotOneArea,
    },
    /// A building block that is drawn, but not in the code table.
    #[error("names the block {0}, which the code table does not have")]
    BlockNotInTable(String),
    /// A code that another area of the scenario has too.
    #[error("has the same code as \"{other}\", {code}; give each area its own")]
    SameCode {
        /// The code.
        code: String,
        /// Name of the other area.
        other: String,
    },
    /// A scenario without areas.
    #[error("has no areas")]
    NoAreas,
    /// An area that is not in the code table, and not made of whole building blocks.
    #[error(
        "names {area}, which is not made of whole building blocks: it cuts {}; name areas that \
         are, or compare its layer as it is",
        words::list(cut.iter().map(String::as_str))
    )]
    CutsBlocks {
        /// The area, as the definition names it.
        area: AreaRef,
        /// Names of the building blocks that it cuts.
        cut: Vec<String>,
    },
    /// An area that is not in the code table, and reaches beyond the data.
    #[error("names {0}, of which the data has only a part; a proposal needs all of it")]
    BeyondData(AreaRef),
    /// Data without building blocks.
    #[error("needs building blocks, and the data has none")]
    NoBlocksInData,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(positions: impl IntoIterator<Item = usize>) -> BTreeSet<BlockId> {
        positions.into_iter().map(BlockId::new).collect()
    }

    fn blocks(reference: &AreaRef) -> Option<BTreeSet<BlockId>> {
        match reference.to_string().as_str() {
            "icb/all" => Some(ids(0..10)),
            "utla/a" => Some(ids([0, 1, 20])),
            "utla/b" => Some(ids([2])),
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
        assert_eq!(rest.blocks(blocks).unwrap(), ids(3..10));
    }

    #[test]
    fn an_intersection_keeps_what_is_in_both() {
        assert_eq!(
            definition(&["utla/a"], &["icb/all"], &[])
                .blocks(blocks)
                .unwrap(),
            ids([0, 1])
        );
    }

    #[test]
    fn a_definition_that_names_nothing_real_or_comes_to_nothing_is_refused() {
        for (wrong, part) in [
            (
                definition(&["icb/none"], &[], &[]),
                "icb/none, which does not exist",
            ),
            (definition(&[], &[], &[]), "at least one area under"),
            (
                definition(&["utla/b"], &[], &["utla/b"]),
                "has no building blocks",
            ),
        ] {
            let message = wrong.blocks(blocks).unwrap_err().to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
