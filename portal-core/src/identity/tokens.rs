//! Tokens as a thing that is managed: making one for a program, seeing which there are, revoking one.

use chrono::TimeDelta;

use super::{
    Account, Membership, NewToken, Permission, Secret, Token, account::are_suspended, email_key, invite::fault,
};
use crate::{
    Desk, Refused,
    audit::Action,
    desk::Tries,
    form::{Reason, one_line},
    id::{AccountId, TokenId},
    identity::Seat,
    store::{Change, Changes, Record, Subject},
};

/// At most so many are listed.
const LISTED: u16 = 200;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct MakeToken {
    /// For whom programs come in with it: their mail address.
    pub person: String,
    /// What it is called.
    pub name: String,
    /// How many days it is good: 1 to 365.
    pub days: u16,
    /// How far it goes.
    pub scope: super::TokenScope,
}

/// A token with whose it is.
#[derive(Clone, Debug)]
pub struct ListedToken {
    /// The token.
    pub token: Token,
    /// Whose it is.
    pub owner: Account,
    /// Whether it is over.
    pub expired: bool,
}

impl Desk<'_> {
    /// Whether the viewer manages tokens of anybody.
    pub fn manages_tokens(&self) -> bool {
        !self.viewer.scope(Permission::TokenManage).is_nothing()
    }

    /// The tokens that the viewer manages, newest first; at most 200. Whoever manages those of an organisation manages those
    /// of the people of whom they could make one.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for whoever manages none.
    pub async fn tokens(&self) -> Result<Vec<ListedToken>, Refused> {
        if !self.manages_tokens() {
            return Err(Refused::Forbidden);
        }
        let found = match self.viewer.scope(Permission::TokenManage).is_all() {
            true => self.store.tokens(None, LISTED).await?,
            false => {
                let mut owners: Vec<AccountId> = Vec::new();
                for organisation in self.viewer.organisations() {
                    let seated = self.store.seated(Seat::Organisation(organisation)).await?;
                    let managed = seated.into_iter().filter(|(_, places)| self.may_make_token_for(places));
                    owners.extend(managed.map(|(account, _)| account.id));
                }
                self.store.tokens(Some(&owners), LISTED).await?
            }
        };
        let now = self.now();
        Ok(found
            .into_iter()
            .map(|(token, owner)| ListedToken { expired: token.expires <= now, token, owner })
            .collect())
    }

    /// A token is good wherever its person is: so all their places must be the viewer's to give.
    fn may_make_token_for(&self, places: &[Membership]) -> bool {
        let manages = |place: &Membership| {
            let own = self.viewer.among_people(Permission::TokenManage, place.seat);
            let role = self.definition().roles.get(&place.role);
            own.is_some_and(|own| place.limits.is_within(&own))
                && role.is_none_or(|role| self.viewer.covers(role, place.seat))
        };
        !places.is_empty() && !are_suspended(places) && places.iter().all(manages)
    }

    /// Makes a token for a program, and shows its secret this once.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for whoever manages none; [`Refused::Confirm`] when the viewer did not prove lately who they
    /// are; [`Refused::Answers`] with what will not do: somebody for whom the
    /// viewer may make none, a name, a life of less than a day or more than a year, a scope that holds nothing.
    pub async fn make_token(&self, input: &MakeToken) -> Result<Secret, Refused> {
        if !self.manages_tokens() {
            return Err(Refused::Forbidden);
        }
        self.require_fresh()?;
        let owner = self.store.account_by_email(&email_key(&input.person)).await?;
        let owner = owner.filter(|account| account.state.is_active());
        let places = match &owner {
            Some(owner) => self.store.memberships(owner.id).await?,
            None => Vec::new(),
        };
        let owner = owner.filter(|_| self.may_make_token_for(&places));
        let (name, lifetime) = (one_line(&input.name), TimeDelta::days(input.days.into()));
        let wrong_name = match name.chars().count() {
            0 => Some(Reason::Required),
            length if length > Token::LONGEST_NAME => Some(Reason::TooLong { max: Token::LONGEST_NAME }),
            _ => None,
        };
        let is_life = (1..=Token::LONGEST.num_days()).contains(&i64::from(input.days));
        let most = Token::LONGEST.num_days().to_string();
        let faults: Vec<_> = [
            owner.is_none().then(|| fault("person", Reason::NotAnOption)),
            wrong_name.map(|wrong| fault("name", wrong)),
            (!is_life).then(|| fault("days", Reason::TooLarge { max: most })),
            input.scope.is_nothing().then(|| fault("scope", Reason::Required)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let Some(owner) = owner.filter(|_| faults.is_empty()) else { return Err(Refused::Answers(faults)) };
        let (parts, now) = (self.parts(), self.now());
        let new = NewToken { account: owner.id, name, lifetime, scope: Some(input.scope.clone()) };
        let (token, secret) = new.drawn(parts.ids.as_ref(), now);
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::TokenMade).on(token.id.0));
        let hash = token.hash;
        changes.create(Record::Token(token));
        self.commit(Subject::Token(hash), changes, &mut Tries::once()).await?;
        Ok(secret)
    }

    /// Revokes a token: whoever comes with it is out with the next request.
    ///
    /// # Errors
    /// [`Refused::Forbidden`] for whoever manages none, [`Refused::NotFound`] for one that is not theirs to revoke.
    pub async fn revoke_token(&self, id: TokenId) -> Result<(), Refused> {
        let found = self.tokens().await?.into_iter().find(|listed| listed.token.id == id);
        let hash = found.ok_or(Refused::NotFound)?.token.hash;
        let mut changes = Changes::new();
        changes.audit(self.entry(Action::TokenRevoked).on(id.0));
        changes.push(Change::Remove(Subject::Token(hash)));
        self.commit(Subject::Token(hash), changes, &mut Tries::once()).await.map(|_| ())
    }
}
