//! Parsing of CQL2 JSON, no deeper than a limit.

use serde_json::Value as Json;

use super::text::day;
use super::{Comparison, Context, Filter, MAX_COORDS, MAX_DEPTH, Operand, Shape, Value};

/// Parses a filter.
pub(super) fn parse(text: &str, context: Context<'_>) -> Result<Filter, String> {
    // `serde_json` itself refuses what is nested deeper than 128.
    let json: Json = serde_json::from_str(text).map_err(|error| match error.to_string() {
        deep if deep.starts_with("recursion limit") => super::too_deep(),
        reason => format!("no JSON: {reason}"),
    })?;
    let mut parser = Parser { context, coords: 0 };
    parser.filter(&json, MAX_DEPTH)
}

struct Parser<'a> {
    context: Context<'a>,
    coords: usize,
}

impl Parser<'_> {
    fn filter(&mut self, json: &Json, depth: usize) -> Result<Filter, String> {
        let depth = depth.checked_sub(1).ok_or_else(super::too_deep)?;
        if let Json::Bool(truth) = json {
            return Ok(Filter::Always(*truth));
        }
        let (op, args) = operation(json)?;
        let each = |parser: &mut Self| {
            let filters = args.iter().map(|arg| parser.filter(arg, depth));
            filters.collect::<Result<Vec<_>, String>>()
        };
        match (op, args) {
            ("and", [_, _, ..]) => Ok(Filter::All(each(self)?)),
            ("or", [_, _, ..]) => Ok(Filter::Any(each(self)?)),
            ("not", [inner]) => Ok(self.filter(inner, depth)?.not()),
            ("like", [value, pattern]) => {
                let pattern = self.operand(pattern, depth)?;
                Filter::like(self.operand(value, depth)?, &pattern)
            }
            ("between", [value, low, high]) => {
                let value = self.operand(value, depth)?;
                let low = self.operand(low, depth)?;
                Filter::between(value, low, self.operand(high, depth)?)
            }
            ("in", [value, Json::Array(list)]) => {
                let list = list.iter().map(|one| self.operand(one, depth));
                let list = list.collect::<Result<_, String>>()?;
                Filter::is_in(self.operand(value, depth)?, list)
            }
            ("isNull", [value]) => Ok(Filter::IsNull(self.operand(value, depth)?)),
            ("s_intersects", [one, other]) => {
                let geometry = |json: &Json| json.get("property") == Some(&"geometry".into());
                if geometry(one) {
                    self.intersects(other)
                } else if geometry(other) {
                    self.intersects(one)
                } else {
                    Err("s_intersects compares {\"property\":\"geometry\"} with a shape".into())
                }
            }
            (sign, [left, right]) if Comparison::of(sign).is_some() => {
                let comparison = Comparison::of(sign).unwrap_or(Comparison::Equal);
                let left = self.operand(left, depth)?;
                Filter::compare(left, comparison, self.operand(right, depth)?)
            }
            _ => Err(format!(
                "there is no operation \"{op}\" with {} arguments; there are and, or, not, =, <>, <, <=, >, \
                 >=, like, between, in, isNull and s_intersects",
                args.len()
            )),
        }
    }

    fn operand(&mut self, json: &Json, depth: usize) -> Result<Operand, String> {
        let depth = depth.checked_sub(1).ok_or_else(super::too_deep)?;
        let value = match json {
            Json::String(text) => Value::Text(text.clone()),
            Json::Bool(truth) => Value::Truth(*truth),
            Json::Number(number) => Value::Number(number.as_f64().ok_or("a number is too large")?),
            Json::Object(members) => {
                let text = |name: &str| members.get(name).and_then(Json::as_str);
                if let Some(name) = text("property") {
                    return self.context.column(name).map(Operand::Property);
                }
                if let Some(text) = text("date").or_else(|| text("timestamp")) {
                    return day(text).map(Operand::Value);
                }
                return match operation(json)? {
                    ("casei", [inner]) => self.operand(inner, depth)?.case_insensitive(),
                    (op, _) => Err(format!("there is no function \"{op}\"; there is casei")),
                };
            }
            _ => return Err("a value is a text, a number, true, false or an object".into()),
        };
        Ok(Operand::Value(value))
    }

    fn intersects(&mut self, json: &Json) -> Result<Filter, String> {
        let shape = self.shape(json)?;
        self.coords += shape.coords();
        if self.coords > MAX_COORDS {
            return Err(format!(
                "its shapes have more than {MAX_COORDS} coordinates; send simpler ones"
            ));
        }
        Ok(Filter::Intersects(shape))
    }

    fn shape(&self, json: &Json) -> Result<Shape, String> {
        if let Some(bbox) = json.get("bbox").filter(|_| json.get("type").is_none()) {
            let numbers = serde_json::from_value::<Vec<f64>>(bbox.clone());
            let numbers = numbers.map_err(|_| "\"bbox\" is an array of numbers")?;
            return Shape::of_box(&numbers, self.context.crs);
        }
        let kind = json.get("type").and_then(Json::as_str).unwrap_or_default();
        let coordinates = json.get("coordinates").cloned().unwrap_or_default();
        let wrapped = match kind {
            "Point" => vec![vec![vec![coordinates]]],
            "MultiPoint" | "LineString" => vec![vec![list(coordinates)?]],
            "Polygon" => vec![lists(coordinates)?],
            "MultiPolygon" => list(coordinates)?
                .into_iter()
                .map(lists)
                .collect::<Result<_, _>>()?,
            _ => {
                return Err(
                    "a shape is a Point, MultiPoint, LineString, Polygon or MultiPolygon of GeoJSON, or a bbox".into(),
                );
            }
        };
        let parts = wrapped
            .into_iter()
            .map(|rings| {
                rings
                    .into_iter()
                    .map(|ring| ring.into_iter().map(position).collect())
                    .collect()
            })
            .collect::<Result<_, String>>()?;
        Shape::of_parts(kind, parts, self.context.crs)
    }
}

fn operation(json: &Json) -> Result<(&str, &[Json]), String> {
    let op = json.get("op").and_then(Json::as_str);
    let args = json.get("args").and_then(Json::as_array);
    op.zip(args.map(Vec::as_slice))
        .ok_or_else(|| "a condition is {\"op\": …, \"args\": […]}".to_owned())
}

fn list(json: Json) -> Result<Vec<Json>, String> {
    match json {
        Json::Array(list) => Ok(list),
        _ => Err("\"coordinates\" is not an array as GeoJSON has it".into()),
    }
}

fn lists(json: Json) -> Result<Vec<Vec<Json>>, String> {
    list(json)?.into_iter().map(list).collect()
}

fn position(json: Json) -> Result<[f64; 2], String> {
    match serde_json::from_value::<Vec<f64>>(json).as_deref() {
        Ok([x, y] | [x, y, _]) => Ok([*x, *y]),
        _ => Err("a position is an array of two numbers".into()),
    }
}
