//! Points in well-known binary, as `GeoParquet` and `GeoArrow` hold them.

/// Reads the first two coordinates of a point in WKB, in ISO's form or `PostGIS`'s extended one. `None`
/// for anything else, and for an empty point, whose coordinates are not numbers.
pub(crate) fn wkb_point(bytes: &[u8]) -> Option<[f64; 2]> {
    const HAS_SRID: u32 = 0x2000_0000;
    let (&order, rest) = bytes.split_first()?;
    let is_little = match order {
        0 => false,
        1 => true,
        _ => return None,
    };
    let (kind, rest) = rest.split_first_chunk::<4>()?;
    let kind = if is_little {
        u32::from_le_bytes(*kind)
    } else {
        u32::from_be_bytes(*kind)
    };
    let rest = if kind & HAS_SRID == 0 {
        rest
    } else {
        rest.get(4..)?
    };
    // The upper bits of the extended form, and the thousands of ISO's, say that there is a height or
    // a measure, which follow the first two coordinates.
    if (kind & 0x0FFF_FFFF) % 1000 != 1 {
        return None;
    }
    let (x, rest) = rest.split_first_chunk::<8>()?;
    let (y, _) = rest.split_first_chunk::<8>()?;
    let number = |bytes: &[u8; 8]| {
        if is_little {
            f64::from_le_bytes(*bytes)
        } else {
            f64::from_be_bytes(*bytes)
        }
    };
    let point = [number(x), number(y)];
    point
        .iter()
        .all(|coordinate| !coordinate.is_nan())
        .then_some(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wkb(kind: u32, srid: Option<u32>, coordinates: &[f64]) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend(kind.to_le_bytes());
        bytes.extend(srid.iter().flat_map(|srid| srid.to_le_bytes()));
        bytes.extend(
            coordinates
                .iter()
                .flat_map(|coordinate| coordinate.to_le_bytes()),
        );
        bytes
    }

    #[test]
    fn points_of_every_form_are_read_and_other_geometries_are_not() {
        let point = Some([-2.8, 54.0]);
        assert_eq!(wkb_point(&wkb(1, None, &[-2.8, 54.0])), point);
        assert_eq!(wkb_point(&wkb(1001, None, &[-2.8, 54.0, 7.0])), point);
        assert_eq!(
            wkb_point(&wkb(0x2000_0001, Some(4326), &[-2.8, 54.0])),
            point
        );
        assert_eq!(
            wkb_point(&wkb(0x8000_0001, None, &[-2.8, 54.0, 7.0])),
            point
        );
        assert_eq!(wkb_point(&wkb(1, None, &[f64::NAN, f64::NAN])), None);
        assert_eq!(wkb_point(&wkb(2, None, &[-2.8, 54.0])), None);
        let mut big_endian = vec![0, 0, 0, 0, 1];
        big_endian.extend(
            [-2.8_f64, 54.0]
                .iter()
                .flat_map(|coordinate| coordinate.to_be_bytes()),
        );
        assert_eq!(wkb_point(&big_endian), point);
        for length in 0..21 {
            assert_eq!(wkb_point(&wkb(1, None, &[-2.8, 54.0])[..length]), None);
        }
    }
}
