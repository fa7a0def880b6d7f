use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A code of the Government Statistical Service: a letter and eight digits, such
/// as `E07000121`. Small enough to be copied, for there are millions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GssCode([u8; 9]);

impl GssCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever stored, so this cannot fall back.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for GssCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match <[u8; 9]>::try_from(text.as_bytes()) {
            Ok(bytes)
                if bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit) =>
            {
                Ok(Self(bytes))
            }
            _ => Err(format!(
                "\"{text}\" is not an ONS code (a letter and eight digits, such as E07000121)"
            )),
        }
    }
}

impl fmt::Display for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for GssCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
