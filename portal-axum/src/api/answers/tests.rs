//! What is taken for an answer.

use serde_json::json;

use super::*;

fn read_as(kind: &FieldType, value: &Json) -> Result<Option<Vec<String>>, &'static str> {
    typed(kind, value)
}

#[test]
fn i03_each_type_of_field_takes_its_own_json_and_nothing_else() {
    let money = FieldType::Money { min: None, max: None, currency: "EUR".to_owned() };
    let date = FieldType::Date { min: None, max: None };
    let text = FieldType::Text { max: 9, pattern: None };
    let moment = FieldType::DateTime { min: None, max: None };
    let one = |text: &str| Ok(Some(vec![text.to_owned()]));
    for (kind, value, read) in [
        (&money, json!(1200.5), one("1200.5")),
        (&money, json!("1200.50"), one("1200.50")),
        (&money, json!(-3), one("-3")),
        (&money, json!("1,200"), Err("format")),
        (&money, json!("1e9"), Err("format")),
        (&money, json!(1e300), Err("inexact")),
        (&money, json!(0.1 + 0.2), Err("inexact")),
        (&money, json!(true), Err("type")),
        (&date, json!("2026-02-28"), one("2026-02-28")),
        (&date, json!("2026-02-30"), Err("format")),
        (&date, json!(20_260_228), Err("type")),
        (&text, json!("a"), one("a")),
        (&text, json!(null), Ok(None)),
        (&text, json!(["a"]), Err("type")),
        (&FieldType::YesNo, json!(false), one("no")),
        (&FieldType::YesNo, json!("yes"), Err("type")),
        (&moment, json!("2026-02-28T10:00:00+01:00"), one("2026-02-28T10:00:00+01:00")),
        (&moment, json!("2026-02-28T10:00"), Err("format")),
        (&FieldType::Stop, json!("a"), Err("unknown_field")),
        (&FieldType::Choices(Options::default()), json!(["a", "b"]), Ok(Some(vec!["a".to_owned(), "b".to_owned()]))),
        (&FieldType::Choices(Options::default()), json!(["a", 1]), Err("type")),
    ] {
        assert_eq!(read_as(kind, &value), read, "{value}");
    }
}
