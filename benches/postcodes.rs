//! Benchmark: what does it cost to go from a postcode's text to its areas in all layers?
//!
//! The loaded postcodes are as many as the United Kingdom has, live and terminated. Those of the
//! data are real; further ones are made up with positions and codes of real ones. Real ones are
//! looked up, in random order, in the form that people write.

use std::hint::black_box;
use std::time::Instant;

use coterm_benches::Result;
use coterm_benches::measure::{median, per_point};
use coterm_benches::parameters::{Parameters, england, in_checkout};
use coterm_benches::random::Random;
use coterm_benches::record::Records;
use coterm_core::codes::{Postcode, PostcodeDirectory, PostcodeRecord, Releases};
use coterm_core::dataset::{Dataset, Indexing};
use coterm_core::layers::LayerId;
use coterm_io::store;
use jiff::civil::{Date, date};
use serde_json::json;

/// Number of postcodes in the ONS Postcode Directory.
const ALL: usize = 2_700_000;

fn main() -> Result<()> {
    let parameters = Parameters::from_env();
    let mut records = Records::open()?;
    let folder = england().unwrap_or_else(|| in_checkout("data"));
    let dataset = store::open(&folder, Indexing::None)?;
    let real: Vec<PostcodeRecord> = dataset.postcodes().records().to_vec();
    let dataset = Dataset::new(
        dataset.catalogue().clone(),
        dataset.codes().clone(),
        made_up_to(ALL, &real, dataset.postcodes().releases()),
        dataset.attribution(),
        Indexing::LayersAndPostcodes,
    )?;
    let on = date(2022, 6, 30);
    let layers = dataset.catalogue().valid_on(on, None)?;
    let mut random = Random::new(1);
    let texts: Vec<String> = (0..parameters.points)
        .map(|_| real[random.below(real.len())].postcode.to_string())
        .collect();
    let turn = || {
        let start = Instant::now();
        for text in &texts {
            black_box(areas(&dataset, text, on, &layers));
        }
        per_point(start.elapsed().as_secs_f64(), texts.len())
    };
    turn();
    records.add(&json!({
        "kind": "postcodes", "loaded": dataset.postcodes().records().len(), "real": real.len(),
        "layers": layers.len(), "asked": texts.len(),
        "ns_per_postcode": median((0..parameters.turns).map(|_| turn()).collect()),
    }))
}

/// Counts a postcode's areas and those that are certain, so that every placement is looked at.
fn areas(dataset: &Dataset, text: &str, on: Date, layers: &[LayerId]) -> (usize, usize) {
    let found = text
        .parse::<Postcode>()
        .and_then(|postcode| dataset.postcodes().find(postcode));
    let Ok(record) = found else { return (0, 0) };
    let mut counts = (0, 0);
    for placement in dataset.place_postcode(record, on, layers) {
        counts.0 += usize::from(placement.area.is_some());
        counts.1 += usize::from(placement.certain);
    }
    counts
}

/// Adds made-up postcodes with the outward codes of real ones until there are `all`, or three
/// quarters of all that these outward codes allow: the default data has too few for all.
fn made_up_to(all: usize, real: &[PostcodeRecord], releases: &Releases) -> PostcodeDirectory {
    let mut records = real.to_vec();
    let first_halves = real
        .chunk_by(|one, next| one.postcode.outward() == next.postcode.outward())
        .count();
    let all = all.min(first_halves * 10 * 20 * 20 / 4 * 3);
    let mut random = Random::new(2);
    let letters = b"ABDEFGHJLNPQRSTUWXYZ";
    while records.len() < all {
        let missing = all - records.len();
        for _ in 0..missing {
            let like = real[random.below(real.len())];
            let letter = |random: &mut Random| char::from(letters[random.below(letters.len())]);
            let text = format!(
                "{}{}{}{}",
                like.postcode.outward(),
                random.below(10),
                letter(&mut random),
                letter(&mut random)
            );
            records.extend(text.parse().ok().map(|postcode| {
                let mut record = like;
                record.postcode = postcode;
                record
            }));
        }
        // The directory keeps the first of equal postcodes; so does this.
        records.sort_by_key(|record| record.postcode);
        records.dedup_by_key(|record| record.postcode);
    }
    PostcodeDirectory::new(releases.clone(), records)
}
