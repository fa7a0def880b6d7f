//! [`Entry`]: a scenario as TOML and JSON write it.
//!
//! Fields that are missing get defaults, so that a list of areas is a complete scenario.

use coterm_core::definition::{AreaRef, Definition};
use coterm_core::period::Period;
use coterm_core::scenario::{ProposedArea, Scenario, SizeRule, Standing, Status};
use jiff::civil::Date;
use serde::Deserialize;

use crate::definition_file::area_refs;

/// The fields of a scenario. They include those of a definition file, all optional, except `keep`
/// and `gives_districts`, which are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    name: Option<String>,
    layer: Option<String>,
    family: Option<String>,
    family_title: Option<String>,
    title: Option<String>,
    source: Option<String>,
    kind: Option<String>,
    rule: Option<SizeRule>,
    #[serde(default, deserialize_with = "area_refs")]
    within: Vec<AreaRef>,
    status: Option<Status>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    decided: Option<Date>,
    // These belong to definitions; a scenario accepts and ignores them.
    #[serde(rename = "region")]
    _region: Option<String>,
    #[serde(rename = "known_to")]
    _known_to: Option<Date>,
    #[serde(rename = "known_by")]
    _known_by: Option<String>,
    #[serde(default, alias = "areas")]
    area: Vec<AreaEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaEntry {
    code: Option<String>,
    name: String,
    #[serde(default, deserialize_with = "area_refs")]
    union: Vec<AreaRef>,
    #[serde(default, deserialize_with = "area_refs")]
    intersect: Vec<AreaRef>,
    #[serde(default, deserialize_with = "area_refs")]
    minus: Vec<AreaRef>,
    #[serde(default)]
    blocks: Vec<String>,
}

impl Entry {
    pub(super) fn scenario(self, name: &str) -> Result<Scenario, String> {
        if self.area.is_empty() {
            return Err("it has no areas; begin each with [[area]]".into());
        }
        let id = self.name.or(self.layer).unwrap_or_else(|| name.to_owned());
        if let Some(fault) = self.rule.as_ref().and_then(SizeRule::fault) {
            return Err(fault);
        }
        if let Some(from) = self.valid_from {
            Period::new(from, self.valid_to).map_err(|error| error.to_string())?;
        }
        let family = self.family.unwrap_or_else(|| "place".into());
        let scenario = Scenario {
            title: self.title.unwrap_or_else(|| id.clone()),
            id,
            rule: SizeRule::of_family(&family),
            family_title: self
                .family_title
                .unwrap_or_else(|| Scenario::title_of(&family).to_owned()),
            family,
            source: self.source.unwrap_or_else(|| "a proposal".into()),
            standing: self.status.map(|status| Standing {
                status,
                decided: self.decided,
                valid_from: self.valid_from,
                valid_to: self.valid_to,
            }),
            within: self.within,
            areas: self.area.into_iter().map(AreaEntry::proposed).collect(),
        };
        let scenario = match self.kind {
            Some(kind) => scenario.with_kind(&kind)?,
            None => scenario,
        };
        Ok(match self.rule {
            Some(rule) => Scenario {
                rule: Some(rule),
                ..scenario
            },
            None => scenario,
        })
    }
}

impl AreaEntry {
    fn proposed(self) -> ProposedArea {
        ProposedArea {
            definition: Definition {
                code: self.code.unwrap_or_else(|| self.name.clone()),
                name: self.name,
                union: self.union,
                intersect: self.intersect,
                minus: self.minus,
            },
            blocks: self.blocks,
        }
    }
}
