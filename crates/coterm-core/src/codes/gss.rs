//! [`GssCode`]: an official area code in four bytes. Records and tables hold millions of them.
//! Codes sort as their texts do.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::Serialize;

use crate::words::excerpt;

/// Number of codes that begin with the same letter.
const A_LETTER: u32 = 100_000_000;
/// Number of codes that begin with the same letter and two digits.
const A_KIND: u32 = 1_000_000;

/// A code of the Government Statistical Service: a letter and eight digits, such as `E07000121`. It
/// is held as one number, because there are millions of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GssCode(NonZeroU32);

impl GssCode {
    /// The code as a number of at least 1, in the order of codes: the letter's place in the
    /// alphabet (`A` is 0), then the digits, plus one.
    ///
    /// ```
    /// use coterm_core::codes::GssCode;
    ///
    /// let burnley: GssCode = "E07000117".parse()?;
    /// assert_eq!(burnley.number(), 4_07_000_117 + 1);
    /// # Ok::<(), coterm_core::codes::ParseGssCodeError>(())
    /// ```
    pub fn number(self) -> u32 {
        self.0.get()
    }

    /// Numbers of the kind of area (the letter and two digits) and of the area within its kind.
    /// Both have few gaps, so they can index arrays.
    pub(crate) fn kind_and_serial(self) -> (usize, usize) {
        let number = self.0.get() - 1;
        ((number / A_KIND) as usize, (number % A_KIND) as usize)
    }

    fn text(self) -> [u8; 9] {
        let number = self.0.get() - 1;
        let mut text = [b'0'; 9];
        // The letter is at most Z, so the fallback is never used.
        text[0] = b'A' + u8::try_from(number / A_LETTER).unwrap_or_default();
        let mut rest = number % A_LETTER;
        for digit in text[1..].iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        text
    }
}

/// The error for a text that is not a GSS code, which it quotes as far as is useful.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not an ONS code (a letter and eight digits, such as E07000121)")]
pub struct ParseGssCodeError(String);

impl FromStr for GssCode {
    type Err = ParseGssCodeError;

    fn from_str(text: &str) -> Result<Self, ParseGssCodeError> {
        let refused = || ParseGssCodeError(excerpt(text, 24));
        match text.as_bytes() {
            [letter, digits @ ..]
                if letter.is_ascii_uppercase()
                    && digits.len() == 8
                    && digits.iter().all(u8::is_ascii_digit) =>
            {
                let serial = digits
                    .iter()
                    .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
                let number = u32::from(letter - b'A') * A_LETTER + serial;
                // Stored plus one, so that `Option<GssCode>` is also four bytes.
                NonZeroU32::new(number + 1).map(Self).ok_or_else(refused)
            }
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only ASCII is written, so the fallback is never used.
        f.pad(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for GssCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for GssCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.text()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_of_no_other_shape_is_read() {
        for text in [
            "",
            "E0700012",
            "E070001211",
            "e07000121",
            "E0700012a",
            "107000121",
            "É0700012",
        ] {
            assert!(text.parse::<GssCode>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn codes_are_written_as_they_were_read_and_sort_as_text(
            one in "[A-Z][0-9]{8}", other in "[A-Z][0-9]{8}"
        ) {
            let [code, another] = [&one, &other].map(|text| text.parse::<GssCode>().unwrap());
            prop_assert_eq!(&code.to_string(), &one);
            prop_assert_eq!(code.cmp(&another), one.cmp(&other));
        }

        #[test]
        fn the_first_and_last_codes_are_as_any_other(letter in "[AZ]", digit in "[09]") {
            let text = letter + &digit.repeat(8);
            prop_assert_eq!(text.parse::<GssCode>().unwrap().to_string(), text);
        }
    }
}
