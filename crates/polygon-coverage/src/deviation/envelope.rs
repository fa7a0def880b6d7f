//! The lower envelope: the nearest of several segments at each place along an edge.

use super::profile::Profile;

/// Another segment may be nearer unnoticed by a squared distance of one part in so many of a
/// squared grid unit: a hundredth of a unit where the distance is nothing, less elsewhere.
const SLACK_PER_UNIT: f64 = 10_000.0;
/// And this share of the squared distance, which is more than rounding.
const SLACK_SHARE: f64 = 1e-14;
/// A stretch of one part in so many of a grid unit is not worth another look.
const SHORT_PER_UNIT: f64 = 1_000.0;

/// Calls `each` with each stretch between two places of an axis with the segment that is nearest
/// all along it: the lower envelope of the profiles. The nearest in the middle is so
/// up to where another one crosses below it; what is left on either side is less than
/// half as long. O(segments) a stretch.
pub(super) fn lower_envelope(
    profiles: &[Profile],
    (low, high): (f64, f64),
    scale: f64,
    each: &mut impl FnMut(&Profile, f64, f64),
) {
    let middle = f64::midpoint(low, high);
    let squared = profiles.iter().map(|profile| profile.squared(middle));
    let Some((nearest, least)) = squared
        .zip(profiles)
        .map(|(squared, profile)| (profile, squared))
        .min_by(|one, other| one.1.total_cmp(&other.1))
    else {
        return;
    };
    let slack = 1.0 / (SLACK_PER_UNIT * scale * scale) + SLACK_SHARE * least;
    let short = 1.0 / (SHORT_PER_UNIT * scale);
    // Each may come nearer, and the nearest go away, by half the stretch.
    let hopeless = (least.sqrt() + (high - low)).powi(2);
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
