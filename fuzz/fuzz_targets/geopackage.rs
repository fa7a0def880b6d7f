//! Reads any bytes as a GeoPackage.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("geopackage", bytes);
});
