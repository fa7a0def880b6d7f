//! The store keeps its promises: whole generations, whenever a change is interrupted.

use coterm_core::layers::{Area, LayerInfo};
use coterm_core::period::{Period, parse_day};
use geo::Rect;

use super::*;
use crate::store;

/// A layer with one square area.
fn layer(id: &str, east: f64) -> Layer {
    let period = Period::new(parse_day("2026-01-01").unwrap(), None).unwrap();
    let mut info = LayerInfo::new(id, id, "2026", period);
    info.resolution_m = 1.0;
    let square = Rect::new((east, 460_000.0), (east + 1_000.0, 461_000.0));
    let area = Area::new("A", "Square", period, square.to_polygon().into()).unwrap();
    Layer::new(info, vec![area])
}

fn names(layers: &[LayerEntry]) -> Vec<&str> {
    layers.iter().map(|layer| layer.info.id.as_str()).collect()
}

/// A store over the committed data.
struct Own {
    folder: tempfile::TempDir,
}

impl Own {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn location(&self) -> DataLocation {
        let committed = |name: &str| {
            let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
            fs::read(data.join(name)).ok()
        };
        DataLocation::built_in(committed).with_own_folder(self.folder.path())
    }

    fn begin(&self) -> PendingChange {
        let store = LayerStore::of(&self.location()).unwrap();
        store.begin(|| panic!("nobody else changes it")).unwrap()
    }

    fn import(&self, id: &str, east: f64) -> Generation {
        let files = vec![format!("{id}.geojson")];
        self.begin().import(&layer(id, east), files).unwrap()
    }

    /// The imported layers that a dataset has.
    fn answers(&self) -> Vec<String> {
        let manifest = store::manifest(self.location()).unwrap();
        let own = manifest.layers.iter().filter(|layer| layer.is_own());
        for layer in own.clone() {
            layer.file.read(&self.location()).unwrap();
        }
        own.map(|layer| layer.info.id.clone()).collect()
    }
}

#[test]
fn a_change_makes_a_generation_and_every_earlier_one_can_be_used_again() {
    let own = Own::new();
    let before = store::fingerprint(own.location()).unwrap();
    own.import("wards", 340_000.0);
    own.import("places", 350_000.0);
    assert_eq!(own.answers(), ["wards", "places"]);
    assert_ne!(store::fingerprint(own.location()).unwrap(), before);
    own.begin().remove(&["wards".into()]).unwrap();
    assert_eq!(own.answers(), ["places"]);
    assert_eq!(
        names(&own.begin().roll_back(None).unwrap().layers),
        ["wards", "places"]
    );
    // Taking back is a change too, so it can be taken back.
    assert_eq!(
        names(&own.begin().roll_back(None).unwrap().layers),
        ["places"]
    );
    assert!(own.begin().roll_back(Some(0)).unwrap().layers.is_empty());
    assert_eq!(store::fingerprint(own.location()).unwrap(), before);
    let history = LayerStore::of(&own.location()).unwrap().history().unwrap();
    let numbers: Vec<u32> = history.iter().map(|generation| generation.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let refused = own.begin().roll_back(Some(9)).unwrap_err().to_string();
    assert!(refused.contains("coterm layers --history"), "{refused}");
    let refused = own
        .begin()
        .remove(&["lad-2023".into()])
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("lad-2023 is not an imported layer"),
        "{refused}"
    );
}

#[test]
fn what_a_killed_process_left_is_not_used_and_the_next_change_removes_it() {
    let own = Own::new();
    own.import("wards", 340_000.0);
    let folder = own.folder.path().join(IMPORTED);
    let left = [
        folder.join(LAYERS).join(".incomplete-places.fgb"),
        folder.join(LAYERS).join("places-0123456789abcdef.fgb"),
        folder.join(GENERATIONS).join(".incomplete-000002.json"),
    ];
    for file in &left {
        fs::write(file, "half of somethi").unwrap();
    }
    assert_eq!(own.answers(), ["wards"]);
    own.import("places", 350_000.0);
    assert_eq!(own.answers(), ["wards", "places"]);
    assert!(left.iter().all(|file| !file.exists()));
}

#[test]
fn a_generation_or_layer_that_is_damaged_is_named_with_what_to_do() {
    let own = Own::new();
    let generation = own.import("wards", 340_000.0);
    let layer = own.folder.path().join(&generation.layers[0].file.file);
    fs::write(&layer, "other bytes").unwrap();
    let location = own.location();
    let refused = generation.layers[0]
        .file
        .read(&location)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("coterm remove"), "{refused}");
    let list = own
        .folder
        .path()
        .join(IMPORTED)
        .join(GENERATIONS)
        .join("000001.json");
    fs::write(&list, "{").unwrap();
    let refused = store::manifest(&location).unwrap_err().to_string();
    assert!(
        refused.contains("000001.json") && refused.contains("delete it"),
        "{refused}"
    );
    // A file name that leads out of the store is refused before it is read.
    let text = serde_json::to_string(&generation.layers).unwrap();
    let text = text.replace("imported/layers/", "imported/../../");
    let text = format!(
        r#"{{"format": 1, "at": "2026-01-01T00:00:00Z", "change": {{"kind": "remove", "layers": []}}, "layers": {text}}}"#
    );
    fs::write(&list, text).unwrap();
    let refused = store::manifest(&location).unwrap_err().to_string();
    assert!(refused.contains("a file of the data folder"), "{refused}");
}

#[test]
fn processes_that_change_the_store_wait_for_each_other_and_lose_nothing() {
    let own = Own::new();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let own = &own;
            scope.spawn(move || {
                let store = LayerStore::of(&own.location()).unwrap();
                let change = store.begin(|| ()).unwrap();
                let id = format!("wards{number}");
                change.import(&layer(&id, 340_000.0), Vec::new()).unwrap();
            });
        }
    });
    let mut answers = own.answers();
    answers.sort();
    let expected: Vec<String> = (0..8).map(|number| format!("wards{number}")).collect();
    assert_eq!(answers, expected);
}

#[test]
fn an_imported_layer_with_the_name_of_one_of_the_data_can_be_taken_out() {
    let own = Own::new();
    own.import("lad-2023", 340_000.0);
    let refused = store::manifest(own.location()).unwrap_err().to_string();
    assert!(refused.contains("coterm remove lad-2023"), "{refused}");
    own.begin().remove(&["lad-2023".into()]).unwrap();
    assert!(own.answers().is_empty());
}
