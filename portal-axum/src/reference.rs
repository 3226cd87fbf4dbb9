//! The number of a request.

use std::sync::Arc;

/// A number by which support finds a request in the log: ten letters and digits, enough to find one among a day's. A
/// host that numbers requests itself (to log them) puts one into the request's extensions; else each visit gets its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(Arc<str>);

impl Reference {
    /// A new number.
    pub fn fresh() -> Self {
        let digits = uuid::Uuid::now_v7().simple().to_string().to_uppercase();
        Self(format!("{}-{}", &digits[22..27], &digits[27..32]).into())
    }

    /// Its letters and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
