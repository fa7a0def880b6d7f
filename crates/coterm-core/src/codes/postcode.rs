//! [`Postcode`]: reading, normalising and writing a UK postcode.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::{Error, Result};

/// A UK postcode, normalised: upper case, one space before the last three
/// characters when written.
///
/// All the real formats are read: `A9 9AA`, `A99 9AA`, `AA9 9AA`, `AA99 9AA`,
/// `A9A 9AA`, `AA9A 9AA`, `GIR 0AA` and the former `NPT 9AA`; in any case, with the space missing,
/// doubled, or elsewhere. What no postcode has is refused: a second half that is
/// not a digit and two letters, or has one of `C I K M O V` in it (those are
/// never used there, because they are misread).
///
/// Held as the seven characters of ONS's `pcd7` form (the first half padded to
/// four), so that sorting groups a sector together. Source of the formats:
/// BS 7666 and Royal Mail's Programmers' Guide to the Postcode Address File.
///
/// ```
/// use coterm_core::Postcode;
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

/// All but the last two letters, as a number below 2³⁰.
pub(crate) type Sector = u32;
/// The last two letters.
pub(crate) type Unit = [u8; 2];
/// The letters that units are made of, in order.
pub(crate) const LETTERS: [u8; 20] = *b"ABDEFGHJLNPQRSTUWXYZ";

impl Postcode {
    /// The first half: area and district, such as `LA1`.
    pub fn outward(&self) -> &str {
        let padded = &self.0[..4];
        let end = padded.iter().position(|&byte| byte == b' ').unwrap_or(4);
        // Only ASCII is ever stored, so this cannot fall back.
        std::str::from_utf8(&padded[..end]).unwrap_or_default()
    }

    /// The second half: sector and unit, such as `4YW`.
    pub fn inward(&self) -> &str {
        std::str::from_utf8(&self.0[4..]).unwrap_or_default()
    }

    /// The sector and the unit, which sort as they do.
    pub(crate) fn parts(self) -> (Sector, Unit) {
        let [sector @ .., one, other] = self.0;
        // Letters, digits and spaces are all of ASCII's third to sixth sixteen.
        let sector = sector
            .iter()
            .fold(0, |number, byte| number << 6 | u32::from(byte - b' '));
        (sector, [one, other])
    }

    /// Reads a postcode from bytes, without allocating when it is good.
    ///
    /// # Errors
    ///
    /// [`Error::NotAPostcode`], with what is wrong and a guess at what was meant.
    pub fn from_bytes(input: &[u8]) -> Result<Self> {
        let mut squeezed = [0u8; 7];
        let mut length = 0;
        for byte in input.iter().filter(|byte| !byte.is_ascii_whitespace()) {
            if length == 7 {
                return Err(refuse(input, "it has more than seven letters and digits"));
            }
            squeezed[length] = byte.to_ascii_uppercase();
            length += 1;
        }
        let text = &squeezed[..length];
        if length < 5 {
            return Err(refuse(
                input,
                if length == 0 {
                    "it is empty"
                } else {
                    "it has fewer than five letters and digits; a whole postcode such as LA1 4YW is needed"
                },
            ));
        }
        if !text.iter().all(u8::is_ascii_alphanumeric) {
            return Err(refuse(
                input,
                "it has a character that is neither a letter nor a digit",
            ));
        }
        let (outward, inward) = text.split_at(length - 3);
        // The ONS Postcode Directory has NPT 0VA, and no other exception.
        if !(outward == b"NPT" && inward[0].is_ascii_digit()) {
            check_inward(inward).map_err(|reason| refuse(input, &reason))?;
        }
        check_outward(outward, inward).map_err(|reason| refuse(input, &reason))?;
        let mut stored = *b"       ";
        stored[..outward.len()].copy_from_slice(outward);
        stored[4..].copy_from_slice(inward);
        Ok(Self(stored))
    }
}

fn check_inward(inward: &[u8]) -> std::result::Result<(), String> {
    match inward[0] {
        b'0'..=b'9' => {}
        b'O' => return Err("its second half begins with the letter O; did you mean 0?".into()),
        b'I' | b'L' => {
            return Err(format!(
                "its second half begins with the letter {}; did you mean 1?",
                char::from(inward[0])
            ));
        }
        _ => return Err("its last three characters must be a digit and two letters".into()),
    }
    for &byte in &inward[1..] {
        if byte.is_ascii_digit() {
            return Err(format!(
                "its last two characters must be letters, and {} is a digit",
                char::from(byte)
            ));
        }
        if b"CIKMOV".contains(&byte) {
            return Err(format!(
                "the letter {} is never used in the second half of a postcode",
                char::from(byte)
            ));
        }
    }
    Ok(())
}

fn check_outward(outward: &[u8], inward: &[u8]) -> std::result::Result<(), String> {
    let mut shape = [b' '; 4];
    for (shape, byte) in shape.iter_mut().zip(outward) {
        *shape = if byte.is_ascii_digit() { b'9' } else { b'A' };
    }
    let known = matches!(
        &shape,
        b"A9  " | b"A99 " | b"AA9 " | b"AA99" | b"A9A " | b"AA9A"
    );
    // Girobank had one to itself; Newport's were NPT, and are still in the ONS
    // Postcode Directory as terminated.
    if known || (outward == b"GIR" && inward == b"0AA") || outward == b"NPT" {
        return Ok(());
    }
    let first = String::from_utf8_lossy(outward);
    Err(if outward[0].is_ascii_digit() {
        format!("its first half, {first}, must begin with a letter")
    } else if outward[1..].contains(&b'O') {
        format!("its first half, {first}, is not of any real shape; is the letter O a 0?")
    } else {
        format!(
            "its first half, {first}, is not of any real shape (such as M1, LA1, B33, CR2, DN55, W1A, EC1A)"
        )
    })
}

/// The error, showing no more of the input than is useful.
fn refuse(input: &[u8], reason: &str) -> Error {
    const SHOWN: usize = 24;
    let text = String::from_utf8_lossy(input);
    let mut shown: String = text.trim().chars().take(SHOWN).collect();
    if text.trim().chars().count() > SHOWN {
        shown.push('…');
    }
    Error::NotAPostcode {
        input: shown.escape_debug().to_string(),
        reason: reason.to_owned(),
    }
}

impl FromStr for Postcode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        // No-break and other wide spaces come along from web pages and sheets.
        if text.is_ascii() {
            Self::from_bytes(text.as_bytes())
        } else {
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            Self::from_bytes(plain.as_bytes())
        }
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
            ("", "empty"),
            ("LA1", "fewer than five"),
            ("LA1 4Y", "is a digit"),
            ("LA1 4YWXX", "more than seven"),
            ("LA1 4Y1", "is a digit"),
            ("LA1 OYW", "did you mean 0"),
            ("LA1 4CW", "never used"),
            ("1LA 4YW", "begin with a letter"),
            ("LAAA 4YW", "real shape"),
            ("GIR 0AB", "real shape"),
            ("LA1-4YW", "neither a letter"),
            ("LÄ1 4YW", "neither a letter"),
        ] {
            let message = input.parse::<Postcode>().unwrap_err().to_string();
            assert!(message.contains(part), "{input}: {message}");
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
            let postcode: Postcode = input.parse().unwrap();
            prop_assert_eq!(postcode.to_string().parse::<Postcode>().unwrap(), postcode);
            prop_assert_eq!(input.replace(' ', ""), postcode.to_string().replace(' ', ""));
        }
    }
}
