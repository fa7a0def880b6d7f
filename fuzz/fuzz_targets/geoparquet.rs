//! Reads any bytes as GeoParquet.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("geoparquet", bytes);
});
