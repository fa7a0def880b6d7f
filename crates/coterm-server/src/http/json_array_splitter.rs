//! [`JsonArraySplitter`], which splits a JSON array into its elements while it arrives, alone or as
//! the only member of an object.
//!
//! `POST /lookup` uses it, because `serde_json` has no streaming reader of one array's elements.

use crate::Problem;

/// Maximum size of an element, in bytes. An element of a lookup has fewer than a hundred.
const LONGEST: usize = 1 << 16;
/// Name of the member of an object that may hold the array, as postcodes.io has it, with its colon.
const MEMBER: &[u8] = b"\"postcodes\":";

/// A splitter of an array into its elements as it arrives. It holds only what has arrived and was
/// not returned.
///
/// It looks at brackets, commas and quotes only. Whether an element is valid JSON is left to the
/// parser that reads the element.
#[derive(Debug, Default)]
pub(crate) struct JsonArraySplitter {
    text: Vec<u8>,
    /// The offset in `text` at which the next element begins.
    element: usize,
    /// The offset in `text` of the next byte to look at.
    at: usize,
    state: State,
    /// Whether the array is in an object that has not ended.
    in_object: bool,
    /// Number of elements that were returned.
    taken: u64,
}

#[derive(Debug, Clone, Copy, Default)]
enum State {
    /// Before the opening bracket.
    #[default]
    Before,
    /// Between the opening brace of an object and the array that is its member.
    Name,
    /// Inside the array, at this depth of brackets within an element; 0 is between elements or in a
    /// number or word.
    Within(u32),
    /// Inside a string, at this depth of brackets.
    Text(u32),
    /// After a backslash in a string, at this depth of brackets.
    Escaped(u32),
    /// After the closing bracket.
    After,
}

impl JsonArraySplitter {
    /// Adds a piece that has arrived.
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.text.drain(..self.element);
        self.at -= self.element;
        self.element = 0;
        self.text.extend_from_slice(piece);
    }

    /// Number of bytes that have arrived and were not looked at yet.
    pub(crate) fn waiting(&self) -> usize {
        self.text.len() - self.at
    }

    /// Returns the text of the next element and its number, counted from 1; `None` if it has not
    /// fully arrived, or the array has ended.
    ///
    /// # Errors
    ///
    /// A 400 if the text is not an array, or a 413 if an element is too long.
    pub(crate) fn next(&mut self) -> Result<Option<(&[u8], u64)>, Problem> {
        while let Some(&byte) = self.text.get(self.at) {
            self.at += 1;
            self.state = match (self.state, byte) {
                (State::Before | State::After, b' ' | b'\t' | b'\n' | b'\r') => {
                    self.element = self.at;
                    self.state
                }
                (State::Before, b'[') => {
                    self.element = self.at;
                    State::Within(0)
                }
                (State::Before, b'{') => {
                    self.in_object = true;
                    self.element = self.at;
                    State::Name
                }
                (State::Name, b'[') => {
                    let name = self.text[self.element..self.at - 1].iter().copied();
                    if !name
                        .filter(|byte| !byte.is_ascii_whitespace())
                        .eq(MEMBER.iter().copied())
                    {
                        return Err(not_an_array("its only member must be \"postcodes\""));
                    }
                    self.element = self.at;
                    State::Within(0)
                }
                (State::Name, b'}') => {
                    return Err(not_an_array("it is an object without an array"));
                }
                (State::After, b'}') if self.in_object => {
                    self.in_object = false;
                    self.element = self.at;
                    State::After
                }
                (State::Before, _) => return Err(not_an_array("it does not begin with [")),
                (State::After, _) => return Err(not_an_array("something follows its end")),
                (State::Within(0), b',') => return self.take(State::Within(0)),
                (State::Within(0), b']') => {
                    let empty = self.text[self.element..self.at - 1].trim_ascii().is_empty();
                    if self.taken > 0 || !empty {
                        return self.take(State::After);
                    }
                    self.element = self.at;
                    State::After
                }
                (State::Within(depth), b'"') | (State::Escaped(depth), _) => State::Text(depth),
                (State::Within(depth), b'[' | b'{') => State::Within(depth + 1),
                (State::Within(depth), b']' | b'}') => State::Within(depth.saturating_sub(1)),
                (State::Text(depth), b'\\') => State::Escaped(depth),
                (State::Text(depth), b'"') => State::Within(depth),
                (state, _) => state,
            };
        }
        self.not_too_long(self.at).map(|()| None)
    }

    /// Checks that the array is complete, at the end of the body.
    ///
    /// # Errors
    ///
    /// A 400 if the array has not ended.
    pub(crate) fn end(&self) -> Result<(), Problem> {
        match self.state {
            State::After if !self.in_object => Ok(()),
            State::After => Err(not_an_array("the object around it does not end")),
            State::Before => Err(not_an_array("it is empty")),
            _ => Err(not_an_array("it ends before its closing bracket")),
        }
    }

    /// Returns the element that ends before the comma or bracket that was just looked at.
    fn take(&mut self, state: State) -> Result<Option<(&[u8], u64)>, Problem> {
        let (from, to) = (self.element, self.at - 1);
        self.not_too_long(to)?;
        self.taken += 1;
        self.element = self.at;
        self.state = state;
        Ok(Some((&self.text[from..to], self.taken)))
    }

    fn not_too_long(&self, to: usize) -> Result<(), Problem> {
        if to - self.element <= LONGEST {
            return Ok(());
        }
        Err(Problem::too_large(format!(
            "element {} of the array is longer than {LONGEST} bytes",
            self.taken + 1
        )))
    }
}

fn not_an_array(why: &str) -> Problem {
    Problem::bad_request(format!(
        "the body is not a JSON array ({why}); send one such as [{{\"postcode\": \"LA1 4YW\"}}]"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splits a text that arrives in pieces of `bytes` bytes.
    fn elements(text: &str, bytes: usize) -> Result<Vec<String>, Problem> {
        let (mut array, mut found) = (JsonArraySplitter::default(), Vec::new());
        for piece in text.as_bytes().chunks(bytes) {
            array.add(piece);
            while let Some((element, number)) = array.next()? {
                assert_eq!(number, found.len() as u64 + 1);
                found.push(String::from_utf8_lossy(element).trim().to_owned());
            }
        }
        array.end().map(|()| found)
    }

    #[test]
    fn an_array_is_cut_into_the_same_elements_however_it_arrives() {
        let long = format!("[\"{}\",2]", "a".repeat(5_000));
        let long_element = format!("\"{}\"", "a".repeat(5_000));
        for (text, wanted) in [
            ("[]", vec![]),
            (" [ \n] \r\n", vec![]),
            ("[1]", vec!["1"]),
            ("[1, 2 ,3 ]", vec!["1", "2", "3"]),
            (
                r#"[{"a":[1,2]},[3,{}],"x"]"#,
                vec![r#"{"a":[1,2]}"#, "[3,{}]", r#""x""#],
            ),
            (
                r#"["],[", "\"]", "\\"]"#,
                vec![r#""],[""#, r#""\"]""#, r#""\\""#],
            ),
            // The parser refuses these elements, not the splitter.
            ("[,]", vec!["", ""]),
            ("[1,]", vec!["1", ""]),
            ("[}]", vec!["}"]),
            ("{\"postcodes\": []}", vec![]),
            (" {\n\"postcodes\" :[\"]}\", 2] } ", vec!["\"]}\"", "2"]),
            (&long, vec![&long_element, "2"]),
        ] {
            for bytes in [1, 2, 3, 7, 10_000] {
                assert_eq!(elements(text, bytes).unwrap(), wanted, "{text} by {bytes}");
            }
        }
    }

    #[test]
    fn what_is_not_an_array_or_goes_on_or_breaks_off_is_refused() {
        for text in [
            "",
            " ",
            "{}",
            "1",
            "[1] 2",
            "[] ]",
            "[",
            "[1",
            "[1,",
            "[\"]",
            "[[1]",
            "[1]}",
            "{",
            r#"{"postcodes"}"#,
            r#"{"postcodes":1}"#,
            r#"{"postcode":[1]}"#,
            r#"{"postcodes":[1]"#,
            r#"{"postcodes":[1],"a":2}"#,
            r#"{"postcodes":[1]}}"#,
        ] {
            for bytes in [1, 100] {
                assert!(elements(text, bytes).is_err(), "{text} by {bytes}");
            }
        }
    }

    #[test]
    fn an_element_may_have_so_many_bytes_and_no_more() {
        for (length, fits) in [(LONGEST, true), (LONGEST + 1, false)] {
            let text = format!("[{}]", "1".repeat(length));
            for bytes in [1_000, 1 << 20] {
                assert_eq!(elements(&text, bytes).is_ok(), fits);
            }
        }
        // An element that is too long is refused before its end has arrived.
        let mut array = JsonArraySplitter::default();
        array.add(b"[\"");
        let mut held = 0;
        while array.next().is_ok() {
            array.add(&[b'a'; 1_000]);
            held += 1_000;
            assert!(held < 2 * LONGEST);
        }
    }
}
