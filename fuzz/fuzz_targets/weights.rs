//! Reads any bytes as a file of weights.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("weights", bytes);
});
