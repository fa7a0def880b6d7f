//! Reads any bytes as a ZIP archive: KMZ, shapefiles and other boundary files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("zip", bytes);
});
