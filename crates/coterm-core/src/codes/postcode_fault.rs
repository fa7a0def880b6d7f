//! [`PostcodeFault`]: every way in which a text differs from a postcode.

/// The fault of a text that is not a postcode. Its message completes a sentence:
/// "\"LA1 4YO\" is not a postcode: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PostcodeFault {
    /// Fewer than five letters and digits.
    #[error("it is too short; give a full postcode, such as LA1 4YW")]
    TooShort,
    /// More than seven letters and digits.
    #[error("it is too long; a postcode has at most 7 letters and digits")]
    TooLong,
    /// A visible character that is neither a letter nor a digit of ASCII.
    #[error("\"{}\" is neither a letter nor a digit", .0.escape_debug())]
    ForeignCharacter(char),
    /// A character before the last two that is not a digit.
    #[error("its last three characters must be a digit and two letters")]
    InwardShape,
    /// A digit in place of a letter at the end.
    #[error("its last two characters must be letters, and {0} is a digit")]
    DigitInUnit(char),
    /// A letter of `C I K M O V`, which the second half never has.
    #[error("the letter {0} is never used in the second half of a postcode")]
    UnusedLetter(char),
    /// A first half that begins with a digit.
    #[error("its first half, {0}, must begin with a letter")]
    OutwardBeginsWithDigit(String),
    /// A first half of no real shape.
    #[error(
        "its first half, {0}, does not match any postcode format (such as M1, LA1, B33, CR2, \
         DN55, W1A, EC1A)"
    )]
    OutwardShape(String),
}
