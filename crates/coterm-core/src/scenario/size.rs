//! Rules on how large an area should be, and judgement of areas by them.

use serde::{Deserialize, Serialize};

use crate::comparison::WeightUnit;

/// The least and the most that an area should weigh, bounds included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeRule {
    /// The lower bound.
    pub least: Option<f64>,
    /// The upper bound.
    pub most: Option<f64>,
    /// The unit, in the plural.
    #[serde(default = "people")]
    pub unit: String,
}

fn people() -> String {
    "people".into()
}

/// The size of an area, judged by the rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Size {
    /// Whether the size is within the rule; `None` if there is no rule, the area is not
    /// complete, or something else was counted.
    pub kept: Option<bool>,
    /// Amount by which the size is over the upper bound (positive) or under the lower bound
    /// (negative); 0 if it keeps the rule.
    pub beyond: f64,
    /// The reason for the judgement.
    #[serde(rename = "reason_code")]
    pub reason: SizeReason,
}

/// Reason why an area keeps the rule of size, breaks it, or is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SizeReason {
    /// The size is within the rule.
    WithinRule,
    /// The area is over the upper bound.
    TooMany,
    /// The area is under the lower bound.
    TooFew,
    /// The kind of area has no rule.
    NoRule,
    /// The data holds only a part of the area.
    BeyondData,
    /// The rule is about another unit than was counted.
    OtherUnitCounted,
}

impl SizeRule {
    /// Returns the usual rule for a kind of area: places serve up to 500,000 people,
    /// neighbourhoods (primary care networks) 30,000 to 50,000.
    ///
    /// ```
    /// use coterm_core::scenario::SizeRule;
    ///
    /// let rule = SizeRule::of_family("neighbourhood").expect("neighbourhoods have a rule");
    /// assert_eq!((rule.least, rule.most), (Some(30_000.0), Some(50_000.0)));
    /// assert_eq!(SizeRule::of_family("ward"), None);
    /// ```
    pub fn of_family(family: &str) -> Option<Self> {
        let (least, most) = match family {
            "place" => (None, 500_000.0),
            "neighbourhood" | "pcn" => (Some(30_000.0), 50_000.0),
            _ => return None,
        };
        Some(Self {
            least,
            most: Some(most),
            unit: people(),
        })
    }

    /// Returns a sentence on why the rule makes no sense; `None` if it does make sense.
    pub fn fault(&self) -> Option<String> {
        let (least, most) = (self.least.unwrap_or(0.0), self.most);
        if !least.is_finite() || least < 0.0 || most.is_some_and(f64::is_nan) {
            return Some("the limits of a size rule must be 0 or more".into());
        }
        most.filter(|most| *most < least)
            .map(|most| format!("no area can have at least {least} and at most {most}"))
    }

    /// Judges a weight by the rule; `None` for an area whose weight is not known, because the
    /// data holds only a part of it.
    pub(super) fn judge(rule: Option<&Self>, weight: Option<f64>, unit: &WeightUnit) -> Size {
        let not_judged = |reason| Size {
            kept: None,
            beyond: 0.0,
            reason,
        };
        let Some(rule) = rule else {
            return not_judged(SizeReason::NoRule);
        };
        let Some(weight) = weight else {
            return not_judged(SizeReason::BeyondData);
        };
        // A file's header may have another word for people; these two units are surely not
        // people.
        let unit = unit.as_str();
        if unit != rule.unit && ["live postcodes", "hectares"].contains(&unit) {
            return not_judged(SizeReason::OtherUnitCounted);
        }
        let over = rule.most.map_or(0.0, |most| (weight - most).max(0.0));
        let under = rule.least.map_or(0.0, |least| (weight - least).min(0.0));
        let beyond = over + under;
        let (kept, reason) = if beyond > 0.0 {
            (false, SizeReason::TooMany)
        } else if beyond < 0.0 {
            (false, SizeReason::TooFew)
        } else {
            (true, SizeReason::WithinRule)
        };
        Size {
            kept: Some(kept),
            beyond,
            reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_belong_to_the_rule() {
        let unit = |name: &str| WeightUnit::Other(name.into());
        let rule = SizeRule::of_family("neighbourhood").unwrap();
        for (people, kept, beyond) in [
            (29_999.0, false, -1.0),
            (30_000.0, true, 0.0),
            (50_000.0, true, 0.0),
            (50_001.5, false, 1.5),
        ] {
            let size = SizeRule::judge(Some(&rule), Some(people), &unit("people"));
            assert_eq!((size.kept, size.beyond), (Some(kept), beyond), "{people}");
        }
        assert_eq!(
            SizeRule::judge(Some(&rule), Some(1.0), &WeightUnit::LivePostcodes).reason,
            SizeReason::OtherUnitCounted
        );
        let judged = |rule, weight| SizeRule::judge(rule, weight, &unit("total")).kept;
        assert_eq!(judged(Some(&rule), Some(1.0)), Some(false));
        assert_eq!(judged(Some(&rule), None), None);
        assert_eq!(judged(None, Some(1.0)), None);
    }

    #[test]
    fn a_rule_that_nothing_can_keep_is_found_out() {
        let rule = |least, most| SizeRule {
            least,
            most,
            unit: people(),
        };
        assert!(rule(Some(5.0), Some(4.0)).fault().is_some());
        assert!(rule(Some(-5.0), None).fault().is_some());
        assert!(rule(Some(5.0), Some(5.0)).fault().is_none());
    }
}
