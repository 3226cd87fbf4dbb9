//! What numbers, texts, dates and lengths of time come to.

use chrono::TimeDelta;
use rust_decimal::prelude::ToPrimitive;

use super::{super::tree::Operator, LONGEST_TEXT, held::Held};

/// `None` where a side is missing, on overflow and on division by zero. A date and a length count whole days.
pub(super) fn calculate(how: Operator, a: &Held<'_>, b: &Held<'_>) -> Option<Held<'static>> {
    use Operator::{Add, Divide, Multiply, Subtract};
    Some(match (a, how, b) {
        (Held::Number(a), _, Held::Number(b)) => Held::Number(match how {
            Add => a.checked_add(*b)?,
            Subtract => a.checked_sub(*b)?,
            Multiply => a.checked_mul(*b)?,
            Divide => a.checked_div(*b)?,
        }),
        (Held::Text(a), Add, Held::Text(b)) if a.len() + b.len() <= LONGEST_TEXT => {
            Held::Text(format!("{a}{b}").into())
        }
        (Held::Date(date), Add, Held::Duration(length)) | (Held::Duration(length), Add, Held::Date(date)) => {
            Held::Date(date.checked_add_signed(*length)?)
        }
        (Held::Date(date), Subtract, Held::Duration(length)) => Held::Date(date.checked_sub_signed(*length)?),
        (Held::Time(time), Add, Held::Duration(length)) | (Held::Duration(length), Add, Held::Time(time)) => {
            Held::Time(time.checked_add_signed(*length)?)
        }
        (Held::Time(time), Subtract, Held::Duration(length)) => Held::Time(time.checked_sub_signed(*length)?),
        (Held::Duration(a), Add, Held::Duration(b)) => Held::Duration(a.checked_add(b)?),
        (Held::Duration(a), Subtract, Held::Duration(b)) => Held::Duration(a.checked_sub(b)?),
        (Held::Date(a), Subtract, Held::Date(b)) => Held::Duration(a.signed_duration_since(*b)),
        (Held::Time(a), Subtract, Held::Time(b)) => Held::Duration(a.signed_duration_since(*b)),
        _ => return None,
    })
}

/// So many times so many seconds.
pub(super) fn length(number: &Held<'_>, seconds: i64) -> Held<'static> {
    let Held::Number(number) = number else { return Held::Null };
    let whole = number.checked_mul(seconds.into()).and_then(|product| product.trunc().to_i64());
    whole.and_then(TimeDelta::try_seconds).map_or(Held::Null, Held::Duration)
}
