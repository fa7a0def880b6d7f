//! Reads any bytes as a shapefile, whose parts are separated.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("shapefile", bytes);
});
