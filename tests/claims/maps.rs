//! Claims about maps for board papers.

use std::collections::BTreeSet;

use coterm_report::{
    Drawing, Frame, Labels, LayerMap, LineStyle, Map, MapLines, MapPiece, PALETTE, to_png,
};
use coterm_tests::{Ran, coterm, dataset, run};
use resvg::tiny_skia::Pixmap;
use roxmltree::Document;

fn layer(id: &str) -> &'static coterm_core::layers::Layer {
    dataset().catalogue().layer(id).unwrap()
}

fn land() -> &'static coterm_core::layers::Layer {
    LayerMap::land_among(dataset().catalogue().layers()).unwrap()
}

fn drawn(id: &str, over: Option<&str>, labels: Labels) -> Drawing {
    let mut map = LayerMap::new(layer(id)).land(land()).labels(labels);
    if let Some(over) = over {
        map = map.over(layer(over)).unwrap();
    }
    map.map().unwrap().draw()
}

/// Every map that the claims are checked on.
fn maps() -> Vec<(String, Drawing)> {
    [
        ("place-2022", None, Labels::Names),
        ("place-2022", Some("lad-2021"), Labels::Codes),
        ("delivery-unit-2022", Some("lad-2021"), Labels::Names),
        ("ccg-2021", Some("lad-2021"), Labels::Names),
        ("ccg-2021", Some("lad-2021"), Labels::Numbers),
        ("place-2021", Some("utla-2021"), Labels::Names),
        ("lad-2021", None, Labels::Names),
        ("icb-2022", None, Labels::None),
    ]
    .map(|(id, over, labels)| (format!("{id}, {labels:?}"), drawn(id, over, labels)))
    .into()
}

/// All text that is shown, line by line.
fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    texts
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn ran(folder: &std::path::Path, arguments: &[&str]) -> Ran {
    run(coterm(folder).arg("map").args(arguments))
}

#[test]
fn the_announcement_has_every_place_and_delivery_unit_by_name() {
    for (id, over) in [
        ("place-2022", None),
        ("delivery-unit-2022", Some("lad-2021")),
    ] {
        let drawing = drawn(id, over, Labels::Names);
        assert_eq!(drawing.without_room, Vec::<String>::new());
        let labels: BTreeSet<&str> = drawing
            .labels
            .iter()
            .map(|label| label.text.as_str())
            .collect();
        let shown = texts(&drawing.svg);
        for area in layer(id).areas() {
            assert!(
                labels.contains(area.name()),
                "{} is not on the map",
                area.name()
            );
            let in_legend = shown.iter().any(|text| text == area.name());
            assert!(in_legend, "{} is not in the legend", area.name());
        }
        let all = shown.join(" ");
        assert!(
            shown.iter().any(|text| text.ends_with(" km")),
            "no scale bar: {all}"
        );
        assert!(
            all.contains(&layer(id).info().attribution),
            "no attribution: {all}"
        );
        assert!(all.contains(&layer(id).info().title), "no title: {all}");
    }
}

#[test]
fn the_districts_of_lancashire_are_named_over_its_delivery_units() {
    let drawing = drawn("delivery-unit-2022", Some("lad-2021"), Labels::Names);
    let labels: BTreeSet<&str> = drawing
        .labels
        .iter()
        .map(|label| label.text.as_str())
        .collect();
    let districts = layer("lad-2021")
        .areas()
        .iter()
        .filter(|area| area.code().starts_with("E070001"));
    let mut count = 0;
    for district in districts.filter(|area| ("E07000117"..="E07000128").contains(&area.code())) {
        assert!(labels.contains(district.name()), "{}", district.name());
        count += 1;
    }
    assert_eq!(count, 12);
}

#[test]
fn no_label_leaves_the_frame_or_touches_another() {
    for (name, drawing) in maps() {
        for (index, label) in drawing.labels.iter().enumerate() {
            assert!(drawing.frame.contains(&label.bounds), "{name}: {label:?}");
            for other in &drawing.labels[..index] {
                assert!(
                    !label.bounds.overlaps(&other.bounds),
                    "{name}: {label:?} and {other:?}"
                );
            }
        }
    }
}

#[test]
fn every_area_of_the_region_has_its_label() {
    for (name, drawing) in maps() {
        assert!(
            drawing.without_room.is_empty(),
            "{name}: {:?}",
            drawing.without_room
        );
    }
}

#[test]
fn every_map_is_xml_that_stands_by_itself_and_can_be_read_out() {
    for (name, drawing) in maps() {
        let document = Document::parse(&drawing.svg).unwrap();
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"), "{name}");
        let ids: Vec<&str> = document
            .descendants()
            .filter_map(|node| node.attribute("id"))
            .collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{name}: {ids:?}"
        );
        for labelled in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(ids.contains(&labelled), "{name}: {labelled}");
        }
        // Nothing is fetched, and no script runs.
        for outside in ["href", "<script", "<style", "@import"] {
            assert!(!drawing.svg.contains(outside), "{name}: {outside}");
        }
        assert!(
            drawing.svg.len() < 300_000,
            "{name}: {} bytes",
            drawing.svg.len()
        );
    }
}

#[test]
fn the_same_layers_give_the_same_bytes() {
    let one = drawn("ccg-2021", Some("lad-2021"), Labels::Names);
    let again = drawn("ccg-2021", Some("lad-2021"), Labels::Names);
    assert!(one.svg == again.svg);
    assert!(to_png(&one.svg, 400).unwrap() == to_png(&again.svg, 400).unwrap());
}

#[test]
fn a_png_is_as_wide_as_asked_for_and_shows_text_in_its_own_font() {
    let drawing = drawn("place-2022", None, Labels::Names);
    let picture = Pixmap::decode_png(&to_png(&drawing.svg, 600).unwrap()).unwrap();
    assert_eq!(picture.width(), 600);
    let scale = 600.0 / drawing.size.0;
    assert!((f64::from(picture.height()) - drawing.size.1 * scale).abs() <= 1.0);
    for label in &drawing.labels {
        let dark = |x: u32, y: u32| picture.pixel(x, y).is_some_and(|pixel| pixel.red() < 90);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is on the picture"
        )]
        let on_picture = |value: f64| (value * scale) as u32;
        let bounds = label.bounds;
        let ink = (on_picture(bounds.left)..on_picture(bounds.right))
            .flat_map(|x| (on_picture(bounds.top)..on_picture(bounds.bottom)).map(move |y| (x, y)))
            .filter(|(x, y)| dark(*x, *y))
            .count();
        assert!(ink > 40, "{}: {ink} dark pixels", label.text);
    }
    assert!(to_png(&drawing.svg, 0).is_err());
    assert!(to_png("not a drawing", 600).is_err());
}

#[test]
fn two_maps_in_one_page_share_no_id() {
    let footprint = layer("icb-2022").areas()[0].footprint();
    let small = |prefix| {
        Map::small(Frame::square([footprint], Map::SMALL_WIDTH).unwrap())
            .id_prefix(prefix)
            .area(coterm_report::MapArea::new(footprint).fill(PALETTE[0]))
            .lines(MapLines::new(LineStyle::OVER).outline(footprint))
            .piece(MapPiece::new(footprint, PALETTE[1]).number(1))
            .to_svg()
    };
    let (one, other) = (small("a-"), small("b-"));
    let ids = |svg: &str| -> BTreeSet<String> {
        let document = Document::parse(svg).unwrap();
        document
            .descendants()
            .filter_map(|node| node.attribute("id"))
            .map(str::to_owned)
            .collect()
    };
    assert!(ids(&one).is_disjoint(&ids(&other)));
    assert!(texts(&one).is_empty(), "a thumbnail has no text");
}

#[test]
fn the_command_writes_what_the_extension_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let svg = ran(
        folder.path(),
        &["place-2022", "--title", "Four & <more>", "-o", "map.SVG"],
    );
    assert_eq!(svg.code, Some(0), "{}", svg.err);
    let text = std::fs::read_to_string(path("map.SVG")).unwrap();
    assert!(texts(&text).contains(&"Four & <more>".to_owned()));
    let png = ran(
        folder.path(),
        &[
            "place-2022",
            "--area",
            "QE1-2022-BLACKPOOL",
            "--width",
            "500",
            "-o",
            "map.png",
        ],
    );
    assert_eq!(png.code, Some(0), "{}", png.err);
    let picture = Pixmap::decode_png(&std::fs::read(path("map.png")).unwrap());
    assert_eq!(picture.unwrap().width(), 500);
    // Without a file name, the map goes to standard output.
    let ran = ran(folder.path(), &["place-2022"]);
    assert!(ran.out.starts_with("<svg"), "{}", ran.err);
}

#[test]
fn what_cannot_be_drawn_is_refused_and_leaves_no_file() {
    for (arguments, message) in [
        (vec!["place-2023"], "closest names are place-2021"),
        (
            vec!["place-2022", "--over", "lad-1999"],
            "no layer called \"lad-1999\"",
        ),
        (vec!["place-2022", "--over", "place-2022"], "over itself"),
        (
            vec!["place-2022", "--area", "E99999999"],
            "E99999999 of place-2022 does not exist; the closest matches are",
        ),
        (vec!["place-2022", "--width", "100"], "leave out --width"),
        (
            vec!["place-2022", "--format", "png", "--width", "5"],
            "64 to 10000",
        ),
        (vec!["place-2022", "--format", "pdf"], "svg, png"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = ran(
            folder.path(),
            &[arguments.clone(), vec!["-o", "map.svg"]].concat(),
        );
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.err.contains(message), "{arguments:?}: {}", ran.err);
        assert_eq!(
            folder.path().read_dir().unwrap().count(),
            0,
            "{arguments:?}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let other = ran(folder.path(), &["place-2022", "-o", "map.jpg"]);
    assert_eq!(other.code, Some(2));
    assert!(
        other.err.contains("not .jpg") && other.err.contains(".png"),
        "{}",
        other.err
    );
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}
