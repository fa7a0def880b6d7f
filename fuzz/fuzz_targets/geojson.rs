//! Reads any bytes as GeoJSON, also with a feature in each line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("geojson", bytes);
});
