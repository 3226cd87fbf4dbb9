//! Who-words, and whether the roles behind them have the permission that their place needs.

use std::ops::Range;

use indexmap::IndexMap;

use super::{
    reader::{Names, Reader},
    yaml::Node,
};
use crate::{
    definition::{Who, WhoWord, code},
    id::Id,
    identity::{Permission, Role, Side},
};

/// Who-words as written, each with its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Named(pub Vec<(WhoWord, Range<usize>)>);

impl Named {
    pub fn who(&self) -> Who {
        Who(self.0.iter().map(|(word, _)| word.clone()).collect())
    }
}

impl<'a> Reader<'a> {
    /// A word for people, or a list of them.
    pub fn who(&self, node: &'a Node, roles: &Names) -> Named {
        Named(
            node.one_or_list()
                .iter()
                .filter_map(|item| Some((self.who_word(item, roles)?, item.span.clone())))
                .collect(),
        )
    }

    fn who_word(&self, node: &'a Node, roles: &Names) -> Option<WhoWord> {
        let text = self.word(node, "a side, a role, `requester` or `owner`")?;
        Some(match text {
            "client" => WhoWord::Side(Side::Client),
            "team" => WhoWord::Side(Side::Team),
            "requester" => WhoWord::Requester,
            "owner" => WhoWord::Owner,
            path if path.contains('.') => {
                self.fault(&code::NOT_YET, &node.span, format!("`{path}`, a path to a person, is not supported yet"));
                return None;
            }
            role if !roles.complete || roles.has(role) => WhoWord::Role(Id::from(role)),
            other => {
                let known = ["client", "team", "requester", "owner"].into_iter().chain(roles.words());
                self.unknown(&code::UNKNOWN_NAME, other, &node.span, "a side, a role, `requester` or `owner`", known);
                return None;
            }
        })
    }

    /// Reports each word behind which a role lacks the permission for its side: a list narrows, it never widens.
    /// `openers` are the roles that may open the request type.
    pub fn permitted(
        &self,
        named: &Named,
        roles: &IndexMap<Id, Role>,
        openers: &[Id],
        needed: impl Fn(Side) -> Permission,
    ) {
        let has = |role: &Role| role.can.contains_key(&needed(role.side));
        for (word, span) in &named.0 {
            let lacking: Vec<&str> = match word {
                WhoWord::Role(id) => roles.get(id).filter(|role| !has(role)).map(|_| id.as_str()).into_iter().collect(),
                WhoWord::Requester => {
                    openers.iter().filter(|id| roles.get(*id).is_some_and(|role| !has(role))).map(Id::as_str).collect()
                }
                WhoWord::Side(side) if !roles.values().any(|role| role.side == *side && has(role)) => {
                    vec![if *side == Side::Client { "client" } else { "team" }]
                }
                WhoWord::Side(_) | WhoWord::Owner => Vec::new(),
            };
            for role in lacking {
                let side =
                    roles.get(role).map_or(if role == "team" { Side::Team } else { Side::Client }, |role| role.side);
                let permission = needed(side).name();
                self.fault(&code::NOT_PERMITTED, span, format!("`{role}` lacks the permission `{permission}`"));
            }
        }
    }
}
