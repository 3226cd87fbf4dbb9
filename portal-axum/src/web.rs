//! What the pages work with, put together once.

use std::{collections::BTreeMap, sync::Arc};

use portal_core::Portal;

use crate::{
    entrance::{Entrance, OwnAccounts},
    templates::Templates,
};

/// The pages of a portal. Clones share everything.
#[derive(Clone)]
pub struct Web {
    portal: Portal,
    templates: Templates,
    entrance: Arc<dyn Entrance>,
}

impl Web {
    /// The shipped pages with the portal's own accounts.
    pub fn new(portal: Portal) -> Self {
        Self { portal, templates: Templates::new(BTreeMap::new()), entrance: Arc::new(OwnAccounts) }
    }

    /// Puts the host's own templates, by name, before ours.
    #[must_use]
    pub fn templates_of(mut self, own: BTreeMap<String, String>) -> Self {
        self.templates = Templates::new(own);
        self
    }

    /// Lets the host recognise people.
    #[must_use]
    pub fn entrance_of(mut self, entrance: Arc<dyn Entrance>) -> Self {
        self.entrance = entrance;
        self
    }

    /// The portal.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// The same pages with the version of the definition that is in force now, for one visit.
    pub(crate) async fn fresh(&self) -> Self {
        Self { portal: self.portal.fresh().await, ..self.clone() }
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.templates
    }

    pub(crate) fn entrance(&self) -> &dyn Entrance {
        self.entrance.as_ref()
    }
}

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Web").field("portal", &self.portal).finish_non_exhaustive()
    }
}
