//! The account behind a place: a letter to a new password, and for the team disabling and enabling it. Nobody sees or sets
//! somebody else's password (SECURITY A19).

use axum::{
    Form, Router,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use portal_core::{
    Refused,
    id::AccountId,
    identity::{Account, DisableReason},
};
use serde::{Deserialize, Serialize};

use super::{Place, place::Which, seat::or_last};
use crate::{Web, done::Done, path::At, problem::Problem, show::OptionView, tongue::Tongue, visit::Person};

pub(super) fn routes(base: &str) -> Router<Web> {
    Router::new()
        .route(&format!("{base}/{{seat}}/reset"), post(reset))
        .route(&format!("{base}/{{seat}}/disable"), post(disable))
        .route(&format!("{base}/{{seat}}/enable"), post(enable))
}

/// Disabling or enabling an account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountView {
    /// Whether it is disabled.
    pub disabled: bool,
    /// Where it is disabled, or enabled.
    pub action: String,
    /// Why, to choose from.
    pub reasons: Vec<OptionView>,
}

/// Why somebody disables something.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Why {
    reason: String,
}

impl Why {
    /// The reason that was chosen; anything else is another one.
    pub(crate) fn reason(&self) -> DisableReason {
        DisableReason::parse(&self.reason).unwrap_or(DisableReason::Other)
    }
}

/// The reasons to choose from.
pub(crate) fn reasons(tongue: &Tongue) -> Vec<OptionView> {
    let option = |(place, reason): (usize, DisableReason)| OptionView {
        id: format!("reason-{place}"),
        value: reason.name().to_owned(),
        label: tongue.say(match reason {
            DisableReason::Left => "disable-reason-left",
            DisableReason::Security => "disable-reason-security",
            DisableReason::Conduct => "disable-reason-conduct",
            DisableReason::Other => "disable-reason-other",
        }),
        checked: place == 0,
    };
    DisableReason::ALL.into_iter().enumerate().map(option).collect()
}

async fn reset(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    let (place, id) = (which.place(&person).await?, which.seat()?);
    person.desk().send_reset(place.seat, id).await?;
    Ok(Redirect::to(&Done::ResetSent.at(&place.page_of(id))).into_response())
}

async fn disable(person: Person, At(which): At<Which>, Form(why): Form<Why>) -> Result<Response, Problem> {
    let place = which.place(&person).await?;
    let account = account_of(&person, &place, &which).await?;
    match person.desk().disable_account(account, why.reason()).await {
        Ok(()) => Ok(Redirect::to(&Done::AccountDisabled.at(&place.page_of(which.seat()?))).into_response()),
        Err(refused) => or_last(&person, &place, &which, refused).await,
    }
}

async fn enable(person: Person, At(which): At<Which>) -> Result<Response, Problem> {
    let place = which.place(&person).await?;
    let account = account_of(&person, &place, &which).await?;
    person.desk().enable_account(account).await?;
    Ok(Redirect::to(&Done::AccountEnabled.at(&place.page_of(which.seat()?))).into_response())
}

async fn account_of(person: &Person, place: &Place, which: &Which) -> Result<AccountId, Refused> {
    let (people, id) = (person.desk().people(place.seat).await?, which.seat()?);
    let found = people.seated.into_iter().find(|seated| seated.membership.id == id);
    found.map(|seated| seated.account.id).ok_or(Refused::NotFound)
}

impl AccountView {
    pub(super) fn of(tongue: &Tongue, account: &Account, page: &str) -> Self {
        let (disabled, reasons) = (!account.state.is_active(), reasons(tongue));
        let turn = if disabled { "enable" } else { "disable" };
        Self { disabled, action: format!("{page}/{turn}"), reasons }
    }

    /// Both states to show samples with.
    pub(super) fn samples(tongue: &Tongue) -> [Self; 2] {
        let of = |disabled| Self { disabled, action: "/people/1/disable".to_owned(), reasons: reasons(tongue) };
        [of(false), of(true)]
    }
}
