//! [`lower_envelope`]: which of several segments is nearest to each place along an edge.

use super::profile::Profile;

/// Precision with which the nearest segment is decided: another one may be nearer by a squared
/// distance of a squared grid unit divided by this. That is a hundredth of a unit at distance 0,
/// and less further away.
const SLACK_PER_UNIT: f64 = 10_000.0;
/// Additional slack, as a share of the squared distance; more than rounding.
const SLACK_SHARE: f64 = 1e-14;
/// A stretch shorter than a grid unit divided by this is not divided further.
const SHORT_PER_UNIT: f64 = 1_000.0;

/// Calls `each` with consecutive stretches between two places on an axis, each with the segment
/// that is nearest all along it: the lower envelope of the profiles. The segment nearest to the
/// middle stays nearest up to where another profile crosses below it; the stretch that remains on
/// either side is less than half as long. O(segments) per stretch.
pub(super) fn lower_envelope(
    profiles: &[Profile],
    (low, high): (f64, f64),
    scale: f64,
    each: &mut impl FnMut(&Profile, f64, f64),
) {
    let middle = f64::midpoint(low, high);
    let squared = profiles.iter().map(|profile| profile.squared(middle));
    let Some((nearest, minimum)) = squared
        .zip(profiles)
        .map(|(squared, profile)| (profile, squared))
        .min_by(|one, other| one.1.total_cmp(&other.1))
    else {
        return;
    };
    let slack = 1.0 / (SLACK_PER_UNIT * scale * scale) + SLACK_SHARE * minimum;
    let short = 1.0 / (SHORT_PER_UNIT * scale);
    // Over half the stretch, another can come nearer by that much, and the nearest recede.
    let hopeless = (minimum.sqrt() + (high - low)).powi(2);
    let [mut from, mut to] = [low, high];
    for profile in profiles {
        if !std::ptr::eq(profile, nearest) && profile.squared(middle) <= hopeless {
            from = profile
                .first_nearer(nearest, middle, from, slack)
                .unwrap_or(from);
            to = profile
                .first_nearer(nearest, middle, to, slack)
                .unwrap_or(to);
        }
    }
    if from - low < short {
        from = low;
    }
    if high - to < short {
        to = high;
    }
    each(nearest, from, to);
    if from > low {
        lower_envelope(profiles, (low, from), scale, each);
    }
    if to < high {
        lower_envelope(profiles, (to, high), scale, each);
    }
}
