//! Claims about coverage reports: each kind of defect is found with its place and size, and what is
//! allowed is not reported.

use std::collections::BTreeSet;

use geo::{MultiPolygon, coord, polygon};

use super::*;
use crate::precision::millimetres;

fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
    polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)]
        .into()
}

fn report(areas: &[MultiPolygon<f64>]) -> CoverageReport {
    CoverageReport::of(&areas.iter().collect::<Vec<_>>(), 1.0, millimetres()).unwrap()
}

fn defects(footprints: &[&MultiPolygon<f64>]) -> Vec<CoverageDefect> {
    CoverageReport::of(footprints, 0.0, millimetres())
        .unwrap()
        .defects()
}

fn positions(areas: &[AreaId]) -> Vec<usize> {
    areas.iter().map(|area| area.index()).collect()
}

fn is_close(found: f64, should: f64) -> bool {
    (found - should).abs() < 1e-6
}

#[test]
fn there_is_nothing_to_say_of_a_coverage() {
    let areas = [square(0., 0., 1.), square(1., 0., 1.), square(1., 1., 1.)];
    assert_eq!(report(&areas), CoverageReport::default());
    assert_eq!(report(&[]), CoverageReport::default());
}

#[test]
fn an_overlap_has_its_size_and_place() {
    let found = report(&[square(0., 0., 10.), square(8., 5., 10.)]);
    let [overlap] = &found.overlaps[..] else {
        panic!("{found:?}")
    };
    assert_eq!(overlap.areas, [0, 1]);
    assert!(is_close(overlap.area, 10.0), "{overlap:?}");
    assert!(is_close(overlap.width, 10.0 / 7.0), "{overlap:?}");
    assert!((8.0..=10.0).contains(&overlap.at.x) && (5.0..=10.0).contains(&overlap.at.y));
    // The areas cross in two places far from each other.
    assert_eq!(found.unmatched.len(), 2, "{found:?}");
    let mut places: Vec<_> = found.unmatched.iter().map(|edges| edges.at).collect();
    places.sort_by(|a, b| a.x.total_cmp(&b.x));
    assert_eq!(places, [coord! { x: 8., y: 10. }, coord! { x: 10., y: 5. }]);
    assert!(!found.holds());
}

#[test]
fn an_area_inside_another_overlaps_with_all_of_itself() {
    let found = report(&[square(2., 2., 3.), square(0., 0., 10.)]);
    let [overlap] = &found.overlaps[..] else {
        panic!("{found:?}")
    };
    assert!(is_close(overlap.area, 9.0), "{overlap:?}");
    assert_eq!((found.unmatched.len(), found.gaps.len()), (0, 0));
}

#[test]
fn a_vertex_that_a_neighbour_lacks_is_unmatched_though_the_lines_are_the_same() {
    let found = report(&[square(0., 0., 2.), square(2., 0., 1.), square(2., 1., 1.)]);
    assert_eq!(found.overlaps, []);
    assert_eq!(found.unmatched.len(), 2, "{found:?}");
    for edges in &found.unmatched {
        assert_eq!(edges.at, coord! { x: 2., y: 1. });
        assert!(
            is_close(edges.apart, 0.0) && is_close(edges.length, 3.0),
            "{edges:?}"
        );
    }
}

#[test]
fn a_gap_is_a_defect_only_where_it_is_narrow() {
    let ring_between = |low: f64, high: f64| -> MultiPolygon<f64> {
        polygon!(
            exterior: [(x: 0., y: 0.), (x: 100., y: 0.), (x: 100., y: 100.), (x: 0., y: 100.)],
            interiors: [[(x: 10., y: low), (x: 90., y: low), (x: 90., y: high), (x: 10., y: high)]],
        )
        .into()
    };
    let found = report(&[ring_between(40., 60.)]);
    let [gap] = &found.gaps[..] else {
        panic!("{found:?}")
    };
    assert!(
        is_close(gap.area, 1600.) && is_close(gap.width, 16.),
        "{gap:?}"
    );
    assert_eq!((positions(&gap.neighbours), gap.narrow), (vec![0], false));
    assert!(found.holds());
    let found = report(&[ring_between(40., 40.5)]);
    assert!(found.gaps[0].narrow && !found.holds(), "{found:?}");
    // An island in the gap is not part of it.
    let found = report(&[ring_between(40., 60.), square(45., 45., 10.)]);
    assert_eq!(found.gaps.len(), 1, "{found:?}");
    assert!(is_close(found.gaps[0].area, 1500.), "{found:?}");
    assert_eq!(found.gaps[0].neighbours, [0, 1]);
}

#[test]
fn a_sliver_between_two_drawings_is_overlaps_and_gaps() {
    // The side of the area on the right swings about the side of the area on the left.
    let left = polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 30.), (x: 0., y: 30.)];
    let right = polygon![(x: 10., y: 0.), (x: 20., y: 0.), (x: 20., y: 30.), (x: 10., y: 30.), (x: 11., y: 20.), (x: 9., y: 10.)];
    let found = report(&[left.into(), right.into()]);
    assert_eq!(
        (found.overlaps.len(), found.gaps.len()),
        (1, 1),
        "{found:?}"
    );
    assert!(is_close(found.overlaps[0].area, 7.5) && is_close(found.gaps[0].area, 7.5));
    assert_eq!(found.gaps[0].neighbours, [0, 1]);
    let [edges] = &found.unmatched[..] else {
        panic!("{found:?}")
    };
    assert!((0.9..=1.0).contains(&edges.apart), "{edges:?}");
}

#[test]
fn a_ring_that_crosses_itself_is_invalid_and_has_a_place() {
    let bow = polygon![(x: 0., y: 0.), (x: 4., y: 4.), (x: 4., y: 0.), (x: 0., y: 4.)];
    let found = report(&[bow.into()]);
    let [invalid] = &found.invalid[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (invalid.area.index(), invalid.at),
        (0, coord! { x: 2., y: 2. })
    );
    assert_eq!(
        invalid.reasons[0].to_string(),
        "self-intersection: the outer ring of part 1 crosses or runs along itself"
    );
}

#[test]
fn rings_that_do_not_cross_but_are_not_where_they_can_be_are_invalid() {
    let shell = square(0., 0., 10.);
    let hole = |at: f64, side: f64| square(at, at, side).0[0].exterior().clone();
    let with = |holes: Vec<geo::LineString<f64>>| {
        MultiPolygon::from(geo::Polygon::new(shell.0[0].exterior().clone(), holes))
    };
    let parts = |parts: &[MultiPolygon<f64>]| -> MultiPolygon<f64> {
        parts.iter().flatten().cloned().collect()
    };
    for wrong in [
        with(vec![hole(20., 1.)]),
        with(vec![hole(2., 5.), hole(3., 1.)]),
        parts(&[shell.clone(), square(2., 2., 2.)]),
        with(vec![hole(0., 5.)]),
    ] {
        assert_eq!(
            report(std::slice::from_ref(&wrong)).invalid.len(),
            1,
            "{wrong:?}"
        );
    }
    for right in [
        MultiPolygon::new(vec![]),
        with(vec![hole(2., 2.), hole(5., 2.)]),
        parts(&[
            shell.clone(),
            polygon![(x: 10., y: 5.), (x: 12., y: 4.), (x: 12., y: 6.)].into(),
        ]),
        parts(&[with(vec![hole(2., 5.)]), square(3., 3., 2.)]),
        parts(&[shell.clone(), square(10., 10., 2.)]),
    ] {
        assert_eq!(
            report(std::slice::from_ref(&right)).invalid,
            [],
            "{right:?}"
        );
    }
}

#[test]
fn an_area_may_touch_itself_where_two_areas_may_not() {
    // Touching in the middle of an edge: allowed to parts of one footprint; of two areas, one lacks
    // a vertex.
    let touching = [
        square(0., 0., 10.),
        polygon![(x: 10., y: 5.), (x: 12., y: 4.), (x: 12., y: 6.)].into(),
    ];
    let both: MultiPolygon<f64> = touching.iter().flatten().cloned().collect();
    assert_eq!(
        report(std::slice::from_ref(&both)),
        CoverageReport::default()
    );
    assert_eq!(defects(&[&both]), []);
    let found = report(&touching);
    assert_eq!(
        (found.unmatched.len(), found.overlaps.len()),
        (1, 0),
        "{found:?}"
    );
    assert!(is_close(found.unmatched[0].apart, 0.0), "{found:?}");
}

#[test]
fn an_overlap_is_as_deep_as_it_is_however_long_the_edges_around_it_are() {
    for (x, y) in [
        (99.999, 0.),
        (99.999, 10.),
        (0., 99.999),
        (10., 99.999),
        (99.999, -10.),
    ] {
        let found = report(&[square(0., 0., 100.), square(x, y, 100.)]);
        let depths: Vec<f64> = found.unmatched.iter().map(|edges| edges.apart).collect();
        let deepest = depths.iter().copied().fold(0.0, f64::max);
        assert!(is_close(deepest, 0.001), "{depths:?} at {x}, {y}");
    }
}

#[test]
fn a_narrow_strip_that_is_open_at_its_ends_is_a_gap() {
    let found = report(&[square(0., 0., 100.), square(100.5, 0., 100.)]);
    let [gap] = &found.gaps[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (positions(&gap.neighbours), gap.narrow, gap.open),
        (vec![0, 1], true, true)
    );
    assert_eq!(gap.at, coord! { x: 100.25, y: 50. });
    assert!(is_close(gap.width, 0.5) && is_close(gap.length, 100.) && is_close(gap.area, 50.));
    assert!(!found.holds());
    // Wider than the gap width asked for.
    assert_eq!(
        report(&[square(0., 0., 100.), square(101.5, 0., 100.)]),
        CoverageReport::default()
    );
    // One side has more vertices; the strips are still one gap.
    let ragged = polygon![(x: 100.5, y: 100.), (x: 100.3, y: 61.), (x: 100.5, y: 33.), (x: 100.4, y: 0.), (x: 150., y: 0.), (x: 150., y: 100.)];
    let found = report(&[square(0., 0., 100.), ragged.into()]);
    assert_eq!(found.gaps.len(), 1, "{found:?}");
    assert!((99.9..=100.1).contains(&found.gaps[0].length), "{found:?}");
    assert!((0.3..=0.5).contains(&found.gaps[0].width), "{found:?}");
}

#[test]
fn a_strip_is_no_gap_where_lines_only_part_or_somebody_is_between_or_it_is_told_already() {
    // Boundaries that diverge from one vertex at sharp angles, as coasts do.
    for top in [3.0, 5.0, 30.0] {
        let one = polygon![(x: 0., y: 0.), (x: 2., y: -top), (x: 0., y: -50.)];
        let other = polygon![(x: 0., y: 0.), (x: 0.4, y: 2.), (x: -3., y: 3.), (x: -50., y: 0.), (x: 0., y: -50.), (x: 0., y: 0.)];
        assert!(report(&[one.into(), other.into()]).gaps.is_empty());
    }
    // An area in between that matches neither neighbour.
    let between = polygon![(x: 10., y: 2.), (x: 10.5, y: 2.), (x: 10.5, y: 8.), (x: 10., y: 8.)];
    let found = report(&[square(0., 0., 10.), square(10.5, 0., 10.), between.into()]);
    assert!(
        !found
            .gaps
            .iter()
            .any(|gap| is_close(gap.at.x, 10.25) && (2.0..8.0).contains(&gap.at.y)),
        "{found:?}"
    );
    // The two sides of an inlet of one area.
    let inlet = polygon![(x: 0., y: 0.), (x: 50., y: 0.), (x: 50., y: 20.), (x: 1., y: 20.2), (x: 50., y: 20.4), (x: 50., y: 40.), (x: 0., y: 40.)];
    assert_eq!(report(&[inlet.into()]), CoverageReport::default());
    // An enclosed gap is reported once.
    let hollow = polygon!(
        exterior: [(x: 0., y: 0.), (x: 100., y: 0.), (x: 100., y: 100.), (x: 0., y: 100.)],
        interiors: [[(x: 10., y: 10.), (x: 90., y: 10.), (x: 90., y: 50.), (x: 10., y: 50.)]],
    );
    let inside = polygon![(x: 10., y: 10.), (x: 90., y: 10.), (x: 90., y: 49.5), (x: 10., y: 49.5)];
    let found = report(&[hollow.into(), inside.into()]);
    assert_eq!(found.gaps.len(), 1, "{found:?}");
    assert!(!found.gaps[0].open && found.gaps[0].narrow);
}

#[test]
fn an_overlap_that_is_too_small_for_the_grid_is_told_all_the_same() {
    // One area inside the other, and less than half a millimetre wide.
    let found = report(&[square(0., 0., 9.), square(3., 3., 0.000_4)]);
    let [overlap] = &found.overlaps[..] else {
        panic!("{found:?}")
    };
    assert_eq!((positions(&overlap.areas), overlap.area), (vec![0, 1], 0.0));
    assert!(!found.is_coverage() && !found.holds());
}

#[test]
fn a_report_has_a_defect_for_each_pair_that_it_names() {
    let strip = |x: f64| -> MultiPolygon<f64> {
        polygon![(x: x, y: 0.), (x: x + 3., y: 0.), (x: x + 3., y: 9.), (x: x + 1., y: 4.), (x: x, y: 9.)].into()
    };
    for areas in [
        vec![strip(0.), strip(3.)],
        vec![strip(0.), strip(2.), square(3., 3., 3.)],
        vec![square(0., 0., 9.), square(2., 2., 2.), square(2., 2., 2.)],
        vec![square(0., 0., 9.), square(9., 3., 2.), strip(20.)],
    ] {
        let whole = report(&areas);
        let overlapping = whole.overlaps.iter().flat_map(|overlap| &overlap.areas);
        let unmatched = whole.unmatched.iter().flat_map(|edges| &edges.areas);
        let flagged: BTreeSet<AreaId> = overlapping.chain(unmatched).copied().collect();
        let defects = whole.defects();
        assert_eq!(whole.is_coverage(), defects.is_empty());
        let defects = defects.iter().flat_map(CoverageDefect::areas);
        assert_eq!(flagged, defects.collect(), "{areas:?}");
    }
}

#[test]
fn neighbours_that_match_are_a_coverage() {
    assert_eq!(
        defects(&[
            &square(0., 0., 1.),
            &square(1., 0., 1.),
            &square(1., 1., 1.)
        ]),
        []
    );
}

#[test]
fn neighbours_of_different_sizes_have_edges_that_do_not_match() {
    let defects = defects(&[&square(0., 0., 2.), &square(2., 0., 1.)]);
    assert!(
        matches!(defects[..], [CoverageDefect::Unmatched { .. }]),
        "{defects:?}"
    );
    assert_eq!(defects[0].areas(), [0, 1]);
}

#[test]
fn areas_that_cross_are_found() {
    let defects = defects(&[&square(0., 0., 2.), &square(1., 1., 2.)]);
    assert!(
        matches!(
            defects[..],
            [
                CoverageDefect::Overlap { .. },
                CoverageDefect::Unmatched { .. }
            ]
        ),
        "{defects:?}"
    );
    assert!(defects.iter().all(|defect| defect.areas() == [0, 1]));
}

#[test]
fn an_area_inside_another_overlaps_it() {
    let defects = defects(&[&square(1., 1., 1.), &square(0., 0., 3.)]);
    assert!(
        matches!(defects[..], [CoverageDefect::Overlap { .. }]),
        "{defects:?}"
    );
    assert_eq!(defects[0].areas(), [0, 1]);
}

#[test]
fn an_overlap_along_an_edge_that_only_shares_its_ends_is_found() {
    // The area on the right bulges into the one on the left between two shared vertices.
    let bulging =
        polygon![(x: 2., y: 0.), (x: 4., y: 0.), (x: 4., y: 2.), (x: 2., y: 2.), (x: 1.9, y: 1.)];
    let defects = defects(&[&square(0., 0., 2.), &bulging.into()]);
    assert!(
        matches!(defects[..], [CoverageDefect::Overlap { .. }]),
        "{defects:?}"
    );
    assert_eq!(defects[0].areas(), [0, 1]);
}

#[test]
fn the_same_area_twice_overlaps() {
    let defects = defects(&[&square(0., 0., 1.), &square(0., 0., 1.)]);
    assert!(
        matches!(defects[..], [CoverageDefect::Overlap { .. }]),
        "{defects:?}"
    );
    assert_eq!(defects[0].areas(), [0, 1]);
}
