//! [`Fields`]: protocol buffers in their wire format, read strictly.

use super::Refusal;

/// Fields of a message, each with its number.
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

/// Value of a field in the wire format.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Varint(u64),
    Eight([u8; 8]),
    Bytes(&'a [u8]),
    Four([u8; 4]),
}

const SHORT: Refusal = "a message ends before its last field does";

impl<'a> Fields<'a> {
    pub(super) fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    fn field(&mut self) -> Result<(u64, Part<'a>), Refusal> {
        let tag = varint(&mut self.rest)?;
        let part = match tag & 7 {
            0 => Part::Varint(varint(&mut self.rest)?),
            1 => Part::Eight(self.fixed()?),
            2 => {
                let length = usize::try_from(varint(&mut self.rest)?).map_err(|_| SHORT)?;
                let (bytes, rest) = self.rest.split_at_checked(length).ok_or(SHORT)?;
                self.rest = rest;
                Part::Bytes(bytes)
            }
            5 => Part::Four(self.fixed()?),
            _ => return Err("a field is of no kind that there is"),
        };
        match tag >> 3 {
            0 => Err("a field has the number 0"),
            number => Ok((number, part)),
        }
    }

    fn fixed<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Refusal> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(SHORT)?;
        self.rest = rest;
        Ok(*bytes)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Part<'a>), Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.field())
    }
}

/// Reads a number of seven bits a byte, least significant first.
fn varint(rest: &mut &[u8]) -> Result<u64, Refusal> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, after) = rest.split_first().ok_or(SHORT)?;
        *rest = after;
        let bits = u64::from(byte & 0x7f);
        if bits << shift >> shift != bits {
            break;
        }
        value |= bits << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err("a number has more than 64 bits")
}

/// Reads the value of a number field.
pub(super) fn whole(part: Part<'_>) -> Result<u64, Refusal> {
    match part {
        Part::Varint(value) => Ok(value),
        _ => Err("a field that has a number is something else"),
    }
}

/// Reads the value of a text field.
pub(super) fn text(part: Part<'_>) -> Result<String, Refusal> {
    let Part::Bytes(bytes) = part else {
        return Err("a field that has text is something else");
    };
    String::from_utf8(bytes.to_owned()).map_err(|_| "text is not UTF-8")
}

/// Reads the value of a packed field of numbers of up to 32 bits.
pub(super) fn varints(part: Part<'_>) -> Result<Vec<u32>, Refusal> {
    let Part::Bytes(mut rest) = part else {
        return Err("a field that has numbers is something else");
    };
    let mut numbers = Vec::new();
    while !rest.is_empty() {
        let number = varint(&mut rest)?;
        numbers.push(u32::try_from(number).map_err(|_| "a number has more than 32 bits")?);
    }
    Ok(numbers)
}
