//! Positions in the element `coordinates` of KML ([`vertices`]).

use coterm_core::words::excerpt;
use geo::{Coord, LineString};

/// Maximum number of characters of a position that an error shows.
const SHOWN: usize = 40;

/// Reads `lon,lat` or `lon,lat,height`, separated by white space. Heights are skipped.
///
/// # Errors
///
/// A clause that quotes the first position that is not one.
pub(super) fn vertices(text: &str) -> Result<LineString<f64>, String> {
    let positions = text.split_ascii_whitespace();
    let coords = positions.map(|position| {
        let mut numbers = position.split(',');
        let mut next = || numbers.next()?.parse::<f64>().ok();
        let coord = match (next(), next()) {
            (Some(x), Some(y)) => Some(Coord { x, y }),
            _ => None,
        };
        // A height is not used, so it may be empty.
        let rest = numbers.count();
        coord.filter(|_| rest <= 1).ok_or_else(|| {
            format!(
                "\"{}\" is not a position, such as -2.8,54.05",
                excerpt(position, SHOWN)
            )
        })
    });
    coords.collect::<Result<Vec<_>, _>>().map(LineString)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_with_and_without_heights() {
        let read = vertices("\n -2.8,54.05,0\t-2.5,54,12.5\r\n-1e0,+54, ").unwrap();
        let expected = LineString::from(vec![(-2.8, 54.05), (-2.5, 54.0), (-1.0, 54.0)]);
        assert_eq!(read, expected);
        assert_eq!(vertices(" ").unwrap(), LineString(vec![]));
    }

    #[test]
    fn what_is_not_a_position_is_quoted() {
        for (text, quoted) in [
            ("-2.8,54 7", "\"7\""),
            ("-2.8, 54", "\"-2.8,\""),
            ("1,2,3,4", "\"1,2,3,4\""),
            ("x,2", "\"x,2\""),
        ] {
            let message = vertices(text).unwrap_err();
            assert!(message.contains(quoted), "{message}");
        }
    }
}
