//! What was typed on a move's page.

use chrono::NaiveDate;
use portal_core::{
    Refused,
    form::RawAnswers,
    id::Version,
    request::{AskedFor, MoveRequest, Particulars, Words},
};

use super::{WhichMove, reason};
use crate::{
    team::{
        attach::{Attached, scoped},
        workbench::Seen,
    },
    visit::TeamPerson,
};

/// Most things that are asked for at once.
pub(super) const MOST_ROWS: usize = 20;

/// What a press of a button wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Intent {
    /// The move.
    #[default]
    Make,
    /// The page again as it is now: with another row, or the preview up to date.
    Look,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) seen: Option<Seen>,
    pub(super) intent: Intent,
    pub(super) comment: String,
    pub(super) note: String,
    pub(super) reason: String,
    /// The usual reason that was chosen.
    pub(super) usual: String,
    pub(super) rows: Vec<Row>,
    /// The deadline as typed.
    pub(super) by: String,
    /// Everything as it was sent.
    pub(super) texts: RawAnswers,
}

/// One thing the client is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) kind: String,
    pub(super) name: String,
}

impl Row {
    /// Whether it says what exactly, but not which kind of document.
    pub(super) fn lacks_kind(&self) -> bool {
        self.kind.is_empty() && !self.name.trim().is_empty()
    }
}

impl Typed {
    /// Reads a posted form.
    pub(super) fn read(texts: RawAnswers) -> Self {
        let first = |name: &str| texts.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
        let number = |name: &str| first(name).parse().ok();
        let seen = number("seen").map(|version| Seen { version, events: number("events").unwrap_or(version) });
        let more = first("do") == "more";
        let mut typed = Self {
            seen,
            intent: match first("do").is_empty()
                && first("portal.intent").is_empty()
                && first("portal.remove").is_empty()
            {
                true => Intent::Make,
                false => Intent::Look,
            },
            comment: first("comment"),
            note: first("note"),
            reason: first("reason"),
            usual: first("usual"),
            rows: rows(&texts),
            by: first("by").trim().to_owned(),
            texts,
        };
        if more && typed.rows.len() < MOST_ROWS {
            typed.rows.push(Row::default());
        }
        typed
    }

    /// Takes up the version after the person's own files: what they saw still holds but for those.
    pub(super) fn overtake(&mut self, attached: &Attached) {
        for added in &attached.added {
            if let Some(seen) = self.seen.as_mut().filter(|seen| seen.version == added.over.0) {
                *seen = Seen { version: seen.version + 1, events: seen.events + 1 };
            }
        }
    }

    /// Takes up the version after a file was taken out of a field by the person's own press.
    pub(super) fn taken_out(&mut self, over: Version) {
        if let Some(seen) = self.seen.as_mut().filter(|seen| seen.version == over.0) {
            seen.version += 1;
        }
    }

    /// The deadline, when one was typed.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        self.by.parse().ok()
    }

    pub(super) fn by_is_a_day(&self) -> bool {
        self.by.is_empty() || self.day().is_some()
    }

    /// What the client is asked for.
    pub(super) fn asked(&self) -> Vec<AskedFor> {
        let named = self.rows.iter().filter(|row| !row.kind.is_empty());
        named.map(|row| AskedFor { kind: row.kind.as_str().into(), name: row.name.trim().to_owned() }).collect()
    }

    /// What is to be decided. A usual reason counts in the language of who opened the request.
    pub(super) async fn input(&self, person: &TeamPerson, at: &WhichMove) -> Result<MoveRequest, Refused> {
        let reason = if self.usual.is_empty() {
            self.reason.clone()
        } else {
            let view = person.desk().request(at.request).await?;
            let reader = person.desk().reader_locale(&view).await?;
            let words = Words { locale: &reader, ..person.words(&view.workflow) };
            reason::chosen(words, &Particulars::of(&view, person.viewer()).for_client(), self)
        };
        Ok(MoveRequest {
            seen: self.seen.unwrap_or_default().version,
            by: at.by.clone(),
            comment: self.comment.clone(),
            note: self.note.clone(),
            reason,
            asked: self.asked(),
            asked_by: self.day(),
            fields: scoped(&self.texts, "team"),
        })
    }
}

/// The rows of an "ask", in order, empty ones left out.
fn rows(texts: &RawAnswers) -> Vec<Row> {
    let of = |name: &str| texts.get(name).map(Vec::as_slice).unwrap_or_default();
    let (kinds, names) = (of("kind"), of("name"));
    let row = |n: usize| Row {
        kind: kinds.get(n).cloned().unwrap_or_default(),
        name: names.get(n).cloned().unwrap_or_default(),
    };
    let all = (0..kinds.len().max(names.len()).min(MOST_ROWS)).map(row);
    all.filter(|row| !row.kind.is_empty() || row.lacks_kind()).collect()
}

#[cfg(test)]
mod tests {
    use portal_core::{
        document::Added,
        id::{DocumentId, Version},
    };

    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> RawAnswers {
        let mut texts = RawAnswers::new();
        for (name, value) in pairs {
            texts.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        texts
    }

    #[test]
    fn rows_keep_their_order_and_empty_ones_are_no_rows() {
        let sent =
            [("kind", "plan"), ("name", "Ground floor"), ("kind", ""), ("name", ""), ("kind", ""), ("name", "?")];
        let typed = Typed::read(texts(&sent));
        assert_eq!(typed.rows.len(), 2);
        assert_eq!(typed.asked(), [AskedFor { kind: "plan".into(), name: "Ground floor".into() }]);
        assert!(typed.rows[1].lacks_kind());
    }

    #[test]
    fn a_button_that_only_looks_makes_no_move_and_may_add_a_row() {
        assert_eq!(Typed::read(texts(&[("seen", "3")])).intent, Intent::Make);
        let more = Typed::read(texts(&[("do", "more"), ("kind", "plan"), ("name", "")]));
        assert_eq!((more.intent, more.rows.len()), (Intent::Look, 2));
    }

    #[test]
    fn ones_own_file_does_not_make_a_page_stale_but_anothers_change_does() {
        let added = |over| Added { document: DocumentId(uuid::Uuid::nil()), over: Version(over) };
        let after = |overs: &[i64]| {
            let mut typed = Typed::read(texts(&[("seen", "4"), ("events", "7")]));
            typed.overtake(&Attached { added: overs.iter().map(|over| added(*over)).collect(), ..Attached::default() });
            typed.seen
        };
        assert_eq!(after(&[4, 5]), Some(Seen { version: 6, events: 9 }));
        assert_eq!(after(&[5]), Some(Seen { version: 4, events: 7 }));
    }
}
