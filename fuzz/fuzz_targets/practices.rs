//! Reads any bytes as a list of practices.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("practices", bytes);
});
