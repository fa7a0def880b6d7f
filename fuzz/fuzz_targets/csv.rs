//! Reads any bytes as a CSV with well-known text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("csv", bytes);
});
