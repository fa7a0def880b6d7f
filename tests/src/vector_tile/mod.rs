//! [`decode`]: a strict decoder of Mapbox Vector Tiles.
//!
//! It shares no code with the writer of coterm's tiles. It refuses everything that specification
//! 2.1 forbids and that can be detected without comparing rings with each other. The decoders of
//! maps are more lenient, as they should be; a test must not be.

mod geometry;
mod protobuf;

pub use geometry::{Geometry, Point};
use protobuf::{Fields, Part, text, varints, whole};

/// Reason why a tile is refused.
pub type Refusal = &'static str;

/// Layer of a tile.
#[derive(Debug, Clone, PartialEq)]
pub struct TileLayer {
    /// Name of the layer, which no other layer of the tile has.
    pub name: String,
    /// Version of the specification: 1 or 2.
    pub version: u64,
    /// Number of units along the tile's side.
    pub extent: u64,
    /// Features in the order of the tile.
    pub features: Vec<TileFeature>,
}

/// Feature of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct TileFeature {
    /// Number of the feature, if it has one.
    pub id: Option<u64>,
    /// Keys and values in the order of the tile; no key occurs twice.
    pub properties: Vec<(String, TileValue)>,
    /// Geometry in units from the tile's north-western corner, to the east and to the south.
    pub geometry: Geometry,
}

/// Value of a property, in the type that it is written in.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "named as in the specification")]
pub enum TileValue {
    String(String),
    Float(f32),
    Double(f64),
    Int(i64),
    Uint(u64),
    Sint(i64),
    Bool(bool),
}

/// Decodes the layers of a tile.
///
/// # Errors
///
/// The rule of the specification that the tile breaks, in a few words.
pub fn decode(tile: &[u8]) -> Result<Vec<TileLayer>, Refusal> {
    let mut layers: Vec<TileLayer> = Vec::new();
    for field in Fields::of(tile) {
        match field? {
            (3, Part::Bytes(bytes)) => {
                let layer = layer(bytes)?;
                if layers.iter().any(|before| before.name == layer.name) {
                    return Err("two layers have the same name");
                }
                layers.push(layer);
            }
            (3, _) => return Err("a layer is not a message"),
            (16.., _) => {}
            _ => return Err("a tile has a field that is not in the specification"),
        }
    }
    Ok(layers)
}

fn layer(bytes: &[u8]) -> Result<TileLayer, Refusal> {
    let (mut name, mut version, mut extent) = (None, None, None);
    let (mut features, mut keys, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for field in Fields::of(bytes) {
        match field? {
            (1, part) => once(&mut name, text(part)?)?,
            // Its keys and values may come after it.
            (2, Part::Bytes(bytes)) => features.push(bytes),
            (2, _) => return Err("a feature is not a message"),
            (3, part) => keys.push(text(part)?),
            (4, Part::Bytes(bytes)) => values.push(value(bytes)?),
            (4, _) => return Err("a value is not a message"),
            (5, part) => once(&mut extent, whole(part)?)?,
            (15, part) => once(&mut version, whole(part)?)?,
            (16.., _) => {}
            _ => return Err("a layer has a field that is not in the specification"),
        }
    }
    let features = features.into_iter();
    let features = features.map(|bytes| feature(bytes, &keys, &values));
    Ok(TileLayer {
        name: name.ok_or("a layer has no name")?,
        version: version
            .filter(|version| (1..=2).contains(version))
            .ok_or("a layer has no version that there is")?,
        // The default of the protocol buffer's definition.
        extent: extent.unwrap_or(4_096),
        features: features.collect::<Result<_, _>>()?,
    })
}

fn feature(bytes: &[u8], keys: &[String], values: &[TileValue]) -> Result<TileFeature, Refusal> {
    let (mut id, mut tags, mut kind, mut commands) = (None, None, None, None);
    for field in Fields::of(bytes) {
        match field? {
            (1, part) => once(&mut id, whole(part)?)?,
            (2, part) => once(&mut tags, varints(part)?)?,
            (3, part) => once(&mut kind, whole(part)?)?,
            (4, part) => once(&mut commands, varints(part)?)?,
            _ => return Err("a feature has a field that is not in the specification"),
        }
    }
    let tags = tags.unwrap_or_default();
    if tags.len() % 2 > 0 {
        return Err("a feature has a key without a value");
    }
    let mut properties: Vec<(String, TileValue)> = Vec::new();
    for pair in tags.chunks(2) {
        let [key, value] = [pair[0] as usize, pair[1] as usize];
        let key = keys.get(key).ok_or("a feature has a key that is nowhere")?;
        let value = values.get(value);
        let value = value.ok_or("a feature has a value that is nowhere")?;
        if properties.iter().any(|(before, _)| before == key) {
            return Err("a feature has a key twice");
        }
        properties.push((key.clone(), value.clone()));
    }
    Ok(TileFeature {
        id,
        properties,
        geometry: Geometry::decoded(
            kind.ok_or("a feature has no type")?,
            &commands.ok_or("a feature has no geometry")?,
        )?,
    })
}

fn value(bytes: &[u8]) -> Result<TileValue, Refusal> {
    let mut value = None;
    for field in Fields::of(bytes) {
        let found = match field? {
            (1, part) => TileValue::String(text(part)?),
            (2, Part::Four(bytes)) => TileValue::Float(f32::from_le_bytes(bytes)),
            (3, Part::Eight(bytes)) => TileValue::Double(f64::from_le_bytes(bytes)),
            (4, part) => TileValue::Int(whole(part)?.cast_signed()),
            (5, part) => TileValue::Uint(whole(part)?),
            (6, part) => TileValue::Sint(geometry::unzigzag(whole(part)?)),
            (7, Part::Varint(flag @ 0..=1)) => TileValue::Bool(flag == 1),
            (8.., _) => continue,
            _ => return Err("a value is not of the type that it says"),
        };
        once(&mut value, found)?;
    }
    value.ok_or("a value is of no type that there is")
}

/// Keeps the value of a field that may occur at most once.
fn once<T>(slot: &mut Option<T>, found: T) -> Result<(), Refusal> {
    match slot.replace(found) {
        None => Ok(()),
        Some(_) => Err("a field that may be there once is there twice"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A layer `a` of version 2, with a feature of that type and geometry.
    fn tile(kind: u8, commands: &[u8]) -> Vec<u8> {
        let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
        let feature = [&[0x18, kind, 0x22, length(commands)], commands].concat();
        let layer = [
            &[0x78, 2, 0x0a, 1, b'a', 0x12, length(&feature)],
            &feature[..],
        ]
        .concat();
        [&[0x1a, length(&layer)], &layer[..]].concat()
    }

    #[test]
    fn what_the_specification_forbids_is_refused() {
        let square = [9, 0, 0, 26, 2, 0, 0, 2, 1, 0, 15];
        assert!(decode(&tile(3, &square)).is_ok());
        for (kind, commands, reason) in [
            // The same square turned the other way.
            (
                3,
                &[9, 0, 0, 26, 0, 2, 2, 0, 0, 1, 15][..],
                "begins with a hole",
            ),
            (3, &[9, 0, 0, 18, 2, 0, 2, 0, 15], "no area"),
            (3, &[9, 0, 0, 26, 2, 0, 0, 2, 1, 0], "not closed"),
            (
                3,
                &[9, 0, 0, 34, 2, 0, 0, 2, 1, 0, 0, 1, 15],
                "leads nowhere",
            ),
            (3, &[9, 0, 0, 10, 2, 0, 15], "fewer than three"),
            (2, &[9, 0, 0], "does not go on"),
            (2, &[17, 0, 0, 2, 2, 10, 2, 2], "more than one point"),
            (1, &[9, 0, 0, 9, 2, 2], "more commands"),
            (1, &[], "ends before"),
            (4, &[9, 0, 0], "type that there is"),
        ] {
            let refused = decode(&tile(kind, commands)).unwrap_err();
            assert!(refused.contains(reason), "{commands:?}: {refused}");
        }
        let twice = tile(3, &square).repeat(2);
        assert_eq!(decode(&twice), Err("two layers have the same name"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            kind in 0..4_u8,
            commands in prop::collection::vec(0..40_u8, 0..40),
            at in any::<prop::sample::Index>(),
            byte: u8,
        ) {
            let _ = decode(&bytes);
            let mut tile = tile(kind, &commands);
            let _ = decode(&tile);
            let at = at.index(tile.len());
            tile[at] = byte;
            let _ = decode(&tile);
        }
    }
}
