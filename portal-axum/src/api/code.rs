//! The codes of refusals: stable words for programs, each with its status, and its title and advice in the wording.

use axum::http::StatusCode;

/// Declares the codes.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:literal $word:literal),+ $(,)?) => {
        /// Why a request was not done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// All codes, by status.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word that programs read.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }

            /// The status of the answer.
            pub fn status(self) -> StatusCode {
                let status = match self {
                    $(Self::$name => $status,)+
                };
                StatusCode::from_u16(status).expect("the table holds statuses")
            }
        }
    };
}

codes! {
    /// The body is no JSON.
    MalformedBody = 400 "malformed_body",
    /// A header, or the request as a whole, cannot be read.
    MalformedRequest = 400 "malformed_request",
    /// The cursor was not given by this list.
    InvalidCursor = 400 "invalid_cursor",
    /// Nobody is signed in.
    NotSignedIn = 401 "not_signed_in",
    /// The token is none, or no longer.
    InvalidToken = 401 "invalid_token",
    /// It is there, and not this person's to do.
    Forbidden = 403 "forbidden",
    /// It asks for a proof of who the person is that is not older than ten minutes; a token never gives one.
    ConfirmationNeeded = 403 "confirmation_needed",
    /// A browser sent it from another site.
    CrossSite = 403 "cross_site",
    /// It does not exist, or not for this person.
    NotFound = 404 "not_found",
    /// The address knows other methods.
    MethodNotAllowed = 405 "method_not_allowed",
    /// It cannot be done from where things stand.
    NotPossible = 409 "not_possible",
    /// Nobody would be left who manages the people of a place.
    LastAdministrator = 409 "last_administrator",
    /// Somebody with this address belongs there already.
    AlreadyThere = 409 "already_there",
    /// The caller has a draft of this type already, and did not say that they want another.
    DraftExists = 409 "draft_exists",
    /// Others changed it at the same time; trying again may help.
    Conflict = 409 "conflict",
    /// It changed since the version that was seen.
    VersionMismatch = 412 "version_mismatch",
    /// The body is too long.
    TooLarge = 413 "too_large",
    /// The body is of another type than this address takes.
    UnsupportedMediaType = 415 "unsupported_media_type",
    /// Something given will not do: `errors` says what.
    InvalidInput = 422 "invalid_input",
    /// The file will not do.
    FileRejected = 422 "file_rejected",
    /// The organisation's space is full.
    NoSpace = 422 "no_space",
    /// The key was used for something else.
    KeyReused = 422 "idempotency_key_reused",
    /// The version that was seen must be said.
    VersionRequired = 428 "version_required",
    /// Too early, or too often.
    Wait = 429 "wait",
    /// Something is broken here.
    Broken = 500 "broken",
    /// Not available right now.
    Unavailable = 503 "unavailable",
}

impl Code {
    /// What a bare status means, where nothing more is known.
    pub(super) fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::NotSignedIn,
            403 => Self::CrossSite,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            409 => Self::Conflict,
            412 => Self::VersionMismatch,
            413 => Self::TooLarge,
            415 => Self::UnsupportedMediaType,
            422 => Self::InvalidInput,
            428 => Self::VersionRequired,
            429 => Self::Wait,
            503 => Self::Unavailable,
            500.. => Self::Broken,
            _ => Self::MalformedRequest,
        }
    }

    /// The key of its title in the wording.
    pub(crate) fn title_key(self) -> String {
        format!("api-{}", self.word())
    }

    /// The key of its advice in the wording.
    pub(crate) fn advice_key(self) -> String {
        format!("api-{}-advice", self.word())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use portal_core::wording::Wording;

    use super::Code;
    use crate::tongue::SHIPPED;

    #[test]
    fn every_code_has_its_words_and_there_are_no_others() {
        let words = Wording::new(SHIPPED).unwrap();
        let codes: BTreeSet<String> = Code::ALL.iter().flat_map(|code| [code.title_key(), code.advice_key()]).collect();
        let known = words.keys("en");
        let written: BTreeSet<String> = known.iter().map(ToString::to_string).collect();
        let missing: Vec<_> = codes.difference(&written).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let other = |key: &&String| !["api-fault-", "api-page-"].iter().any(|family| key.starts_with(family));
        let idle: Vec<_> = written.iter().filter(|key| key.starts_with("api-")).filter(other).collect();
        let idle: Vec<_> = idle.into_iter().filter(|key| !codes.contains(*key) && *key != "api-the-file").collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn words_are_stable_and_unlike() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
    }

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/api.md");

    /// `PORTAL_TEST_WRITE=1` writes the table.
    #[test]
    fn the_documentation_lists_every_code() {
        let words = Wording::new(SHIPPED).unwrap();
        let row = |code: &Code| {
            let title = words.get("en", &code.title_key());
            format!("| {} | `{}` | {title} |\n", code.status().as_u16(), code.word())
        };
        let rows: String = Code::ALL.iter().map(row).collect();
        let table = format!("| status | code | what happened |\n|---|---|---|\n{rows}");
        let page = std::fs::read_to_string(PAGE).unwrap();
        let (begin, end) = ("<!-- codes: made from the code -->\n", "<!-- end of codes -->");
        let (before, rest) = page.split_once(begin).unwrap();
        let (written, after) = rest.split_once(end).unwrap();
        if std::env::var_os("PORTAL_TEST_WRITE").is_some() {
            std::fs::write(PAGE, format!("{before}{begin}{table}{end}{after}")).unwrap();
        } else {
            assert_eq!(written, table, "PORTAL_TEST_WRITE=1 writes it");
        }
    }
}
