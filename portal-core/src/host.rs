//! The port to the application that the portal is embedded in: what it knows of its people and their companies.

use std::{collections::BTreeMap, error::Error};

use async_trait::async_trait;

use crate::{
    form::Value,
    id::{AccountId, Id, OrganisationId},
};

/// Why the host did not answer. Its text goes to the log.
pub type HostError = Box<dyn Error + Send + Sync>;

/// What the host is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostQuestion {
    /// Who fills in a form.
    pub account: AccountId,
    /// Their mail address.
    pub email: String,
    /// For whom.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// The attributes asked for, of those that `attributes.host` of `portal.yaml` names. Never empty.
    pub attributes: Vec<Id>,
}

/// Answers what the host knows. It is asked when a form names `host.…`, each time the form is shown or saved, so it should
/// answer from memory or keep what it looked up. Whatever it does not say, or says in another type than the attribute's, is
/// unknown to the form, as is all of it when it fails: a form never waits for the host for long.
#[async_trait]
pub trait Host: Send + Sync {
    /// The values of the attributes asked for.
    async fn attributes(&self, asked: &HostQuestion) -> Result<BTreeMap<Id, Value>, HostError>;
}

#[async_trait]
impl<T: Host + ?Sized> Host for std::sync::Arc<T> {
    async fn attributes(&self, asked: &HostQuestion) -> Result<BTreeMap<Id, Value>, HostError> {
        self.as_ref().attributes(asked).await
    }
}
