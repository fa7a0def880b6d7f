//! Parsing of CQL2 text by recursive descent, no deeper than a limit.

use super::tokens::{Token, tokens};
use super::{Comparison, Context, Filter, Kind, MAX_COORDS, MAX_DEPTH, Operand, Shape, Value};

/// Parses a filter.
pub(super) fn parse(text: &str, context: Context<'_>) -> Result<Filter, String> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
        coords: 0,
        context,
    };
    let filter = parser.any()?;
    match parser.tokens.get(parser.at) {
        None => Ok(filter),
        Some(token) => Err(format!("{} is not expected there", shown(token))),
    }
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    coords: usize,
    context: Context<'a>,
}

type Rings = Vec<Vec<[f64; 2]>>;

impl Parser<'_> {
    fn any(&mut self) -> Result<Filter, String> {
        let mut any = vec![self.all()?];
        while self.takes_word("OR") {
            any.push(self.all()?);
        }
        Ok(single(any, Filter::Any))
    }

    fn all(&mut self) -> Result<Filter, String> {
        let mut all = vec![self.condition()?];
        while self.takes_word("AND") {
            all.push(self.condition()?);
        }
        Ok(single(all, Filter::All))
    }

    fn condition(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(super::too_deep());
        }
        let condition = if self.takes_word("NOT") {
            self.condition()?.not()
        } else if self.takes_sign("(") {
            let inner = self.any()?;
            self.expect(")")?;
            inner
        } else {
            self.predicate()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn predicate(&mut self) -> Result<Filter, String> {
        if self.calls("S_INTERSECTS") {
            return self.intersects();
        }
        let left = self.operand()?;
        let truth = match &left {
            Operand::Value(Value::Truth(truth)) => Some(*truth),
            _ => None,
        };
        if let Some(Token::Sign(sign)) = self.tokens.get(self.at)
            && let Some(comparison) = Comparison::of(sign)
        {
            self.at += 1;
            let right = self.operand()?;
            return Filter::compare(left, comparison, right);
        }
        if self.takes_word("IS") {
            let negated = self.takes_word("NOT");
            if !self.takes_word("NULL") {
                return Err("IS is followed by NULL or NOT NULL".into());
            }
            return Ok(negated_if(negated, Filter::IsNull(left)));
        }
        let negated = self.takes_word("NOT");
        let found = if self.takes_word("LIKE") {
            let pattern = self.operand()?;
            Filter::like(left, &pattern)?
        } else if self.takes_word("BETWEEN") {
            let low = self.operand()?;
            if !self.takes_word("AND") {
                return Err("BETWEEN has two values with AND between them".into());
            }
            let high = self.operand()?;
            Filter::between(left, low, high)?
        } else if self.takes_word("IN") {
            self.expect("(")?;
            let mut list = vec![self.operand()?];
            while self.takes_sign(",") {
                list.push(self.operand()?);
            }
            self.expect(")")?;
            Filter::is_in(left, list)?
        } else if let (Some(truth), false) = (truth, negated) {
            Filter::Always(truth)
        } else {
            return Err(format!(
                "{} is found where =, <>, <, <=, >, >=, LIKE, BETWEEN, IN or IS NULL is expected",
                self.next_shown()
            ));
        };
        Ok(negated_if(negated, found))
    }

    fn operand(&mut self) -> Result<Operand, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(super::too_deep());
        }
        let operand = self.operand_within()?;
        self.depth -= 1;
        Ok(operand)
    }

    fn operand_within(&mut self) -> Result<Operand, String> {
        if self.calls("CASEI") {
            self.expect("(")?;
            let inner = self.operand()?;
            self.expect(")")?;
            return inner.case_insensitive();
        }
        for name in ["DATE", "TIMESTAMP"] {
            if self.calls(name) {
                self.expect("(")?;
                let token = self.next()?;
                self.expect(")")?;
                let Token::Text(text) = token else {
                    return Err(format!("{name} holds a text such as '2022-06-30'"));
                };
                return day(&text).map(Operand::Value);
            }
        }
        match self.next()? {
            Token::Text(text) => Ok(Operand::Value(Value::Text(text))),
            Token::Number(number) => Ok(Operand::Value(Value::Number(number))),
            Token::Word(word) if word.eq_ignore_ascii_case("true") => {
                Ok(Operand::Value(Value::Truth(true)))
            }
            Token::Word(word) if word.eq_ignore_ascii_case("false") => {
                Ok(Operand::Value(Value::Truth(false)))
            }
            Token::Quoted(name) | Token::Word(name) => {
                self.context.column(&name).map(Operand::Property)
            }
            sign @ Token::Sign(_) => Err(format!(
                "{} is found where a property or a value is expected",
                shown(&sign)
            )),
        }
    }

    fn intersects(&mut self) -> Result<Filter, String> {
        self.expect("(")?;
        let shape = if self.takes_word("geometry") {
            self.expect(",")?;
            self.shape()?
        } else {
            let shape = self.shape()?;
            self.expect(",")?;
            if !self.takes_word("geometry") {
                return Err("S_INTERSECTS compares the property geometry with a shape".into());
            }
            shape
        };
        self.expect(")")?;
        self.coords += shape.coords();
        if self.coords > MAX_COORDS {
            return Err(format!(
                "its shapes have more than {MAX_COORDS} coordinates; send simpler ones"
            ));
        }
        Ok(Filter::Intersects(shape))
    }

    fn shape(&mut self) -> Result<Shape, String> {
        let Token::Word(kind) = self.next()? else {
            return Err(KINDS.into());
        };
        let crs = self.context.crs;
        let kind = kind.to_ascii_uppercase();
        let (name, parts) = match kind.as_str() {
            "BBOX" => {
                self.expect("(")?;
                let mut numbers = vec![self.number()?];
                while self.takes_sign(",") {
                    numbers.push(self.number()?);
                }
                self.expect(")")?;
                return Shape::of_box(&numbers, crs);
            }
            "POINT" => ("Point", vec![vec![self.positions()?]]),
            "LINESTRING" => ("LineString", vec![vec![self.positions()?]]),
            "MULTIPOINT" => ("MultiPoint", vec![vec![self.points()?]]),
            "POLYGON" => ("Polygon", vec![self.rings()?]),
            "MULTIPOLYGON" => ("MultiPolygon", self.listed(Self::rings)?),
            _ => return Err(KINDS.into()),
        };
        Shape::of_parts(name, parts, crs)
    }

    /// Parses one or more of something in brackets, with commas between them.
    fn listed<T>(
        &mut self,
        one: impl Fn(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        self.expect("(")?;
        let mut list = vec![one(self)?];
        while self.takes_sign(",") {
            list.push(one(self)?);
        }
        self.expect(")")?;
        Ok(list)
    }

    fn rings(&mut self) -> Result<Rings, String> {
        self.listed(Self::positions)
    }

    fn positions(&mut self) -> Result<Vec<[f64; 2]>, String> {
        self.listed(Self::position)
    }

    /// Parses the points of a `MULTIPOINT`, each in brackets of its own or not.
    fn points(&mut self) -> Result<Vec<[f64; 2]>, String> {
        self.listed(|parser| {
            let bracket = parser.takes_sign("(");
            let position = parser.position()?;
            if bracket {
                parser.expect(")")?;
            }
            Ok(position)
        })
    }

    fn position(&mut self) -> Result<[f64; 2], String> {
        let position = [self.number()?, self.number()?];
        // A height is ignored.
        if let Some(Token::Number(_)) = self.tokens.get(self.at) {
            self.at += 1;
        }
        Ok(position)
    }

    fn number(&mut self) -> Result<f64, String> {
        match self.next()? {
            Token::Number(number) => Ok(number),
            other => Err(format!(
                "{} is found where a number is expected",
                shown(&other)
            )),
        }
    }

    fn next(&mut self) -> Result<Token, String> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token.ok_or_else(|| "it ends too early".to_owned())
    }

    fn next_shown(&self) -> String {
        let token = self.tokens.get(self.at);
        token.map_or_else(|| "its end".to_owned(), shown)
    }

    /// Takes the name of a function, if a bracket follows it.
    fn calls(&mut self, function: &str) -> bool {
        let called = self.tokens.get(self.at + 1) == Some(&Token::Sign("("));
        called && self.takes_word(function)
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let token = self.tokens.get(self.at);
        let is_it = matches!(token, Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is_it);
        is_it
    }

    fn takes_sign(&mut self, wanted: &str) -> bool {
        let is_it = matches!(self.tokens.get(self.at), Some(Token::Sign(sign)) if *sign == wanted);
        self.at += usize::from(is_it);
        is_it
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes_sign(sign) {
            return Ok(());
        }
        Err(format!(
            "{} is found where {sign} is expected",
            self.next_shown()
        ))
    }
}

const KINDS: &str = "a shape is POINT, MULTIPOINT, LINESTRING, POLYGON, MULTIPOLYGON or BBOX";

/// Reads a day, or the day of an instant of UTC.
pub(super) fn day(text: &str) -> Result<Value, String> {
    let date = text.split('T').next().unwrap_or(text);
    let day = Kind::Day.read(date);
    day.ok_or_else(|| format!("\"{text}\" is not a day such as 2022-06-30"))
}

fn single(mut filters: Vec<Filter>, many: fn(Vec<Filter>) -> Filter) -> Filter {
    match filters.pop() {
        Some(only) if filters.is_empty() => only,
        last => {
            filters.extend(last);
            many(filters)
        }
    }
}

fn negated_if(negated: bool, filter: Filter) -> Filter {
    if negated { filter.not() } else { filter }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("\"{word}\""),
        Token::Quoted(name) => format!("the property \"{name}\""),
        Token::Text(text) => format!("the text '{text}'"),
        Token::Number(number) => format!("the number {number}"),
        Token::Sign(sign) => format!("\"{sign}\""),
    }
}
