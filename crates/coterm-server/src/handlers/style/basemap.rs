//! The style of a basemap: an archive of pictures, or the layers of one of vector tiles, drawn calmly
//! under areas.
//!
//! The name of a layer of the archive says what it shows, as OS Open Zoomstack, `OpenMapTiles` and
//! Protomaps name theirs. A layer whose name says nothing is not drawn.

use coterm_io::ArchivedTiles;
use serde_json::{Value, json};

use super::theme::{FONTS, Theme};

/// The name of the source, and the beginning of the names of its style layers.
pub(super) const SOURCE: &str = "basemap";

/// A sort of things that a layer of an archive shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Water,
    Green,
    Built,
    Stream,
    Road,
    Rail,
    Name,
}

/// Words in the names of layers, each with what it says. The first that occurs counts.
const WORDS: [(&str, Kind); 25] = [
    ("name", Kind::Name),
    ("label", Kind::Name),
    ("place", Kind::Name),
    ("waterway", Kind::Stream),
    ("waterline", Kind::Stream),
    ("river", Kind::Stream),
    ("stream", Kind::Stream),
    ("sea", Kind::Water),
    ("ocean", Kind::Water),
    ("foreshore", Kind::Water),
    ("water", Kind::Water),
    ("wood", Kind::Green),
    ("forest", Kind::Green),
    ("green", Kind::Green),
    ("park", Kind::Green),
    ("landcover", Kind::Green),
    ("urban", Kind::Built),
    ("building", Kind::Built),
    ("landuse", Kind::Built),
    ("rail", Kind::Rail),
    ("road", Kind::Road),
    ("transportation", Kind::Road),
    ("highway", Kind::Road),
    ("motorway", Kind::Road),
    ("street", Kind::Road),
];

impl Kind {
    fn of(layer: &str) -> Option<Self> {
        let name = layer.to_lowercase();
        let said = WORDS.iter().find(|(word, _)| name.contains(word));
        said.map(|(_, kind)| *kind)
    }

    fn colour(self, theme: Theme) -> &'static str {
        match (theme, self) {
            (Theme::Light, Self::Water) => "#d9e5eb",
            (Theme::Light, Self::Green) => "#e8eee0",
            (Theme::Light, Self::Built) => "#e9e6df",
            (Theme::Light, Self::Stream) => "#bcd0da",
            (Theme::Light, Self::Road) => "#c9c4ba",
            (Theme::Light, Self::Rail) => "#b3b6b8",
            (Theme::Light, Self::Name) => "#5c666d",
            (Theme::Dark, Self::Water) => "#101a22",
            (Theme::Dark, Self::Green) => "#1f3029",
            (Theme::Dark, Self::Built) => "#293640",
            (Theme::Dark, Self::Stream) => "#29404f",
            (Theme::Dark, Self::Road) => "#3d4b55",
            (Theme::Dark, Self::Rail) => "#4b5963",
            (Theme::Dark, Self::Name) => "#9fb0bb",
        }
    }
}

/// Makes the source of a basemap.
pub(super) fn source(basemap: &ArchivedTiles, base: &str) -> Value {
    let url = format!("{base}/tiles/{}", basemap.name());
    if basemap.has_pictures() {
        return json!({ "type": "raster", "url": url, "tileSize": 256 });
    }
    json!({ "type": "vector", "url": url })
}

/// Makes the style layers of a basemap: its ground first, its names last.
pub(super) fn layers(basemap: &ArchivedTiles, theme: Theme) -> Vec<Value> {
    if basemap.has_pictures() {
        return vec![json!({
            "id": SOURCE,
            "type": "raster",
            "source": SOURCE,
            "paint": toned_down(theme),
        })];
    }
    let described = basemap.tile_json(&[]);
    let named = described["vector_layers"].as_array();
    let names = named
        .into_iter()
        .flatten()
        .filter_map(|layer| layer["id"].as_str());
    let mut kinds: Vec<(Kind, &str)> = names
        .filter_map(|name| Some((Kind::of(name)?, name)))
        .collect();
    kinds.sort_unstable();
    kinds
        .into_iter()
        .map(|(kind, name)| drawn(kind, name, theme))
        .collect()
}

/// Returns how pictures are drawn, so that areas stand out: pale on the light ground, and dark on the
/// dark one.
fn toned_down(theme: Theme) -> Value {
    match theme {
        Theme::Light => json!({ "raster-opacity": 0.6, "raster-saturation": -0.5 }),
        Theme::Dark => json!({
            "raster-opacity": 0.5,
            "raster-saturation": -0.7,
            "raster-brightness-max": 0.55,
        }),
    }
}

fn drawn(kind: Kind, name: &str, theme: Theme) -> Value {
    let colour = kind.colour(theme);
    let growing =
        |far: f64, near: f64| json!(["interpolate", ["linear"], ["zoom"], 8, far, 15, near]);
    let (form, shape, paint) = match kind {
        Kind::Water | Kind::Green | Kind::Built => (
            "fill",
            "Polygon",
            json!({ "fill-color": colour, "fill-antialias": false }),
        ),
        Kind::Stream | Kind::Rail => (
            "line",
            "LineString",
            json!({ "line-color": colour, "line-width": growing(0.4, 1.2) }),
        ),
        Kind::Road => (
            "line",
            "LineString",
            json!({ "line-color": colour, "line-width": growing(0.4, 3.0) }),
        ),
        Kind::Name => (
            "symbol",
            "Point",
            json!({
                "text-color": colour,
                "text-halo-color": theme.ground().halo,
                "text-halo-width": 1.2,
            }),
        ),
    };
    let mut layer = json!({
        "id": format!("{SOURCE}-{name}"),
        "type": form,
        "source": SOURCE,
        "source-layer": name,
        "filter": ["==", ["geometry-type"], shape],
        "paint": paint,
    });
    if kind == Kind::Name {
        layer["layout"] = json!({
            "text-field": ["coalesce", ["get", "name"], ["get", "name1"], ""],
            "text-font": FONTS,
            "text-size": 11,
            "text-max-width": 8,
            "text-padding": 6,
        });
        layer["minzoom"] = json!(8);
    }
    layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_layers_in_use_say_what_they_show() {
        for (name, kind) in [
            ("sea", Kind::Water),
            ("urban_areas", Kind::Built),
            ("woodland", Kind::Green),
            ("roads_national", Kind::Road),
            ("waterlines", Kind::Stream),
            ("transportation", Kind::Road),
            ("transportation_name", Kind::Name),
            ("water", Kind::Water),
            ("waterway", Kind::Stream),
        ] {
            assert_eq!(Kind::of(name), Some(kind), "{name}");
        }
        assert_eq!(Kind::of("contours"), None);
    }
}
