//! Claims about docs/certainty.md, which `make certainty` writes: it was measured on the committed
//! data, and covers every layer that answers lookups.

use coterm_core::layers::Layer;
use coterm_tests::{data_folder, dataset, workspace};

fn page() -> String {
    std::fs::read_to_string(workspace().join("docs/certainty.md")).unwrap()
}

#[test]
fn the_page_was_measured_on_the_data_that_is_here() {
    let catalogue = std::fs::read(data_folder().join(coterm_io::MANIFEST)).unwrap();
    let fingerprint = coterm_io::fingerprint(&catalogue);
    assert!(
        page().contains(&fingerprint),
        "the data has changed since docs/certainty.md was written: make certainty"
    );
}

#[test]
fn the_page_has_every_layer_that_answers_lookups() {
    let page = page();
    let layers = dataset().catalogue().layers().iter();
    for id in layers
        .filter(|layer| layer.info().role.answers_lookups())
        .map(Layer::id)
    {
        assert!(page.contains(&format!("| {id}, ")), "{id} is not measured");
    }
}
