//! A JSON array that arrives in pieces.

use crate::Problem;

/// Bytes that one element may have. A question has fewer than a hundred.
const LONGEST: usize = 1 << 16;

/// Cuts an array into its elements as it arrives, and holds no more of it than has
/// arrived and was not taken.
///
/// It looks at brackets, commas and quotes only. Whether an element is JSON is for
/// the parser to say that it is given to.
#[derive(Debug, Default)]
pub(crate) struct JsonArraySplitter {
    text: Vec<u8>,
    /// Where the element begins that comes next.
    element: usize,
    /// The first byte that was not looked at.
    at: usize,
    state: State,
    /// Elements that were taken.
    taken: u64,
}

#[derive(Debug, Clone, Copy, Default)]
enum State {
    /// The opening bracket has not come.
    #[default]
    Before,
    /// Among elements, or so many brackets deep in one.
    Within(u32),
    /// In a string, at that depth.
    Text(u32),
    /// The same, after a backslash.
    Escaped(u32),
    /// The closing bracket has come.
    After,
}

impl JsonArraySplitter {
    /// More of it has arrived.
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.text.drain(..self.element);
        self.at -= self.element;
        self.element = 0;
        self.text.extend_from_slice(piece);
    }

    /// Bytes that have arrived and were not looked at.
    pub(crate) fn waiting(&self) -> usize {
        self.text.len() - self.at
    }

    /// The text of the next element and which it is, counted from 1; `None` if it is
    /// not all there, or none is left.
    ///
    /// # Errors
    ///
    /// What is not an array, or an element that is too long.
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
                (State::Before, _) => return Err(not_an_array("it begins otherwise")),
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

    /// The body has ended here.
    ///
    /// # Errors
    ///
    /// If the array has not.
    pub(crate) fn end(&self) -> Result<(), Problem> {
        match self.state {
            State::After => Ok(()),
            State::Before => Err(not_an_array("it is empty")),
            _ => Err(not_an_array("it ends before its closing bracket")),
        }
    }

    /// The element up to the comma or bracket that was just looked at.
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

    /// The elements of a text that arrives in pieces of so many bytes.
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
            // For the parser to refuse.
            ("[,]", vec!["", ""]),
            ("[1,]", vec!["1", ""]),
            ("[}]", vec!["}"]),
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
            "", " ", "{}", "1", "[1] 2", "[] ]", "[", "[1", "[1,", "[\"]", "[[1]",
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
        // Nor is it waited for.
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
