//! Reads any bytes as a scenario as TOML, JSON and CSV.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = coterm_fuzz::read("scenario", bytes);
});
