//! Reads any bytes as the list of imported layers.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("generation", bytes);
});
