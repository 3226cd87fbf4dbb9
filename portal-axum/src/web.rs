//! What the pages work with, put together once.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use portal_core::{Portal, definition::Definition};

use crate::{
    entrance::{Door, Entrance},
    templates::Templates,
};

/// The templates of the last definition that has own ones, by its hash.
type OfDefinition = (Arc<str>, Templates);

/// The pages of a portal. Clones share everything.
#[derive(Clone)]
pub struct Web {
    portal: Portal,
    host: Arc<BTreeMap<String, String>>,
    /// The shipped templates with the host's before them.
    base: Templates,
    /// Those of the definition that this visit sees.
    shown: Templates,
    own: Arc<RwLock<Option<OfDefinition>>>,
    door: Door,
}

impl Web {
    /// The shipped pages with the portal's own accounts.
    pub fn new(portal: Portal) -> Self {
        let base = Templates::new(BTreeMap::new());
        let web = Self {
            portal,
            host: Arc::default(),
            shown: base.clone(),
            base,
            own: Arc::default(),
            door: Door::of_own_accounts(),
        };
        web.dressed()
    }

    /// Puts the host's own templates, by name, before ours.
    #[must_use]
    pub fn templates_of(mut self, own: BTreeMap<String, String>) -> Self {
        self.base = Templates::new(own.clone());
        self.host = Arc::new(own);
        self.own = Arc::default();
        self.dressed()
    }

    /// Lets the host recognise people, and nobody come in with a password of ours.
    #[must_use]
    pub fn entrance_of(mut self, entrance: Arc<dyn Entrance>) -> Self {
        self.door = Door::of_host(entrance);
        self
    }

    /// Lets the host recognise people too, beside the ways in that are there.
    #[must_use]
    pub fn entrance_beside(mut self, entrance: Arc<dyn Entrance>) -> Self {
        self.door = self.door.beside(entrance);
        self
    }

    /// Lets nobody come in with a password of ours.
    #[must_use]
    pub fn without_passwords(mut self) -> Self {
        self.door = self.door.without_passwords();
        self
    }

    /// Lets people come in by a provider of `OpenID` Connect too.
    #[cfg(feature = "oidc")]
    #[must_use]
    pub fn provider(mut self, provider: crate::Provider) -> Self {
        self.door = self.door.with(provider);
        self
    }

    /// The portal.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// The same pages with the version of the definition that is in force now, for one visit.
    pub(crate) async fn fresh(&self) -> Self {
        Self { portal: self.portal.fresh().await, ..self.clone() }.dressed()
    }

    /// The same pages for a visit from a network address, which the audit log notes.
    pub(crate) fn visited_from(mut self, origin: String) -> Self {
        self.portal = self.portal.visited_from(origin);
        self
    }

    /// With the templates of the definition it sees.
    fn dressed(mut self) -> Self {
        let definition = self.portal.definition().clone();
        self.shown = match definition.pages.is_empty() {
            true => self.base.clone(),
            false => self.own_of(&definition),
        };
        self
    }

    fn own_of(&self, definition: &Definition) -> Templates {
        let known = self.own.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, templates)) = known.filter(|(hash, _)| *hash == definition.hash) {
            return templates;
        }
        let templates = Templates::with_pages(&self.host, &definition.pages);
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = Some((definition.hash.clone(), templates.clone()));
        templates
    }

    /// The templates that pages are drawn with.
    pub(crate) fn templates(&self) -> &Templates {
        &self.shown
    }

    /// The templates without the definition's own, for a page that these cannot draw.
    pub(crate) fn spare(&self) -> Option<&Templates> {
        (!self.portal.definition().pages.is_empty()).then_some(&self.base)
    }

    /// The ways in.
    pub(crate) fn door(&self) -> &Door {
        &self.door
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("portal", &self.portal).finish_non_exhaustive()
    }
}
