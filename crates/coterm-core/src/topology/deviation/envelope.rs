//! Which of several segments is nearest to each place along an edge.

use super::profile::Profile;

/// Squared metres by which another segment may be nearer unnoticed: 10 µm where the
/// distance is nothing, less elsewhere.
const SLACK: f64 = 1e-10;
/// And this share of the squared distance, which is more than rounding.
const SLACK_SHARE: f64 = 1e-14;
/// Metres that are not worth another look.
const SHORT: f64 = 1e-6;

/// Shows each stretch between two places of an axis with the segment that is nearest
/// all along it: the lower envelope of the profiles. The nearest in the middle is so
/// up to where another one crosses below it; what is left on either side is less than
/// half as long. O(segments) a stretch.
pub(super) fn lower_envelope(
    profiles: &[Profile],
    low: f64,
    high: f64,
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
    let slack = SLACK + SLACK_SHARE * least;
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
    if from - low < SHORT {
        from = low;
    }
    if high - to < SHORT {
        to = high;
    }
    each(nearest, from, to);
    if from > low {
        lower_envelope(profiles, low, from, each);
    }
    if to < high {
        lower_envelope(profiles, to, high, each);
    }
}
