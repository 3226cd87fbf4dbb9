//! Reading JSON strictly (RFC 8259): no member twice, no zero byte, not too deep. What lax readers take, two programs
//! may read in two ways.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Deepest nesting.
const DEEPEST: u8 = 16;

/// Reads a whole body. The message says what is wrong and where, and repeats nothing of the body but names.
pub(super) fn read(bytes: &[u8]) -> Result<Value, String> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Level(0).deserialize(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(value)
}

/// How deep one is.
#[derive(Clone, Copy)]
struct Level(u8);

impl Level {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.0 < DEEPEST { Ok(Self(self.0 + 1)) } else { Err(E::custom("nested too deeply")) }
    }
}

fn text<E: Error>(text: String) -> Result<String, E> {
    if text.contains('\0') { Err(E::custom("a text has a zero byte")) } else { Ok(text) }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, is: bool) -> Result<Value, E> {
        Ok(Value::Bool(is))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, found: &str) -> Result<Value, E> {
        text(found.to_owned()).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(level)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let name = text(name)?;
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the member {name:?} stands twice")));
            }
            let value = members.next_value_seed(level)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn i03_what_two_readers_could_take_in_two_ways_is_refused() {
        let deep = format!("{}{}", "[".repeat(17), "]".repeat(17));
        let wrong = [
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":1}}"#,
            r#"{"a":"\u0000"}"#,
            r#"{"\u0000":1}"#,
            r#"{"a":"\ud800"}"#,
            "{\"a\":1e999}",
            "{} {}",
            "",
            "{'a':1}",
            "[1,]",
            "NaN",
            &deep,
        ];
        for body in wrong {
            assert!(read(body.as_bytes()).is_err(), "{body}");
        }
        assert!(read(b"\xff").is_err() && read(b"\"\xed\xa0\x80\"").is_err());
    }

    #[test]
    fn json_is_read_as_it_is_written() {
        let body = r#"{"a":[1,-2,3.5,true,null,"é\n"],"b":{}}"#;
        assert_eq!(read(body.as_bytes()).unwrap().to_string(), body);
    }
}
