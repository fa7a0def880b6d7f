//! [`Postcode`]: a UK postcode, with the one reader that all input goes through. A value always has
//! a real shape, in upper case.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::PostcodeFault;
use super::invisible::without_invisible;
use crate::{Error, Result};

/// A UK postcode, normalised: in upper case, written with one space before the last three
/// characters.
///
/// All real formats are read: `A9 9AA`, `A99 9AA`, `AA9 9AA`, `AA99 9AA`, `A9A 9AA`, `AA9A 9AA`,
/// `GIR 0AA` and the former `NPT 9AA`, in any case, with the space missing, doubled or elsewhere. A
/// text of another shape is refused: its second half must be a digit and two letters, and has none
/// of `C I K M O V` (those are never used there, because they are misread). Codes that stand in
/// place of a postcode and are in no area are refused too: `ZZ99 3VZ` of the NHS, `BFPO 61`.
///
/// A value holds the seven characters of ONS's `pcd7` form (the first half padded to four), so that
/// sorting groups a sector together. Source of the formats: BS 7666 and Royal Mail's Programmers'
/// Guide to the Postcode Address File.
///
/// ```
/// use coterm_core::codes::Postcode;
///
/// let postcode: Postcode = " la14yw ".parse()?;
/// assert_eq!(postcode.to_string(), "LA1 4YW");
/// assert_eq!((postcode.outward(), postcode.inward()), ("LA1", "4YW"));
///
/// let wrong = "LA1 4YO".parse::<Postcode>().unwrap_err().to_string();
/// assert!(wrong.contains("the letter O is never used"), "{wrong}");
/// # Ok::<(), coterm_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode([u8; 7]);

/// The sector as a number below 2³⁰: all of the postcode but the last two letters.
pub(crate) type Sector = u32;
/// The unit: the last two letters of the postcode.
pub(crate) type Unit = [u8; 2];
/// Letters that units are made of, in order.
pub(crate) const LETTERS: [u8; 20] = *b"ABDEFGHJLNPQRSTUWXYZ";

impl Postcode {
    /// The first half: area and district, such as `LA1`.
    pub fn outward(&self) -> &str {
        let padded = &self.0[..4];
        let end = padded.iter().position(|&byte| byte == b' ').unwrap_or(4);
        // Only ASCII is ever stored, so the fallback is never used.
        std::str::from_utf8(&padded[..end]).unwrap_or_default()
    }

    /// The second half: sector and unit, such as `4YW`.
    pub fn inward(&self) -> &str {
        std::str::from_utf8(&self.0[4..]).unwrap_or_default()
    }

    /// Splits the postcode into sector and unit; the pairs sort as the postcodes do.
    pub(crate) fn parts(self) -> (Sector, Unit) {
        let [sector @ .., one, other] = self.0;
        // Letters, digits and spaces are from 0x20 to 0x5F in ASCII, so six bits hold each.
        let sector = sector
            .iter()
            .fold(0, |number, byte| number << 6 | u32::from(byte - b' '));
        (sector, [one, other])
    }

    /// Reads a postcode from UTF-8, without allocating when it is ASCII and good.
    ///
    /// White space, control characters and invisible characters are ignored. Zero-width spaces,
    /// marks of direction and soft hyphens are copied along from web pages and spreadsheets.
    ///
    /// # Errors
    ///
    /// [`Error::NoPostcode`] if no other character is left. [`Error::PseudoPostcode`] and
    /// [`Error::ForcesPostOffice`] for codes that stand in place of a postcode and are in no area.
    /// [`Error::NotAPostcode`] with what is wrong. If one character explains it that looks like
    /// another, the error also has the postcode that was meant.
    pub fn from_bytes(input: &[u8]) -> Result<Self> {
        if input.is_ascii() {
            return Self::from_visible(input);
        }
        let text = String::from_utf8_lossy(input);
        Self::from_visible(without_invisible(&text).as_bytes()).map_err(|error| match error {
            // The error quotes the input as it was given, so that invisible characters show.
            Error::NotAPostcode { fault, meant, .. } => refuse(input, fault, meant),
            other => other,
        })
    }

    fn from_visible(input: &[u8]) -> Result<Self> {
        let mut squeezed = [0u8; MAX_LENGTH];
        let mut length = 0;
        for &byte in input.iter().filter(|byte| !is_blank(**byte)) {
            if !byte.is_ascii_alphanumeric() {
                return Err(refuse(input, foreign_character(input), None));
            }
            if let Some(slot) = squeezed.get_mut(length) {
                *slot = byte.to_ascii_uppercase();
            }
            length += 1;
        }
        if length == 0 {
            return Err(Error::NoPostcode);
        }
        let text = &squeezed[..length.min(MAX_LENGTH)];
        if length <= MAX_LENGTH
            && let Some(error) = outside_all_areas(text)
        {
            return Err(error);
        }
        match length {
            1..5 => Err(refuse(input, PostcodeFault::TooShort, None)),
            5..=7 => Self::of(text).map_err(|fault| refuse(input, fault, lookalike(text))),
            _ => Err(refuse(input, PostcodeFault::TooLong, None)),
        }
    }

    /// Makes a postcode of five to seven capitals and digits, or says what is wrong with them.
    fn of(text: &[u8]) -> std::result::Result<Self, PostcodeFault> {
        let (outward, inward) = text.split_at(text.len() - 3);
        // The ONS Postcode Directory has NPT 0VA, and no other exception.
        if !(outward == b"NPT" && inward[0].is_ascii_digit()) {
            check_inward(inward)?;
        }
        check_outward(outward, inward)?;
        let mut stored = *b"       ";
        stored[..outward.len()].copy_from_slice(outward);
        stored[4..].copy_from_slice(inward);
        Ok(Self(stored))
    }
}

/// Largest number of letters and digits that are kept: `BFPO` and its numbers have the most.
const MAX_LENGTH: usize = 8;

/// Whether the byte is white space or a control character.
fn is_blank(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7F
}

/// The fault that a character is neither a letter nor a digit: the first such.
fn foreign_character(input: &[u8]) -> PostcodeFault {
    let text = String::from_utf8_lossy(input);
    let other = |character: &char| {
        !character.is_ascii_alphanumeric() && !character.is_whitespace() && !character.is_control()
    };
    PostcodeFault::ForeignCharacter(text.chars().find(other).unwrap_or('?'))
}

/// The error for a code that stands in place of a postcode and is in no area; `None` for any other
/// text.
fn outside_all_areas(text: &[u8]) -> Option<Error> {
    let shown = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
    if let Some(number) = text.strip_prefix(b"BFPO")
        && number.iter().all(u8::is_ascii_digit)
    {
        return Some(Error::ForcesPostOffice {
            address: format!("BFPO {}", shown(number)).trim_end().to_owned(),
        });
    }
    let (outward, inward) = text.split_at_checked(text.len().checked_sub(3)?)?;
    let is_inward = inward[0].is_ascii_digit() && inward[1..].iter().all(u8::is_ascii_alphabetic);
    let postcode = || format!("{} {}", shown(outward), shown(inward));
    match outward {
        b"BF1" if is_inward => Some(Error::ForcesPostOffice {
            address: postcode(),
        }),
        b"ZZ99" if is_inward => Some(Error::PseudoPostcode {
            postcode: postcode(),
            meaning: match inward {
                b"3VZ" => "no fixed abode",
                b"3WZ" => "address not known",
                b"3CZ" => "England, otherwise unknown",
                b"3GZ" => "Wales, otherwise unknown",
                b"1WZ" => "Scotland, otherwise unknown",
                b"2WZ" => "Northern Ireland, otherwise unknown",
                _ => "a country, or no known address",
            },
        }),
        _ => None,
    }
}

/// The postcode that the text becomes if one of its characters is taken for the digit or letter
/// that it looks like. `None` unless there is exactly one.
fn lookalike(text: &[u8]) -> Option<Postcode> {
    let mut found = (0..text.len()).filter_map(|at| {
        let mut other = [0u8; MAX_LENGTH];
        let other = other.get_mut(..text.len())?;
        other.copy_from_slice(text);
        other[at] = match text[at] {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            b'S' => b'5',
            b'B' => b'8',
            b'Z' => b'2',
            b'0' => b'O',
            b'5' => b'S',
            b'8' => b'B',
            b'2' => b'Z',
            _ => return None,
        };
        Postcode::of(other).ok()
    });
    found.next().filter(|_| found.next().is_none())
}

fn check_inward(inward: &[u8]) -> std::result::Result<(), PostcodeFault> {
    if !inward[0].is_ascii_digit() {
        return Err(PostcodeFault::InwardShape);
    }
    for &byte in &inward[1..] {
        if byte.is_ascii_digit() {
            return Err(PostcodeFault::DigitInUnit(char::from(byte)));
        }
        if b"CIKMOV".contains(&byte) {
            return Err(PostcodeFault::UnusedLetter(char::from(byte)));
        }
    }
    Ok(())
}

fn check_outward(outward: &[u8], inward: &[u8]) -> std::result::Result<(), PostcodeFault> {
    let mut shape = [b' '; 4];
    for (shape, byte) in shape.iter_mut().zip(outward) {
        *shape = if byte.is_ascii_digit() { b'9' } else { b'A' };
    }
    let known = matches!(
        &shape,
        b"A9  " | b"A99 " | b"AA9 " | b"AA99" | b"A9A " | b"AA9A"
    );
    // Girobank had a first half to itself. Newport's was NPT, which the ONS Postcode Directory
    // still has, terminated.
    if known || (outward == b"GIR" && inward == b"0AA") || outward == b"NPT" {
        return Ok(());
    }
    let first = String::from_utf8_lossy(outward).into_owned();
    Err(if outward[0].is_ascii_digit() {
        PostcodeFault::OutwardBeginsWithDigit(first)
    } else {
        PostcodeFault::OutwardShape(first)
    })
}

/// The error for this input, which it quotes only as far as is useful.
fn refuse(input: &[u8], fault: PostcodeFault, meant: Option<Postcode>) -> Error {
    Error::NotAPostcode {
        input: Error::shown(&String::from_utf8_lossy(input)),
        fault,
        meant,
    }
}

impl FromStr for Postcode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.outward(), self.inward()))
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Postcode {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_real_shape_is_read() {
        for (input, normal) in [
            ("m11ae", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("cr2 6xh", "CR2 6XH"),
            ("DN551PT", "DN55 1PT"),
            ("w1a 0ax", "W1A 0AX"),
            ("EC1A1BB", "EC1A 1BB"),
            ("gir0aa", "GIR 0AA"),
            ("NPT 0AD", "NPT 0AD"),
            ("LA1\u{a0}4YW", "LA1 4YW"),
            ("L A 1 4 Y W", "LA1 4YW"),
        ] {
            assert_eq!(input.parse::<Postcode>().unwrap().to_string(), normal);
        }
    }

    #[test]
    fn what_is_not_a_postcode_is_refused_with_a_reason() {
        for (input, part) in [
            ("LA1", "too short"),
            ("LA1 4Y", "is a digit"),
            ("LA1 4YWXX", "at most 7 letters"),
            ("LA1 4Y1", "is a digit"),
            ("LA1 OYW", "did you mean LA1 0YW?"),
            ("LAI 4YW", "did you mean LA1 4YW?"),
            ("0L13 9RJ", "did you mean OL13 9RJ?"),
            ("LA1 4Y5", "is a digit; did you mean LA1 4YS?"),
            ("LA1 4CW", "never used"),
            ("1LA 4YW", "begin with a letter"),
            ("LAAA 4YW", "any postcode format"),
            ("GIR 0AB", "any postcode format"),
            ("LA1-4YW", "\"-\" is neither a letter"),
            ("LÄ1 4YW", "\"Ä\" is neither a letter"),
            ("LÄÄÄÄ 4YW", "\"Ä\" is neither a letter"),
        ] {
            let message = input.parse::<Postcode>().unwrap_err().to_string();
            assert!(message.contains(part), "{input}: {message}");
        }
    }

    #[test]
    fn nothing_is_guessed_where_the_rest_is_no_postcode_either() {
        for input in [
            "hello",
            "not one",
            "LONGRIDGE",
            "Preston",
            "1LA 4YW",
            "LA1 4YO",
        ] {
            let message = input.parse::<Postcode>().unwrap_err().to_string();
            assert!(!message.contains("did you mean"), "{input}: {message}");
        }
    }

    #[test]
    fn what_nobody_sees_is_passed_over() {
        for invisible in [
            '\u{200B}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{2060}', '\u{FEFF}',
            '\u{AD}', '\u{202A}', '\u{202E}', '\u{180E}', '\u{2066}', '\u{A0}', '\u{3000}',
            '\u{85}', '\t', '\0', '\u{B}', '\u{7F}',
        ] {
            let input = format!("{invisible}LA1{invisible}4Y{invisible}W{invisible}");
            assert_eq!(
                input
                    .parse::<Postcode>()
                    .map(|postcode| postcode.to_string()),
                Ok("LA1 4YW".to_owned()),
                "{invisible:?}"
            );
            assert_eq!(
                invisible.to_string().parse::<Postcode>(),
                Err(Error::NoPostcode)
            );
        }
        assert_eq!("".parse::<Postcode>(), Err(Error::NoPostcode));
    }

    #[test]
    fn what_stands_in_a_postcodes_place_is_told_by_its_name() {
        for (input, expected) in [
            ("ZZ99 3VZ", "no fixed abode"),
            ("zz993wz", "not known"),
            ("ZZ99 6CZ", "a country"),
            ("BFPO 61", "British Forces"),
            ("bfpo1000", "BFPO 1000"),
            ("BFPO", "British Forces"),
            ("BF1 3AA", "British Forces"),
        ] {
            let error = input.parse::<Postcode>().unwrap_err();
            let message = error.to_string();
            assert!(message.contains(expected), "{input}: {message}");
            assert!(!matches!(error, Error::NotAPostcode { .. }), "{input}");
        }
        for input in ["ZZ99", "BFPO1X", "ZZ99 33Z", "BF12 3AA"] {
            assert!(!matches!(
                input.parse::<Postcode>(),
                Err(Error::PseudoPostcode { .. } | Error::ForcesPostOffice { .. })
            ));
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(input in any::<String>()) {
            let _ = input.parse::<Postcode>();
        }

        #[test]
        fn what_is_written_is_read_back(
            input in "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}"
        ) {
            // Codes that are in no area have errors of their own.
            prop_assume!(!input.starts_with("ZZ99") && !input.starts_with("BF1"));
            let postcode: Postcode = input.parse().unwrap();
            prop_assert_eq!(postcode.to_string().parse::<Postcode>().unwrap(), postcode);
            prop_assert_eq!(input.replace(' ', ""), postcode.to_string().replace(' ', ""));
        }
    }
}
