//! Claims about what maps point out: the ground that they are focused on, hatching, and names.

use geo::{Coord, MultiPolygon, Rect};

use super::{Frame, Hatch, LineStyle, Map, MapArea, MapLines, MapPiece, PALETTE};

/// A square with this south-west corner and side, in kilometres.
fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
    let corner = Coord { x, y } * 1_000.0;
    let far = corner + Coord { x: side, y: side } * 1_000.0;
    Rect::new(corner, far).to_polygon().into()
}

#[test]
fn a_focused_map_fills_and_hatches_only_there_and_names_only_what_is_there() {
    let (inside, outside) = (square(300.0, 400.0, 40.0), square(345.0, 400.0, 10.0));
    let focus = square(310.0, 400.0, 30.0);
    let frame = Frame::covering([&inside, &outside], Map::WIDTH).unwrap();
    let red = super::Colour(0xb4, 0x1f, 0x1f);
    let drawing = Map::new(frame)
        .id_prefix("m-")
        .focused_on(&focus)
        .area(MapArea::new(&inside).fill(PALETTE[0]).label("Within"))
        .area(MapArea::new(&outside).fill(PALETTE[1]).label("Elsewhere"))
        .piece(MapPiece::new(&outside, red))
        .draw();
    let svg = roxmltree::Document::parse(&drawing.svg).unwrap();
    let painted = svg.descendants().filter(|node| {
        let fill = node.attribute("fill").unwrap_or_default();
        fill.contains("hatch") || fill == PALETTE[0].to_string()
    });
    for node in painted {
        let clip = node.parent().unwrap().attribute("clip-path");
        assert_eq!(clip, Some("url(#m-focus)"));
    }
    let labels: Vec<&str> = drawing.labels.iter().map(|label| &*label.text).collect();
    assert_eq!(labels, ["Within"]);
    let left = drawing.frame.left + drawing.frame.width() * (310.0 - 297.25) / 60.5;
    assert!(drawing.labels[0].bounds.left > left);
    assert_eq!(drawing.without_room, Vec::<String>::new());
}

#[test]
fn hatching_is_drawn_in_lines_that_every_program_prints() {
    let own = square(300.0, 400.0, 10.0);
    let frame = Frame::covering([&own], Map::WIDTH).unwrap();
    let drawn = |hatch| {
        let piece = MapPiece::new(&own, PALETTE[0]).hatch(hatch);
        Map::new(frame).piece(piece).to_svg()
    };
    let [dense, open] = [Hatch::Dense, Hatch::Open].map(drawn);
    for svg in [&dense, &open] {
        assert!(!svg.contains("<pattern"), "{svg}");
    }
    let lines = |svg: &str| svg.matches('M').count();
    assert!(lines(&dense) > lines(&open) && lines(&open) > 50);
}

#[test]
fn a_small_area_of_the_second_layer_is_named_beside_it() {
    let (own, small) = (square(300.0, 400.0, 100.0), square(301.0, 450.0, 4.0));
    let frame = Frame::covering([&own], Map::WIDTH).unwrap();
    let drawing = Map::new(frame)
        .area(MapArea::new(&own).fill(PALETTE[0]))
        .lines(MapLines::new(LineStyle::OVER).labelled(&small, "Blackpool"))
        .draw();
    assert!(
        drawing
            .labels
            .iter()
            .any(|label| label.text == "Blackpool" && label.has_leader)
    );
}

#[test]
fn a_name_on_hatching_has_a_plate() {
    let own = square(300.0, 400.0, 100.0);
    let frame = Frame::covering([&own], Map::WIDTH).unwrap();
    let map = Map::new(frame).area(MapArea::new(&own).fill(PALETTE[0]).label("Cumbria"));
    let plates = |map: &Map<'_>| map.to_svg().matches("rx=\"3\"").count();
    assert_eq!(plates(&map), 0);
    assert_eq!(plates(&map.piece(MapPiece::new(&own, PALETTE[1]))), 1);
}
