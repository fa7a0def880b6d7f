//! A small comparison to write down: four places of a made-up coast against four upper
//! tiers, with one of each kind of piece and a name that means harm.

use coterm_core::{
    Area, BlockBasis, Catalogue, CodeTable, ComparedLayer, Comparison, Counterpart, Difference,
    Generation, Group, Layer, LayerInfo, Lines, LinesOfOne, Named, Overlap, Period, Piece,
    PieceClass, PostcodeDirectory, Relation, Role, Separation, Verdict, WeightUsed, area_m2,
};
use geo::{MultiPolygon, Rect, coord};

use super::Question;
use crate::{Manifest, UsedFile};

/// What somebody might call an area.
pub(crate) const HOSTILE: &str = "=1+1</title><script>alert('x')</script>\"&\u{1b}[31m";

pub(crate) fn square(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon<f64> {
    let at = |x: f64, y: f64| coord! {x: x * 1e3, y: y * 1e3};
    Rect::new(at(west, south), at(east, north))
        .to_polygon()
        .into()
}

fn layer(
    family: &str,
    vintage: &str,
    title: &str,
    areas: &[(&str, &str, MultiPolygon<f64>)],
) -> Layer {
    let period = Period::new("2022-07-01".parse().unwrap(), None).unwrap();
    let info = LayerInfo {
        id: format!("{family}-{vintage}"),
        family: family.into(),
        family_title: title.into(),
        vintage: vintage.into(),
        title: format!("{title} of {vintage}"),
        role: if family == "land" {
            Role::Backdrop
        } else {
            Role::Primary
        },
        period,
        resolution_m: 200.0,
        coast: "clipped to high water".into(),
        source: "made up".into(),
        licence: "none".into(),
        attribution: "Nobody".into(),
    };
    let areas = areas
        .iter()
        .map(|(code, name, footprint)| Area::new(*code, *name, period, footprint.clone()).unwrap());
    Layer::new(info, areas.collect())
}

pub(crate) fn generation() -> Generation {
    let places = layer(
        "place",
        "2022",
        "Places",
        &[
            ("P1", "Blackpool", square(330., 434., 333., 440.)),
            ("P2", "Lancashire", square(333., 420., 380., 470.)),
            ("P3", "South Cumbria", square(320., 470., 370., 500.)),
            ("P4", HOSTILE, square(380., 420., 390., 430.)),
        ],
    );
    let tiers = layer(
        "utla",
        "2023",
        "Upper-tier and unitary authorities",
        &[
            ("E06000009", "Blackpool", square(330., 434., 333., 440.)),
            ("E06000063", "Cumberland", square(300., 470., 325., 540.)),
            (
                "E06000064",
                "Westmorland and Furness",
                square(325., 470., 370., 530.),
            ),
            ("E10000017", "Lancashire", square(333., 420., 380., 470.)),
        ],
    );
    let land = layer(
        "land",
        "2022",
        "Land",
        &[("L", "Land", square(290., 410., 400., 550.))],
    );
    Generation::new(
        Catalogue::new(vec![places, tiers, land]),
        CodeTable::default(),
        PostcodeDirectory::default(),
        "Source: nobody & everybody",
    )
}

pub(crate) fn named(code: &str, name: &str) -> Named {
    Named {
        code: code.into(),
        name: name.into(),
    }
}

pub(crate) fn p(number: usize) -> Option<Named> {
    let names = ["", "Blackpool", "Lancashire", "South Cumbria", HOSTILE];
    (number > 0).then(|| named(&format!("P{number}"), names[number]))
}

pub(crate) fn u(number: usize) -> Option<Named> {
    let names = [
        ("", ""),
        ("E06000009", "Blackpool"),
        ("E06000063", "Cumberland"),
        ("E06000064", "Westmorland and Furness"),
        ("E10000017", "Lancashire"),
    ];
    (number > 0).then(|| named(names[number].0, names[number].1))
}

/// Each piece: areas, class, difference, weight, footprint.
fn pieces() -> Vec<Piece> {
    use PieceClass::{Coastal, Common, Generalisation, Populated, Real};
    let rows = [
        (
            p(2),
            u(4),
            Common,
            None,
            30_000.0,
            square(333., 420., 380., 469.9),
        ),
        (
            p(3),
            u(3),
            Common,
            None,
            4_000.0,
            square(325., 470.1, 370., 500.),
        ),
        (
            p(1),
            u(1),
            Common,
            None,
            5_000.0,
            square(330., 434., 333., 440.),
        ),
        (
            None,
            u(3),
            Real,
            Some(1),
            2_000.0,
            square(325., 500., 370., 530.),
        ),
        (
            None,
            u(2),
            Real,
            Some(2),
            1_500.0,
            square(300., 500., 325., 540.),
        ),
        (
            p(3),
            u(2),
            Real,
            Some(3),
            300.0,
            square(320., 470., 325., 500.),
        ),
        (
            p(4),
            None,
            Real,
            Some(4),
            9.0,
            square(380., 420., 390., 430.),
        ),
        (
            p(2),
            u(1),
            Populated,
            None,
            2.0,
            square(333., 434., 333.05, 440.),
        ),
        (
            None,
            u(4),
            Coastal,
            None,
            0.0,
            square(332.8, 420., 333., 430.),
        ),
        (
            p(3),
            u(4),
            Generalisation,
            None,
            0.0,
            square(333., 469.9, 380., 470.),
        ),
    ];
    rows.into_iter()
        .enumerate()
        .map(|(id, (a, b, class, difference, weight, footprint))| Piece {
            id,
            a,
            b,
            class,
            reason: format!("This is piece {id}."),
            settled: (class == Populated).then_some(false),
            difference,
            area_m2: area_m2(&footprint),
            perimeter_m: 10_000.0,
            width_m: 42.5,
            circle_m: (class != Common).then_some(60.0),
            at: {
                let first = footprint.0[0].exterior().0[0];
                [first.x, first.y]
            },
            postcodes: weight as u64,
            weight,
            footprint,
        })
        .collect()
}

/// One overlap for each piece: each is the only one of its pair.
fn matrix(pieces: &[Piece]) -> Vec<Overlap> {
    let share = |of: &Option<Named>,
                 value: f64,
                 own: fn(&Piece) -> &Option<Named>,
                 size: fn(&Piece) -> f64| {
        let all: f64 = pieces
            .iter()
            .filter(|piece| own(piece) == of)
            .map(size)
            .sum();
        if of.is_some() && all > 0.0 {
            value / all
        } else {
            0.0
        }
    };
    let mut matrix: Vec<Overlap> = pieces
        .iter()
        .map(|piece| Overlap {
            a: piece.a.clone(),
            b: piece.b.clone(),
            area_m2: piece.area_m2,
            weight: piece.weight,
            weight_by_geometry: piece.weight,
            postcodes: piece.postcodes,
            blocks: Some(
                if matches!(piece.class, PieceClass::Common | PieceClass::Real) {
                    piece.postcodes as usize / 40 + 1
                } else {
                    0
                },
            ),
            districts: vec![named("E07000031", "South Lakeland")],
            area_share_of_a: share(
                &piece.a,
                piece.area_m2,
                |piece| &piece.a,
                |piece| piece.area_m2,
            ),
            area_share_of_b: share(
                &piece.b,
                piece.area_m2,
                |piece| &piece.b,
                |piece| piece.area_m2,
            ),
            weight_share_of_a: share(
                &piece.a,
                piece.weight,
                |piece| &piece.a,
                |piece| piece.weight,
            ),
            weight_share_of_b: share(
                &piece.b,
                piece.weight,
                |piece| &piece.b,
                |piece| piece.weight,
            ),
            jaccard: 0.5,
        })
        .collect();
    matrix.sort_by_key(|o| (o.a.is_none(), o.a.clone(), o.b.is_none(), o.b.clone()));
    matrix
}

fn verdict(
    area: Option<Named>,
    relation: Relation,
    reason: &str,
    matrix: &[Overlap],
    is_a: bool,
) -> Verdict {
    let own = |o: &&Overlap| if is_a { o.a == area } else { o.b == area };
    let parts: Vec<&Overlap> = matrix.iter().filter(own).collect();
    let mut with: Vec<Counterpart> = parts
        .iter()
        .filter(|o| o.blocks > Some(0))
        .map(|o| Counterpart {
            area: if is_a { o.b.clone() } else { o.a.clone() },
            area_m2: o.area_m2,
            area_share: if is_a {
                o.area_share_of_a
            } else {
                o.area_share_of_b
            },
            weight: o.weight,
            weight_share: if is_a {
                o.weight_share_of_a
            } else {
                o.weight_share_of_b
            },
            whole: false,
        })
        .collect();
    let outside = with.iter().position(|part| part.area.is_none());
    let outside = outside.map(|position| with.remove(position));
    Verdict {
        area: area.unwrap(),
        complete: true,
        relation,
        by_blocks: Some(relation),
        reason: reason.into(),
        with,
        outside,
        area_m2: parts.iter().map(|o| o.area_m2).sum(),
        weight: parts.iter().map(|o| o.weight).sum(),
        blocks: Some(parts.iter().filter_map(|o| o.blocks).sum()),
        deviation: (relation == Relation::Coterminous).then_some(Separation {
            hausdorff_m: 87.3,
            at: [333_000.0, 437_000.0],
            mean_m: 4.2,
        }),
    }
}

fn difference(number: usize, a: Option<Named>, b: Option<Named>, pieces: &[Piece]) -> Difference {
    let own: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| piece.difference == Some(number))
        .collect();
    Difference {
        number,
        reason: format!("Difference {number} is a difference."),
        a,
        b,
        pieces: own.iter().map(|piece| piece.id).collect(),
        area_m2: own.iter().map(|piece| piece.area_m2).sum(),
        weight: own.iter().map(|piece| piece.weight).sum(),
        blocks: (0..number)
            .map(|n| named(&format!("E0101{number}00{n}"), &format!("Eden 00{n}A")))
            .collect(),
        districts: vec![named("E07000030", "Eden")],
        postcodes: vec![
            "CA10 1AA".parse().unwrap(),
            "CA10 1AB".parse().unwrap(),
            "LA18 4AA".parse().unwrap(),
        ],
        at: own[0].at,
    }
}

fn compared(layer: &Layer, weight: f64) -> ComparedLayer {
    let info = layer.info().clone();
    ComparedLayer {
        id: info.id,
        family: info.family,
        family_title: info.family_title,
        title: info.title,
        vintage: info.vintage,
        resolution_m: info.resolution_m,
        coast: info.coast,
        source: info.source,
        areas: layer.areas().len(),
        area_m2: layer
            .areas()
            .iter()
            .map(|area| area_m2(area.footprint()))
            .sum(),
        weight,
    }
}

pub(crate) fn comparison(generation: &Generation) -> Comparison {
    use Relation::{Coterminous, Crossing, Disjoint};
    let pieces = pieces();
    let matrix = matrix(&pieces);
    let layers = generation.catalogue().layers();
    let weight = |own: fn(&Piece) -> &Option<Named>| {
        pieces
            .iter()
            .filter(|piece| own(piece).is_some())
            .map(|piece| piece.weight)
            .sum()
    };
    let one = |length_m: f64| LinesOfOne {
        length_m,
        within_m: 12_000.0,
        apart_m: 150_000.0,
        furthest: Some(Separation {
            hausdorff_m: 30_000.0,
            at: [350_000.0, 530_000.0],
            mean_m: 8_000.0,
        }),
    };
    Comparison {
        a: compared(&layers[0], weight(|piece| &piece.a)),
        b: compared(&layers[1], weight(|piece| &piece.b)),
        tolerance_m: 200.0,
        tolerance_from: "the resolution to which place-2022 is drawn".into(),
        blocks: Some(BlockBasis { layer: "lsoa-2011".into(), name: "LSOA".into(), blocks: 1_058 }),
        weight: WeightUsed {
            unit: "live postcodes".into(),
            source: "One for each live postcode.".into(),
            total: pieces.iter().map(|piece| piece.weight).sum(),
        },
        summary: vec![
            "2 of 4 places are coterminous with an upper-tier or unitary authority.".into(),
            "South Cumbria is not: Westmorland and Furness has Eden besides, and South Cumbria has Millom.".into(),
        ],
        verdicts_a: vec![
            verdict(p(1), Coterminous, "It has the same footprint as Blackpool.", &matrix, true),
            verdict(p(2), Coterminous, "It has the same footprint as Lancashire.", &matrix, true),
            verdict(p(3), Crossing, "It cuts Westmorland and Furness and Cumberland.", &matrix, true),
            verdict(p(4), Disjoint, "No authority is there.", &matrix, true),
        ],
        verdicts_b: vec![
            verdict(u(1), Coterminous, "It has the same footprint as Blackpool.", &matrix, false),
            verdict(u(2), Crossing, "It cuts South Cumbria.", &matrix, false),
            verdict(u(3), Crossing, "It cuts South Cumbria.", &matrix, false),
            verdict(u(4), Coterminous, "It has the same footprint as Lancashire.", &matrix, false),
        ],
        groups: vec![Group { a: p(1).into_iter().collect(), b: u(1).into_iter().collect(), closes: true, reason: "Blackpool is Blackpool.".into() }],
        differences: vec![
            difference(1, None, u(3), &pieces),
            difference(2, None, u(2), &pieces),
            difference(3, p(3), u(2), &pieces),
            difference(4, p(4), None, &pieces),
        ],
        lines: Lines { shared_m: 200_000.0, a: one(362_000.0), b: one(362_000.0) },
        disclosure: None,
        findings: vec![format!("{HOSTILE} is a strange name.")],
        attribution: generation.attribution().into(),
        matrix,
        pieces,
    }
}

pub(crate) fn manifest() -> Manifest<Question> {
    Manifest {
        engine: "coterm 0.1.0".into(),
        question: Question {
            a: "place-2022".into(),
            b: "utla-2023".into(),
            tolerance_m: Some(200.0),
            weight: "postcodes".into(),
            on: None,
            disclosure: None,
            populated: None,
        },
        extent: "A made-up coast".into(),
        files: vec![UsedFile {
            what: "Places".into(),
            file: "layers/place-2022.fgb".into(),
            sha256: "ab".repeat(32),
        }],
    }
}
